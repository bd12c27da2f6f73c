/** The same at Vercel's edge, which refuses to compile bytes: there what is loaded later is imported. */
import { setParts } from "../internal/parts.js";
import { setProbing } from "../internal/probing.js";
import * as plans from "./planning.edge-light.js";
import { gated } from "./slim-gate.js";

setProbing(() => import("./probe.edge-light.js"));
setParts({
  transfer: () => import("./transfer.edge-light.js"),
  fallback: () => import("./fallback.edge-light.js"),
  ledger: () => import("./ledger.edge-light.js"),
});

export * from "./slim-names.js";
export const compareProviders = /* @__PURE__ */ gated(plans.compareProviders);
export const estimateBudget = /* @__PURE__ */ gated(plans.estimateBudget);
export const migrate = /* @__PURE__ */ gated(plans.migrate);
