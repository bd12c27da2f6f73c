/** What came of an exchange, as src/protocol/codec.rs tells it, and the tasks and errors that are made of it. */
import { type TaskFacts, toTask } from "../api/task.js";
import { ApiError } from "../errors/api.js";
import { ConfigError, NetworkError, SubmissionUnknownError } from "../errors/local.js";
import type { WanError } from "../errors/wan-error.js";
import * as apiErrors from "../generated/errors.js";
import type { Task, UploadedFile } from "../types/client.js";

export interface Report {
  /** Of a poll: the status, or what kept it from being told. */
  status?: string;
  progress?: number;
  missed?: boolean;
  /** Until the next poll. */
  nextMs?: number;
  /** Why there is another attempt. */
  reason?: string;
  /** The task in the answer, where it is news. */
  task?: TaskFacts;
  /** Of an upload: where the file is. */
  file?: FileFacts;
  error?: ErrorDetails;
}

/** What an answer to an upload tells; `expiresAt` as it is written there. */
export type FileFacts = Omit<UploadedFile, "expiresAt" | "raw"> & { expiresAt?: string };

/** How a call failed. */
export interface ErrorDetails {
  class: string;
  code: string;
  message: string;
  hint?: string;
  status?: number;
  type?: string;
  param?: string;
  retryable?: boolean;
  retryAfterMs?: number;
  attempt?: number;
}

/** How a conversation ended. */
export interface Ended {
  report: Report;
  /** The body of the last answer. */
  text: string;
  /** The gateway's id of the last exchange. */
  requestId?: string;
  /** What the engine threw. */
  cause?: unknown;
}

/** By the name that Rust gives. */
const API_ERRORS: Record<string, typeof ApiError> = apiErrors;

/** What is known when a call fails. */
export interface ErrorContext {
  taskId?: string | undefined;
  fingerprint?: string;
  idempotencyKey?: string;
  /** What to do where the outcome is unknown. */
  recoveryHint?: string;
  /** Its key in the store. */
  key?: string;
}

/** The error of a call that failed. */
export function toError({ report, text, requestId, cause }: Ended, about: ErrorContext): WanError {
  const { class: name, message, code, hint, attempt = 0, ...rest } = report.error as ErrorDetails;
  const fields = { code, hint, cause, taskId: about.taskId };
  if (name === "NetworkError") {
    // A key function that answers what is no key: a mistake of the options, not of the network.
    if (cause instanceof ConfigError) return Object.assign(cause, about.taskId && { taskId: about.taskId });
    return new NetworkError(message, { ...fields, attempt });
  }
  if (name === "SubmissionUnknownError") {
    const { fingerprint = "", idempotencyKey = "", key, recoveryHint } = about;
    const todo = [recoveryHint, hint].filter(Boolean).join("; ") || undefined;
    return new SubmissionUnknownError(message, { ...fields, hint: todo, key, fingerprint, idempotencyKey, requestId });
  }
  const ApiErrorClass = API_ERRORS[name] ?? ApiError;
  return new ApiErrorClass(message, { ...fields, ...rest, status: rest.status ?? 0, requestId, body: parsed(text) });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** The task of an answer. Its `raw` is parsed when it is first looked at: few ever do. */
export function taskOf(facts: TaskFacts, text: string): Task {
  let held: { raw: unknown } | undefined;
  return Object.defineProperty(toTask(facts, null), "raw", {
    configurable: true,
    enumerable: true,
    get() {
      held ??= { raw: parsed(text) };
      return held.raw;
    },
    set(value: unknown) {
      Object.defineProperty(this, "raw", { value, configurable: true, enumerable: true, writable: true });
    },
  });
}

/** A copy with other fields, its `raw` still unparsed. */
export function withFields(task: Task, fields: Partial<Task>): Task {
  return Object.assign(Object.defineProperties({}, Object.getOwnPropertyDescriptors(task)), fields) as Task;
}
