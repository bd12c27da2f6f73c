/** The module that says which other model takes a request: see src/protocol/generate.rs. */
import { glue } from "../../pkg/fallback/fallback_bg.js";
import { WasmModule } from "../internal/wasm-module.js";

const module = /* @__PURE__ */ new WasmModule("fallback", glue);

/** Remembers where the module comes from; each entry says so once. */
export function setSource(load: () => WebAssembly.Module): void {
  module.setSource(load);
}

/** The functions of the module. */
export function fallbackModule(): typeof glue {
  return module.functions();
}
