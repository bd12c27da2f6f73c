/** Probing alone, as a client loads it when it meets a file. The module comes inlined, and is compiled at the first probe. */
import inlined from "inline:media";
import { setSource } from "../media/wasm.js";
import { compile } from "./inline.js";

setSource(() => compile(inlined));

export { probe } from "../media/probe.js";
