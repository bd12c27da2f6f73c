/** Errors the API answered, with fields of their own; the plain classes are in js/generated/errors.ts. */
import type { Task } from "../types/client.js";
import { named, WanError, type WanErrorFields } from "./wan-error.js";

export interface ApiErrorFields extends WanErrorFields {
  status: number;
  type?: string | undefined;
  param?: string | undefined;
  requestId?: string | undefined;
  retryable?: boolean;
  retryAfterMs?: number | undefined;
  body?: unknown;
}

/** An answer that is no success. Source: guide, section 9. */
export class ApiError extends WanError {
  /** The HTTP status. */
  declare readonly status: number;
  /** The API's error type. */
  declare readonly type?: string;
  /** The parameter the API names. */
  declare readonly param?: string;
  /** The gateway's id of the exchange, for support. */
  declare readonly requestId?: string;
  /** Whether the same call may succeed later. */
  declare readonly retryable: boolean;
  /** How long the server asks to wait, in milliseconds. */
  declare readonly retryAfterMs?: number;
  /** The body: parsed where it is JSON, else its text. */
  declare readonly body: unknown;

  constructor(message: string, fields: ApiErrorFields) {
    super(message, fields);
    this.status = fields.status;
    this.retryable = fields.retryable ?? false;
    if (fields.type !== undefined) this.type = fields.type;
    if (fields.param !== undefined) this.param = fields.param;
    if (fields.requestId !== undefined) this.requestId = fields.requestId;
    if (fields.retryAfterMs !== undefined) this.retryAfterMs = fields.retryAfterMs;
    // Not enumerable: a page of HTML does not belong in a log line.
    Object.defineProperty(this, "body", { value: fields.body, configurable: true, writable: true });
  }
}
named(ApiError, "ApiError");

/**
 * Refused for what it shows, at once (`invalid_content`) or as a failed task (`content_policy_violation`); the code is
 * the latter for both. With a task behind it, it counts as a TaskFailedError too.
 */
export class ContentPolicyError extends ApiError {
  /** The failed task, where one was made. */
  declare readonly task?: Task;

  constructor(message: string, fields: ApiErrorFields & { task?: Task }) {
    super(message, { ...fields, code: "content_policy_violation" });
    if (fields.task) this.task = fields.task;
  }
}
named(ContentPolicyError, "ContentPolicyError");

/** The task ended without a video: failed, cancelled, or completed without a URL (code "no_result"). */
export class TaskFailedError extends WanError {
  declare readonly task: Task;

  static override [Symbol.hasInstance](this: { prototype: object }, value: unknown): boolean {
    if (this === TaskFailedError && Object(value)[REFUSED_TASK]) return true;
    return Object.prototype.isPrototypeOf.call(this.prototype, Object(value));
  }

  constructor(message: string, fields: WanErrorFields & { task: Task }) {
    super(message, { ...fields, taskId: fields.task.id });
    this.task = fields.task;
  }
}
named(TaskFailedError, "TaskFailedError");

/** Marks a ContentPolicyError that a failed task is behind. */
const REFUSED_TASK = Symbol("refused task");
Object.defineProperty(ContentPolicyError.prototype, REFUSED_TASK, {
  get(this: ContentPolicyError) {
    return this.task !== undefined;
  },
});
