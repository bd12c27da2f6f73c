// What a bundled Worker consists of: its program, and the package's WebAssembly modules, which it imports since a Worker may
// not compile bytes.
import { readFileSync } from "node:fs";

const dist = new URL("../../dist/", import.meta.url);

/** As miniflare takes it. */
export function workerModules(program) {
  const names = new Set([...program.matchAll(/"\.\/(\w+\.wasm)"/g)].map(([, name]) => name));
  const wasm = [...names].map((path) => ({ type: "CompiledWasm", path, contents: readFileSync(new URL(path, dist)) }));
  return [{ type: "ESModule", path: "worker.js", contents: program }, ...wasm];
}
