/** The module of uploads and downloads. */
import { glue } from "../../pkg/transfer/transfer_bg.js";
import { WasmModule } from "../internal/wasm-module.js";

const module = /* @__PURE__ */ new WasmModule("transfer", glue);

/** Remembers where the module comes from; each entry says so once. */
export function setSource(load: () => WebAssembly.Module): void {
  module.setSource(load);
}

/** The functions of the module. */
export function transferModule(): typeof glue {
  return module.functions();
}
