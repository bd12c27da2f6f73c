/** Vercel Edge wants a module imported with `?module`. */
import { setSource } from "../client/transfer-wasm.js";
import module from "./transfer_bg.wasm?module";

setSource(() => module);

export * from "../client/transfer.js";
