/** Cloudflare Workers refuse to compile bytes: there the module is imported. */
import { setParts } from "../internal/parts.js";
import { setProbing } from "../internal/probing.js";
import { setSource } from "../internal/wasm.js";
import { ledger, setSource as setLedger } from "../limits/ledger.js";
import counting from "./ledger_bg.wasm";
import module from "./wanreel_bg.wasm";

setSource(() => module);
setLedger(() => counting);
setProbing(() => import("./probe.workerd.js"));
setParts({ transfer: () => import("./transfer.workerd.js"), ledger: async () => ({ ledger }) });

export * from "../proxy/index.js";
