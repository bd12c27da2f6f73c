/** The public API, name by name. */

export { jsonSchema, models, schema, suggestModel } from "./api/catalog.js";
export { estimateCost } from "./api/cost.js";
export { compareProviders, estimateBudget, migrate } from "./api/planning.js";
export { buildRequest, validate } from "./api/request.js";
export { pollDelays } from "./api/schedule.js";
export { parseTask } from "./api/task.js";
export { WanClient } from "./client/wan-client.js";
export { ApiError, TaskFailedError } from "./errors/api.js";
export {
  BudgetError,
  ConfigError,
  DeadlineError,
  NetworkError,
  SubmissionUnknownError,
  ValidationError,
} from "./errors/local.js";
export { WanError } from "./errors/wan-error.js";
export * from "./generated/errors.js";
export { MemoryStore } from "./stores/memory.js";
export type * from "./types/client.js";
export type * from "./types/request.js";
export type * from "./types/results.js";
