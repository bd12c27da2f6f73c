/** Cloudflare Workers refuse to compile bytes: there the module is imported. */
import { setParts } from "../internal/parts.js";
import { setProbing } from "../internal/probing.js";
import { setSource } from "../internal/wasm.js";
import module from "./wanreel_bg.wasm";

setSource(() => module);
setProbing(() => import("./probe.workerd.js"));
setParts({
  transfer: () => import("./transfer.workerd.js"),
  fallback: () => import("./fallback.workerd.js"),
  ledger: () => import("./ledger.workerd.js"),
});

export * from "../index.js";
export { compareProviders, estimateBudget, migrate } from "./planning.workerd.js";
