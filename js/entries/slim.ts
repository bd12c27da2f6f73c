/** Without the module: for those who stream the .wasm themselves. */
import { setProbing } from "../client/inspect.js";
import { instantiate } from "../core/wasm.js";

setProbing(() => import("./probe.js"));

export * from "../core/index.js";

/** The runtime's own WebAssembly.Module, or any object where the program's types know no WebAssembly. */
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
  ? Module & object
  : object;

/** Where the .wasm comes from: its URL, the answer to a fetch, its bytes, or the compiled module. */
export type WasmSource = string | URL | Response | ArrayBuffer | ArrayBufferView | WasmModule;

/** Loads wanreel_bg.wasm; until it resolves, every function throws a WanError with code "not_initialized". */
export async function init(source: WasmSource): Promise<void> {
  instantiate(await compile(source));
}

async function compile(source: WasmSource): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (typeof source === "string" || source instanceof URL) return compileResponse(await fetch(source));
  if (source instanceof Response) return compileResponse(source);
  return WebAssembly.compile(source as BufferSource);
}

async function compileResponse(response: Response): Promise<WebAssembly.Module> {
  if (!response.ok) throw new TypeError(`The WebAssembly module answered ${response.status}: ${response.url}`);
  // Engines stream only what is served as application/wasm.
  const streams = response.headers.get("content-type")?.startsWith("application/wasm");
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}
