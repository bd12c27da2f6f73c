/** Vercel Edge wants a module imported with `?module`. */
import { setCore } from "../media/core.js";
import { setSource } from "../media/wasm.js";
import module from "./media_bg.wasm?module";

setSource(() => module);
setCore(() => import("./edge-light.js"));

export * from "../media/index.js";
