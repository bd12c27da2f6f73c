/** The same in Cloudflare Workers, which refuse to compile bytes: there what is loaded later is imported. */
import { setParts } from "../internal/parts.js";
import { setProbing } from "../internal/probing.js";
import * as plans from "./planning.workerd.js";
import { gated } from "./slim-gate.js";

setProbing(() => import("./probe.workerd.js"));
setParts({
  transfer: () => import("./transfer.workerd.js"),
  fallback: () => import("./fallback.workerd.js"),
  ledger: () => import("./ledger.workerd.js"),
});

export * from "./slim-names.js";
export const compareProviders = /* @__PURE__ */ gated(plans.compareProviders);
export const estimateBudget = /* @__PURE__ */ gated(plans.estimateBudget);
export const migrate = /* @__PURE__ */ gated(plans.migrate);
