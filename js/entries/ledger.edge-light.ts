/** Vercel Edge wants a module imported with `?module`. */
import { setSource } from "../limits/ledger.js";
import module from "./ledger_bg.wasm?module";

setSource(() => module);

export { ledger } from "../limits/ledger.js";
