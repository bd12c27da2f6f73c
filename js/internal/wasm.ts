/** The client's WebAssembly module: every rule and decision of the package. */
import { glue } from "../../pkg/wanreel/wanreel_bg.js";
import { WasmModule } from "./wasm-module.js";

const module = /* @__PURE__ */ new WasmModule("wanreel", glue);

/** Remembers where the module comes from. */
export function setSource(load: () => WebAssembly.Module): void {
  module.setSource(load);
}

/** Starts a compiled module. */
export function instantiate(compiled: WebAssembly.Module): void {
  module.instantiate(compiled);
}

/** The functions of the module. */
export function core(): typeof glue {
  return module.functions();
}
