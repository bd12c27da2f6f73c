/** Cloudflare Workers refuse to compile bytes: there the module is imported. */
import { setSource } from "../client/fallback-wasm.js";
import module from "./fallback_bg.wasm";

setSource(() => module);

export * from "../client/fallback.js";
