// The AI SDK, which wants Node 22, and a Node that is new enough: both apart from the repository's own packages.
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { at as inRoot, npm, root, Stop, step } from "../../scripts/lib/steps.mjs";
import { unlessUnchanged } from "../../scripts/lib/unchanged.mjs";

const FILES = ["package.json", "package-lock.json", ".npmrc"];
const here = inRoot(".cache", "ai-sdk");

/** A path among the installed packages. */
export const installed = (...parts) => join(here, "node_modules", ...parts);

const isNew = Number(process.versions.node.split(".")[0]) >= 22;

/** Installs them where that was not done, and answers the path of a Node that runs them. */
export async function node22() {
  const sources = FILES.map((name) => inRoot("tests", "ai-sdk", "packages", name));
  await step("the AI SDK", () =>
    unlessUnchanged("ai-sdk", { inputs: sources, outputs: [installed("ai", "package.json")] }, async () => {
      mkdirSync(here, { recursive: true });
      for (const [index, source] of sources.entries()) copyFileSync(source, join(here, FILES[index]));
      // What it runs under is brought along. Said here: npm hands a script its own settings on, above those of a folder.
      const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
      await npm(["ci", "--prefix", here, "--engine-strict=false", ...quiet], { cwd: root });
    }),
  );
  if (isNew) return process.execPath;
  const program = installed("node24", "bin", "node");
  if (!existsSync(program)) throw new Stop("the tests of wanreel/ai-sdk need Node 22 or newer");
  return program;
}
