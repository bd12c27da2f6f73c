/** The media module. */
import * as glue from "../../pkg/media/media_bg.js";
import { WasmModule } from "../internal/wasm-module.js";

export type Prober = glue.Prober;

const module = /* @__PURE__ */ new WasmModule("media", glue);

/** Remembers where the module comes from. */
export function setSource(load: () => WebAssembly.Module): void {
  module.setSource(load);
}

/** A probe of a file of that many bytes; one at hand may be read to its end. */
export function createProber(size: number | undefined, atHand: boolean): Prober {
  return new (module.functions().Prober)(size ?? Number.NaN, atHand);
}
