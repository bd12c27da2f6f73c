/** Cloudflare Workers refuse to compile bytes: there the module is imported. */
import { setCore } from "../media/core.js";
import { setSource } from "../media/wasm.js";
import module from "./media_bg.wasm";

setSource(() => module);
setCore(() => import("./workerd.js"));

export * from "../media/index.js";
