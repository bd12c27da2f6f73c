/** What gives "wanreel/slim" its module: its functions wait behind a gate until init() has opened it. */
import { WanError } from "../errors/wan-error.js";
import { fileSystem } from "../internal/node-fs.js";
import { instantiate } from "../internal/wasm.js";
import { uninitialized } from "../internal/wasm-module.js";

let ready = false;

/**
 * Another entry of the same program may have brought the module along. Whether these work must not hang on that: what
 * needs no init() here would need one elsewhere.
 */
export function gated<T extends object>(free: T): T {
  const check = () => {
    if (!ready) throw uninitialized();
  };
  return new Proxy(free, {
    apply(target, self, given) {
      check();
      return Reflect.apply(target as () => unknown, self, given);
    },
    construct(target, given, made) {
      check();
      return Reflect.construct(target as new () => object, given, made);
    },
  });
}

/** The runtime's own WebAssembly.Module, or any object where the program's types know no WebAssembly. */
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
  ? Module & object
  : object;

/** Where the .wasm comes from: its URL, the answer to a fetch, its bytes, or the compiled module. */
export type WasmSource = string | URL | Response | ArrayBuffer | ArrayBufferView | WasmModule;

/**
 * Loads wanreel_bg.wasm; until it resolves, every function throws a WanError with code "not_initialized".
 *
 * @throws WanError "wasm_blocked" where nothing may be compiled: Workers and edge functions take a WebAssembly.Module only
 */
export async function init(source: WasmSource): Promise<void> {
  instantiate(await compile(source).catch(explain));
  ready = true;
}

async function compile(source: WasmSource): Promise<WebAssembly.Module> {
  if (isModule(source)) return source as WebAssembly.Module;
  if (typeof source === "string" || source instanceof URL) {
    // Node's fetch reads no files, and a file is where import.meta.resolve finds the module.
    if (/^file:/i.test(String(source))) return WebAssembly.compile(await fileSystem().readFile(new URL(source)));
    return compileResponse(await fetch(source));
  }
  if (source instanceof Response) return compileResponse(source);
  return WebAssembly.compile(source as BufferSource);
}

async function compileResponse(response: Response): Promise<WebAssembly.Module> {
  if (!response.ok) throw new TypeError(`The WebAssembly module answered ${response.status}: ${response.url}`);
  // Engines stream only what is served as application/wasm, and workerd nothing.
  const streams =
    response.headers.get("content-type")?.startsWith("application/wasm") && "compileStreaming" in WebAssembly;
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/** Not by `instanceof`: edge runtimes compile modules outside of the function, where WebAssembly.Module is another. */
function isModule(source: unknown): boolean {
  return Object.prototype.toString.call(source) === "[object WebAssembly.Module]";
}

const NOTHING = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** Where not even an empty module compiles, the source is not to blame. */
function explain(cause: unknown): never {
  try {
    new WebAssembly.Module(NOTHING);
  } catch {
    throw new WanError("this page or runtime does not allow to compile WebAssembly", {
      code: "wasm_blocked",
      hint: `in Workers and edge functions import "wanreel/wanreel_bg.wasm" and give init() that; in a page allow 'wasm-unsafe-eval' in the script-src of the Content-Security-Policy`,
      cause,
    });
  }
  throw cause;
}
