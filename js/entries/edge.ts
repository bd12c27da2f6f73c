/** Everywhere but in Workers: what receives notifications. */
export { createPipeline } from "../edge/elsewhere.js";
export * from "../edge/index.js";
