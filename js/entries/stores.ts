/** No WebAssembly in here: stores only remember. */
export type { KvNamespace } from "../cloudflare/bindings.js";
export { DurableObjectLimits, LimitsObject, type LimitsState } from "../limits/durable-object.js";
export { KvLimits } from "../limits/kv.js";
export { MemoryLimits } from "../limits/memory.js";
export * from "../stores/index.js";
export type { Charge, Full, LimitStore } from "../types/limits.js";
