/** The default: the module comes inlined, and is compiled at the first call. */
import counting from "inline:ledger";
import inlined from "inline:wanreel";
import { setParts } from "../internal/parts.js";
import { setProbing } from "../internal/probing.js";
import { setSource } from "../internal/wasm.js";
import { ledger, setSource as setLedger } from "../limits/ledger.js";
import { compile } from "./inline.js";

setSource(() => compile(inlined));
setLedger(() => compile(counting));
setProbing(() => import("./probe.js"));
setParts({ transfer: () => import("./transfer.js"), ledger: async () => ({ ledger }) });

export * from "../proxy/index.js";
