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
/** The Worker's program. */
export const workerProgram = from("dist", "worker", "worker.js");

export async function bundle() {
  mkdirSync(pageFolder, { recursive: true });
  await Promise.all([
    build({ ...OPTIONS, entryPoints: [from("app", "main.ts")], outdir: pageFolder, minify: true, splitting: true }),
    // Not a module, and loaded before the first paint: a module would show the other theme for a moment.
    build({ ...OPTIONS, entryPoints: [from("app", "theme.ts")], outdir: pageFolder, format: "iife", minify: true }),
    build({
      ...OPTIONS,
      entryPoints: [from("worker", "worker.ts")],
      outfile: workerProgram,
      // The package's entry for Workers, which imports its module; the runtime compiles it.
      conditions: ["workerd"],
      external: ["*.wasm"],
    }),
  ]);
  // Its process would stay as long as this one.
  await stop();
  for (const name of ["index.html", "style.css", "icon.svg"]) copyFileSync(from(name), join(pageFolder, name));
}
