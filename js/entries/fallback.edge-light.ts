/** Vercel Edge wants a module imported with `?module`. */
import { setSource } from "../client/fallback-wasm.js";
import module from "./fallback_bg.wasm?module";

setSource(() => module);

export * from "../client/fallback.js";
