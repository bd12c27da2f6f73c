/** Cloudflare Workers refuse to compile bytes: there the module is imported. */
import { setSource } from "../internal/wasm.js";
import module from "./wanreel_bg.wasm";

setSource(() => module);

export * from "../proxy/index.js";
