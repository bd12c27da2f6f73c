/** Files in and out, as a client loads them with the first. The module comes inlined, and is compiled at the first use. */
import inlined from "inline:transfer";
import { setSource } from "../client/transfer-wasm.js";
import { compile } from "./inline.js";

setSource(() => compile(inlined));

export * from "../client/transfer.js";
