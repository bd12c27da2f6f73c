/** The same at Vercel's edge, which refuses to compile bytes: there what is loaded later is imported. */
import type {
  compareProviders as compareProviders_,
  estimateBudget as estimateBudget_,
  migrate as migrate_,
} from "../index.js";
import { setParts } from "../internal/parts.js";
import { setProbing } from "../internal/probing.js";
import * as plans from "./planning.edge-light.js";
import { gated } from "./slim-gate.js";

setProbing(() => import("./probe.edge-light.js"));
setParts({ transfer: () => import("./transfer.edge-light.js"), ledger: () => import("./ledger.edge-light.js") });

export * from "./slim-names.js";
export const compareProviders: typeof compareProviders_ = /* @__PURE__ */ gated(plans.compareProviders);
export const estimateBudget: typeof estimateBudget_ = /* @__PURE__ */ gated(plans.estimateBudget);
export const migrate: typeof migrate_ = /* @__PURE__ */ gated(plans.migrate);
