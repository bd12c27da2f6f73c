/** Vercel Edge wants a module imported with `?module`. */
import { setParts } from "../internal/parts.js";
import { setProbing } from "../internal/probing.js";
import { setSource } from "../internal/wasm.js";
import { ledger, setSource as setLedger } from "../limits/ledger.js";
import counting from "./ledger_bg.wasm?module";
import module from "./wanreel_bg.wasm?module";

setSource(() => module);
setLedger(() => counting);
setProbing(() => import("./probe.edge-light.js"));
setParts({ transfer: () => import("./transfer.edge-light.js"), ledger: async () => ({ ledger }) });

export * from "../proxy/index.js";
