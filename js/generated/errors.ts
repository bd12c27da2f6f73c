// Written by the build from src/error_class.rs: change it there.

/** The classes of what the API answers, by what to do about it. */

import { ApiError, ContentPolicyError } from "../errors/api.js";
import { named } from "../errors/wan-error.js";

/** 401: The key is missing, wrong or expired. */
export class AuthenticationError extends ApiError {}
named(AuthenticationError, "AuthenticationError");

/** 402: Not enough credits. */
export class InsufficientQuotaError extends ApiError {}
named(InsufficientQuotaError, "InsufficientQuotaError");

/** 403: The key may not use this model or read this task. */
export class PermissionDeniedError extends ApiError {}
named(PermissionDeniedError, "PermissionDeniedError");

/** 404: There is no such task. */
export class NotFoundError extends ApiError {}
named(NotFoundError, "NotFoundError");

/** The gateway has no such model: a 404 to a submit, or 503 `model_not_found`. */
export class UnknownModelError extends ApiError {}
named(UnknownModelError, "UnknownModelError");

/** 429: Too many requests. */
export class RateLimitError extends ApiError {}
named(RateLimitError, "RateLimitError");

/** 400: The API refuses the request. */
export class InvalidRequestError extends ApiError {}
named(InvalidRequestError, "InvalidRequestError");

/** 5xx: The service fails. */
export class ServerError extends ApiError {}
named(ServerError, "ServerError");

export { ContentPolicyError };
