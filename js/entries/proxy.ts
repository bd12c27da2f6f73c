/** The default: the module comes inlined, and is compiled at the first call. */
import inlined from "inline:wanreel";
import { setSource } from "../internal/wasm.js";
import { compile } from "./inline.js";

setSource(() => compile(inlined));

export * from "../proxy/index.js";
