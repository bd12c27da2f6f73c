/** Counting under a budget, as a client loads it where it has one. The module comes inlined, and is compiled at the first use. */
import inlined from "inline:ledger";
import { setSource } from "../limits/ledger.js";
import { compile } from "./inline.js";

setSource(() => compile(inlined));

export { ledger } from "../limits/ledger.js";
