/** Without the client's module: for those who stream the .wasm themselves. What is loaded later comes inlined. */
import { setParts } from "../internal/parts.js";
import { setProbing } from "../internal/probing.js";
import * as plans from "./planning.js";
import { gated } from "./slim-gate.js";

setProbing(() => import("./probe.js"));
setParts({ transfer: () => import("./transfer.js"), ledger: () => import("./ledger.js") });

export * from "./slim-names.js";
export const compareProviders = /* @__PURE__ */ gated(plans.compareProviders);
export const estimateBudget = /* @__PURE__ */ gated(plans.estimateBudget);
export const migrate = /* @__PURE__ */ gated(plans.migrate);
