/** Vercel Edge wants a module imported with `?module`. */
import { setSource } from "../media/wasm.js";
import module from "./media_bg.wasm?module";

setSource(() => module);

export { probe } from "../media/probe.js";
