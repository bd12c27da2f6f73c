/** Cloudflare Workers refuse to compile bytes: there the module is imported. */
import { setSource } from "../simulator/wasm.js";
import module from "./simulator_bg.wasm";

setSource(() => module);

export * from "../simulator/index.js";
