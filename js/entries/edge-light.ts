/** Vercel Edge wants a module imported with `?module`. */
import { setParts } from "../internal/parts.js";
import { setProbing } from "../internal/probing.js";
import { setSource } from "../internal/wasm.js";
import module from "./wanreel_bg.wasm?module";

setSource(() => module);
setProbing(() => import("./probe.edge-light.js"));
setParts({
  transfer: () => import("./transfer.edge-light.js"),
  fallback: () => import("./fallback.edge-light.js"),
  ledger: () => import("./ledger.edge-light.js"),
});

export * from "../index.js";
export { compareProviders, estimateBudget, migrate } from "./planning.edge-light.js";
