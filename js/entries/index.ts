/** The default: the module comes inlined, and is compiled at the first call. */
import base64 from "base64:wanreel";
import { setSource } from "../core/wasm.js";
import { compile } from "./base64.js";

setSource(() => compile(base64));

export * from "../core/index.js";
