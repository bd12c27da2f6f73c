/** Cloudflare Workers refuse to compile bytes: there the module is imported. */
import { setSource } from "../client/transfer-wasm.js";
import module from "./transfer_bg.wasm";

setSource(() => module);

export * from "../client/transfer.js";
