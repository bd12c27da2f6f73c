/** The default: the module comes inlined, and is compiled at the first call. */
import inlined from "inline:wanreel";
import { setProbing } from "../internal/probing.js";
import { setSource } from "../internal/wasm.js";
import { compile } from "./inline.js";

setSource(() => compile(inlined));
setProbing(() => import("./probe.js"));

export * from "../index.js";
