// What scripts/build.mjs and the runtimes put in place of these imports.

/** The WebAssembly module of that name, as a string. */
declare module "inline:*" {
  const inlined: import("./inline.js").Inlined;
  export default inlined;
}

declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}

declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}

/** Of Workers, the class that objects extend whose methods are called from outside. */
declare module "cloudflare:workers" {
  export const DurableObject: unknown;
}
