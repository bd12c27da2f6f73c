/** Cloudflare Workers refuse to compile bytes: there the module is imported. */
import { setSource } from "../media/wasm.js";
import module from "./media_bg.wasm";

setSource(() => module);

export { probe } from "../media/probe.js";
