// What wanreel is set beside, and a Node 24: pinned in tests/bench/peers, installed apart from the repository's own packages.
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { at, npm, root } from "../../../scripts/lib/steps.mjs";
import { unlessUnchanged } from "../../../scripts/lib/unchanged.mjs";

const FILES = ["package.json", "package-lock.json", ".npmrc"];
const here = at(".cache", "bench-peers");

/** Where they are, for esbuild. */
export const PEERS = join(here, "node_modules");

/** Installs them where that was not done. */
export function installPeers() {
  const sources = FILES.map((name) => at("tests", "bench", "peers", name));
  return unlessUnchanged(
    "bench-peers",
    { inputs: sources, outputs: [join(PEERS, "zod", "package.json")] },
    async () => {
      mkdirSync(here, { recursive: true });
      for (const [index, source] of sources.entries()) copyFileSync(source, join(here, FILES[index]));
      // Said here: npm hands a script its own settings on, above those of a folder.
      const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
      await npm(["ci", "--prefix", here, "--engine-strict=false", "--ignore-scripts", ...quiet], { cwd: root });
    },
  );
}

/** Versions by name. */
export function versions() {
  const { dependencies } = JSON.parse(readFileSync(at("tests", "bench", "peers", "package.json"), "utf8"));
  return dependencies;
}

/** A program of this folder as a bundler makes it, file by file: with esbuild's options, over these. */
export async function bundle(contents, options) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: dirname(fileURLToPath(import.meta.url)), sourcefile: "program.js" },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    nodePaths: [PEERS],
    logLevel: "error",
    ...options,
  });
  return outputFiles;
}

/** Programs by name: this Node, and a Node 24 where there is one. */
export function nodes() {
  const major = process.versions.node.split(".")[0];
  const newer = join(PEERS, "node24", "bin", "node");
  return { [`Node ${major}`]: process.execPath, ...(major !== "24" && existsSync(newer) ? { "Node 24": newer } : {}) };
}
