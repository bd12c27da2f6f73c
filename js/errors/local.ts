/** Errors that no answer of the API is behind. */

import type { Task } from "../types/client.js";
import type { Issue } from "../types/results.js";
import { named, WanError, type WanErrorFields } from "./wan-error.js";

/** The request is wrong; nothing was sent. */
export class ValidationError extends WanError {
  /** The findings, errors first, warnings too; at most 50. */
  declare readonly issues: Issue[];
  /** How many more there are; absent where `issues` are all. */
  declare readonly omitted?: number;

  constructor(issues: Issue[], omitted = 0) {
    const errors = issues.filter((issue) => issue.severity === "error");
    const lines = errors.map((issue) => issue.message + (issue.hint ? ` (${issue.hint})` : ""));
    const more = omitted > 0 ? `; and ${omitted} more findings` : "";
    super(errors.length === 1 ? String(lines[0]) : `${errors.length} errors: ${lines.join("; ")}${more}`, {
      code: "validation_failed",
      hint: "issues lists every finding with its path",
    });
    this.issues = issues;
    if (omitted > 0) this.omitted = omitted;
  }
}
named(ValidationError, "ValidationError");

/** The budget does not allow it; nothing was sent. */
export class BudgetError extends WanError {
  /** Which limit. */
  declare readonly limit: string;
  /** What was asked for, in the limit's unit. */
  declare readonly requested: number | string;
  /** What is left of it. */
  declare readonly remaining: number | string;
  /** `requested` is a ceiling, the most it can cost: the length of an input is not known. Absent where it is the price. */
  declare readonly ceiling?: boolean;

  constructor(
    message: string,
    fields: {
      limit: string;
      requested: number | string;
      remaining: number | string;
      ceiling?: boolean | undefined;
      hint?: string;
    },
  ) {
    super(message, { code: "budget_exceeded", hint: fields.hint });
    this.limit = fields.limit;
    this.requested = fields.requested;
    this.remaining = fields.remaining;
    if (fields.ceiling) this.ceiling = true;
  }
}
named(BudgetError, "BudgetError");

/** An option or the environment is wrong; nothing was sent. */
export class ConfigError extends WanError {
  constructor(message: string, hint?: string, cause?: unknown) {
    super(message, { code: "config", hint, cause });
  }
}
named(ConfigError, "ConfigError");

/** No usable answer. A submit that ends so was certainly not accepted; a task that was being read (`taskId`) goes on. */
export class NetworkError extends WanError {
  readonly retryable = true;
  /** How many attempts were made. */
  declare readonly attempt: number;

  constructor(message: string, fields: WanErrorFields & { attempt: number }) {
    super(message, fields);
    this.attempt = fields.attempt;
  }
}
named(NetworkError, "NetworkError");

/** A submit whose answer was lost: it may have been accepted and billed. */
export class SubmissionUnknownError extends WanError {
  declare readonly fingerprint: string;
  declare readonly idempotencyKey: string;
  /** Its key in the store, as `client.reconcile` takes it. */
  declare readonly key: string;
  declare readonly requestId?: string;

  constructor(
    message: string,
    fields: WanErrorFields & {
      fingerprint: string;
      idempotencyKey: string;
      key?: string | undefined;
      requestId?: string | undefined;
    },
  ) {
    super(message, fields);
    this.fingerprint = fields.fingerprint;
    this.idempotencyKey = fields.idempotencyKey;
    this.key = fields.key ?? fields.fingerprint;
    if (fields.requestId !== undefined) this.requestId = fields.requestId;
  }
}
named(SubmissionUnknownError, "SubmissionUnknownError");

/** The task still runs, and may still be billed: `wait(task.id)` resumes. */
export class DeadlineError extends WanError {
  readonly retryable = true;
  /** As last seen. */
  declare readonly task: Task;

  constructor(message: string, fields: WanErrorFields & { task: Task }) {
    super(message, { ...fields, taskId: fields.task.id });
    this.task = fields.task;
  }
}
named(DeadlineError, "DeadlineError");
