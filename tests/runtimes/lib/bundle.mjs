// A program of programs/ as its own bundler would write it: one file, with what the runtime's conditions choose.
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "./harness.mjs";

export async function bundle(program, options = {}) {
  const { outputFiles } = await build({
    entryPoints: [join(root, "tests", "runtimes", "programs", program)],
    outfile: "program.js",
    write: false,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    logLevel: "warning",
    ...options,
  });
  return outputFiles[0].text;
}
