/** Cloudflare Workers refuse to compile bytes: there the module is imported. */
import { setSource } from "../limits/ledger.js";
import module from "./ledger_bg.wasm";

setSource(() => module);

export { ledger } from "../limits/ledger.js";
