/** Vercel Edge wants a module imported with `?module`. */
import { setProbing } from "../internal/probing.js";
import { setSource } from "../internal/wasm.js";
import module from "./wanreel_bg.wasm?module";

setSource(() => module);
setProbing(() => import("./probe.edge-light.js"));

export * from "../proxy/index.js";
