/** Other models to fall back on, as a client loads them. The module comes inlined, and is compiled at the first use. */
import inlined from "inline:fallback";
import { setSource } from "../client/fallback-wasm.js";
import { compile } from "./inline.js";

setSource(() => compile(inlined));

export * from "../client/fallback.js";
