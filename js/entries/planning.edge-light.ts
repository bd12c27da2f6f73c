/** Vercel Edge wants a module imported with `?module`. */

import * as plans from "../api/planning.js";
import { withModule } from "../api/planning-wasm.js";
import module from "./planning_bg.wasm?module";

const load = () => module;

export const compareProviders = /* @__PURE__ */ withModule(plans.compareProviders, load);
export const estimateBudget = /* @__PURE__ */ withModule(plans.estimateBudget, load);
export const migrate = /* @__PURE__ */ withModule(plans.migrate, load);
