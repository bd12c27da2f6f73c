/** The media module, compiled and linked at the first use. */
import * as glue from "../../pkg/media/media_bg.js";
import { WanError } from "../errors/wan-error.js";

export type Prober = glue.Prober;

let source: (() => WebAssembly.Module) | undefined;
let linked = false;

/** Tells where the module comes from; each entry does so once. */
export function setSource(load: () => WebAssembly.Module): void {
  source = load;
}

/** A probe of a file of that many bytes; one at hand may be read to its end. */
export function createProber(size: number | undefined, atHand: boolean): Prober {
  link();
  return new glue.Prober(size ?? Number.NaN, atHand);
}

function link(): void {
  if (linked) return;
  if (!source) throw new Error("wanreel/media: no entry gave the WebAssembly module");
  const imports = { "./media_bg.js": glue as unknown as WebAssembly.ModuleImports };
  const { exports } = new WebAssembly.Instance(compiled(source), imports);
  glue.__wbg_set_wasm(exports);
  (exports as { __wbindgen_start?: () => void }).__wbindgen_start?.();
  linked = true;
}

function compiled(load: () => WebAssembly.Module): WebAssembly.Module {
  try {
    return load();
  } catch (cause) {
    throw new WanError("this page or runtime does not allow WebAssembly", {
      code: "wasm_blocked",
      hint: "allow 'wasm-unsafe-eval' in the script-src of the Content-Security-Policy; 'unsafe-eval' is not needed",
      cause,
    });
  }
}
