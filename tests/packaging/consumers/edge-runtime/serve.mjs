// Builds an edge function and asks it, as Vercel does: `?module` imports are compiled beforehand, since in there nothing
// can be compiled, neither JavaScript nor WebAssembly.
import { readFileSync } from "node:fs";
import { EdgeVM } from "@edge-runtime/vm";
import { build } from "esbuild";

const modules = {};

const compileModules = {
  name: "compile-modules",
  setup(build) {
    build.onResolve({ filter: /\.wasm\?module$/ }, async ({ path, resolveDir, kind }) => {
      const found = await build.resolve(path.replace("?module", ""), { resolveDir, kind });
      return { path: found.path, namespace: "module" };
    });
    build.onLoad({ filter: /.*/, namespace: "module" }, ({ path }) => {
      modules[path] = new WebAssembly.Module(readFileSync(path));
      return { contents: `export default modules[${JSON.stringify(path)}]` };
    });
  },
};

const { outputFiles } = await build({
  entryPoints: [process.argv[2]],
  bundle: true,
  write: false,
  format: "iife",
  conditions: ["edge-light"],
  plugins: [compileModules],
});
const edge = new EdgeVM({
  codeGeneration: { strings: false, wasm: false },
  extend: (context) => Object.assign(context, { modules }),
  initialCode: outputFiles[0].text,
});
const response = await edge.dispatchFetch(`https://edge.test/?api=${encodeURIComponent(process.env.API)}`);
console.log(`answer: ${await response.text()}`);
