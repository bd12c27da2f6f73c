/** The default: in every runtime that can compile bytes. */
import inlined from "inline:media";
import { setCore } from "../media/core.js";
import { setSource } from "../media/wasm.js";
import { compile } from "./inline.js";

setSource(() => compile(inlined));
setCore(() => import("./index.js"));

export * from "../media/index.js";
