/** What is planned around requests. The module comes inlined, and is compiled at the first call. */

import inlined from "inline:planning";
import * as plans from "../api/planning.js";
import { withModule } from "../api/planning-wasm.js";
import { compile } from "./inline.js";

const load = () => compile(inlined);

export const compareProviders = /* @__PURE__ */ withModule(plans.compareProviders, load);
export const estimateBudget = /* @__PURE__ */ withModule(plans.estimateBudget, load);
export const migrate = /* @__PURE__ */ withModule(plans.migrate, load);
