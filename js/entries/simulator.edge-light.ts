/** Vercel Edge wants a module imported with `?module`. */
import { setSource } from "../simulator/wasm.js";
import module from "./simulator_bg.wasm?module";

setSource(() => module);

export * from "../simulator/index.js";
