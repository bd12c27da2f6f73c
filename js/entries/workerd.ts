/** Cloudflare Workers refuse to compile bytes: there the module is imported. */
import { setProbing } from "../internal/probing.js";
import { setSource } from "../internal/wasm.js";
import module from "./wanreel_bg.wasm";

setSource(() => module);
setProbing(() => import("./probe.workerd.js"));

export * from "../index.js";
