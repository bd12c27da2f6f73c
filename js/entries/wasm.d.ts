// What scripts/build.mjs and the runtimes put in place of these imports.

/** The WebAssembly module of that name, as base64. */
declare module "base64:*" {
  const base64: string;
  export default base64;
}

declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}

declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
