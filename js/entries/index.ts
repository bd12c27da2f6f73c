/** The default: the module comes inlined, and is compiled at the first call. */
import inlined from "inline:wanreel";
import { setParts } from "../internal/parts.js";
import { setProbing } from "../internal/probing.js";
import { setSource } from "../internal/wasm.js";
import { compile } from "./inline.js";

setSource(() => compile(inlined));
setProbing(() => import("./probe.js"));
setParts({
  transfer: () => import("./transfer.js"),
  fallback: () => import("./fallback.js"),
  ledger: () => import("./ledger.js"),
});

export * from "../index.js";
export { compareProviders, estimateBudget, migrate } from "./planning.js";
