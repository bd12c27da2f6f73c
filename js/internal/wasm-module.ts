/** A WebAssembly module and its glue: compiled, linked and started at the first use. */
import { WanError } from "../errors/wan-error.js";

/** What bindgen writes beside a module. */
interface Glue {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
}

/** Turns text into bytes and back at the border; Jest's jsdom environment has neither. */
const NEEDED = ["TextDecoder", "TextEncoder", "WebAssembly"] as const;

export class WasmModule<G extends Glue> {
  readonly #name: string;
  readonly #glue: G;
  #source: (() => WebAssembly.Module) | undefined;
  #started = false;

  /** @param name of its files: the module imports its glue under it */
  constructor(name: string, glue: G) {
    this.#name = name;
    this.#glue = glue;
  }

  /** Remembers where the compiled module comes from; each entry says so once. */
  setSource(load: () => WebAssembly.Module): void {
    this.#source = load;
  }

  /** Starts a compiled module, once. */
  instantiate(module: WebAssembly.Module): void {
    if (this.#started) return;
    const { exports } = new WebAssembly.Instance(module, {
      [`./${this.#name}_bg.js`]: this.#glue as unknown as WebAssembly.ModuleImports,
    });
    this.#glue.__wbg_set_wasm(exports);
    (exports as { __wbindgen_start?: () => void }).__wbindgen_start?.();
    this.#started = true;
  }

  /**
   * The functions of the module.
   * @throws WanError where the runtime cannot run it, or, with "wanreel/slim", where init() was not awaited
   */
  functions(): G {
    if (!this.#started) this.instantiate(this.#compile());
    return this.#glue;
  }

  #compile(): WebAssembly.Module {
    const missing = NEEDED.filter((name) => globalThis[name] === undefined);
    if (missing.length > 0) {
      throw new WanError(`this runtime has no ${missing.join(" and no ")}`, {
        code: "unsupported_runtime",
        hint: 'in Jest, set testEnvironment to "node", or give its globals what node:util and Node itself have',
      });
    }
    if (!this.#source) throw uninitialized();
    try {
      return this.#source();
    } catch (cause) {
      throw new WanError("this page or runtime does not allow WebAssembly", {
        code: "wasm_blocked",
        hint: "allow 'wasm-unsafe-eval' in the script-src of the Content-Security-Policy; 'unsafe-eval' is not needed",
        cause,
      });
    }
  }
}

export function uninitialized(): WanError {
  return new WanError("wanreel is not initialized", {
    code: "not_initialized",
    hint: 'await init(source) of "wanreel/slim" first, or import "wanreel", which needs no init',
  });
}
