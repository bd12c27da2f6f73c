/** The module of what is planned around requests: moving them from elsewhere, comparing what they cost. */
import { glue } from "../../pkg/planning/planning_bg.js";
import { WasmModule } from "../internal/wasm-module.js";

const module = /* @__PURE__ */ new WasmModule("planning", glue);

/** Remembers where the module comes from. */
export function setSource(load: () => WebAssembly.Module): void {
  module.setSource(load);
}

/** The functions of the module. */
export function planning(): typeof glue {
  return module.functions();
}

/**
 * The function, with the module it needs: who imports none of these functions has no module in the program, since a
 * bundler leaves out what only an unused constant holds.
 */
export function withModule<Given extends unknown[], Answer>(
  plan: (...given: Given) => Answer,
  load: () => WebAssembly.Module,
): (...given: Given) => Answer {
  return (...given) => {
    setSource(load);
    return plan(...given);
  };
}
