// Bundles the page and its Worker into www/dist/.
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, stop } from "esbuild";

const www = fileURLToPath(new URL("..", import.meta.url));
const from = (...parts) => join(www, ...parts);

const OPTIONS = {
  bundle: true,
  format: "esm",
  target: "es2022",
  sourcemap: "linked",
  legalComments: "none",
};

/** The folder that is served. */
export const pageFolder = from("dist", "page");
/** The Worker's modules. */
export const workerFolder = from("dist", "worker");
/** Those among them that are compiled beforehand. */
export const workerModules = [
  "wanreel_bg.wasm",
  "transfer_bg.wasm",
  "ledger_bg.wasm",
  "planning_bg.wasm",
  "media_bg.wasm",
];

export async function bundle() {
  mkdirSync(pageFolder, { recursive: true });
  await Promise.all([
    build({ ...OPTIONS, entryPoints: [from("app", "main.ts")], outdir: pageFolder, minify: true, splitting: true }),
    // Not a module, and loaded before the first paint: a module would show the other theme for a moment.
    build({ ...OPTIONS, entryPoints: [from("app", "theme.ts")], outdir: pageFolder, format: "iife", minify: true }),
    build({
      ...OPTIONS,
      entryPoints: [from("worker", "worker.ts")],
      outdir: workerFolder,
      // The package's entry for Workers, which imports its module; the runtime compiles it.
      conditions: ["workerd"],
      external: ["*.wasm"],
    }),
  ]);
  // Its process would stay as long as this one.
  await stop();
  const dist = new URL(".", import.meta.resolve("wanreel/wanreel_bg.wasm"));
  for (const name of workerModules) copyFileSync(new URL(name, dist), join(workerFolder, name));
  for (const name of ["index.html", "style.css", "icon.svg"]) copyFileSync(from(name), join(pageFolder, name));
}
