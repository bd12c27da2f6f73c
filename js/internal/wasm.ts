/** Links the WebAssembly module to its glue. The module is compiled and started at the first call that needs it. */
import * as glue from "../../pkg/wanreel/wanreel_bg.js";
import { WanError } from "../errors/wan-error.js";

let source: (() => WebAssembly.Module) | undefined;
let started = false;

/** Remembers where the module comes from. */
export function setSource(load: () => WebAssembly.Module): void {
  source = load;
}

/** Starts a compiled module. */
export function instantiate(module: WebAssembly.Module): void {
  if (started) return;
  const instance = new WebAssembly.Instance(module, {
    "./wanreel_bg.js": glue as unknown as WebAssembly.ModuleImports,
  });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  started = true;
}

export function uninitialized(): WanError {
  return new WanError("wanreel is not initialized", {
    code: "not_initialized",
    hint: 'await init(source) of "wanreel/slim" first, or import "wanreel", which needs no init',
  });
}

/** The functions of the module. */
export function core(): typeof glue {
  if (started) return glue;
  if (!source) throw uninitialized();
  let module: WebAssembly.Module;
  try {
    module = source();
  } catch (cause) {
    throw new WanError("this page or runtime does not allow WebAssembly", {
      code: "wasm_blocked",
      hint: "allow 'wasm-unsafe-eval' in the script-src of the Content-Security-Policy; 'unsafe-eval' is not needed",
      cause,
    });
  }
  instantiate(module);
  return glue;
}
