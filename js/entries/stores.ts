/** No WebAssembly in here: stores only remember. */
export * from "../stores/index.js";
