/** Vercel Edge wants a module imported with `?module`. */
import { setSource } from "../internal/wasm.js";
import module from "./wanreel_bg.wasm?module";

setSource(() => module);

export * from "../proxy/index.js";
