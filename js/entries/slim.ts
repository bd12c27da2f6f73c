/** Without the client's module: for those who stream the .wasm themselves. What is loaded later comes inlined. */
import type {
  compareProviders as compareProviders_,
  estimateBudget as estimateBudget_,
  migrate as migrate_,
} from "../index.js";
import { setParts } from "../internal/parts.js";
import { setProbing } from "../internal/probing.js";
import * as plans from "./planning.js";
import { gated } from "./slim-gate.js";

setProbing(() => import("./probe.js"));
setParts({
  transfer: () => import("./transfer.js"),
  fallback: () => import("./fallback.js"),
  ledger: () => import("./ledger.js"),
});

export * from "./slim-names.js";
export const compareProviders: typeof compareProviders_ = /* @__PURE__ */ gated(plans.compareProviders);
export const estimateBudget: typeof estimateBudget_ = /* @__PURE__ */ gated(plans.estimateBudget);
export const migrate: typeof migrate_ = /* @__PURE__ */ gated(plans.migrate);
