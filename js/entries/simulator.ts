/** The default: the module comes inlined, and is compiled at the first call. */
import inlined from "inline:simulator";
import { setSource } from "../simulator/wasm.js";
import { compile } from "./inline.js";

setSource(() => compile(inlined));

export * from "../simulator/index.js";
