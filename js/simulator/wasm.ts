/** The simulator's module. */
import { glue, type Machine } from "../../pkg/simulator/simulator_bg.js";
import { WasmModule } from "../internal/wasm-module.js";

export type { Machine };

const module = /* @__PURE__ */ new WasmModule("simulator", glue);

/** Remembers where the module comes from. */
export function setSource(load: () => WebAssembly.Module): void {
  module.setSource(load);
}

/** A machine with these options, as JSON. Throws a sentence where one is wrong. */
export function createMachine(options: string): Machine {
  return new (module.functions().Machine)(options);
}

/** Most bytes of a body that the machine reads. */
export function bodyLimit(method: string, path: string): number {
  return module.functions().Machine.body_limit(method, path);
}
