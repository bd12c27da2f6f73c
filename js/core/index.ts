/** The public API, name by name. */
export { MemoryStore } from "../client/memory-store.js";
export { WanClient } from "../client/wan-client.js";
export {
  ApiError,
  AuthenticationError,
  ContentPolicyError,
  InsufficientQuotaError,
  InvalidRequestError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  TaskFailedError,
  UnknownModelError,
} from "../errors/api.js";
export {
  BudgetError,
  ConfigError,
  DeadlineError,
  NetworkError,
  SubmissionUnknownError,
  ValidationError,
} from "../errors/local.js";
export { WanError } from "../errors/wan-error.js";
export type * from "../types/client.js";
export type * from "../types/request.js";
export type * from "../types/results.js";
export { jsonSchema, migrate, models, schema, suggestModel } from "./catalog.js";
export { compareProviders, estimateBudget, estimateCost } from "./cost.js";
export { buildRequest, validate } from "./request.js";
export { pollDelays } from "./schedule.js";
export { parseTask } from "./task.js";
