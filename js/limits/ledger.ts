/** The module that says what to count under a budget, and what a full sum means: see src/protocol/counters.rs. */
import { glue } from "../../pkg/ledger/ledger_bg.js";
import { WasmModule } from "../internal/wasm-module.js";

const module = /* @__PURE__ */ new WasmModule("ledger", glue);

/** Remembers where the module comes from; each entry says so once. */
export function setSource(load: () => WebAssembly.Module): void {
  module.setSource(load);
}

/** The functions of the module. */
export function ledger(): typeof glue {
  return module.functions();
}
