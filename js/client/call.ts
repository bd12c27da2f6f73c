/** One call: what the WebAssembly side may use of the world while it lasts, and how its end is read. */
import { readTask } from "../api/task.js";
import * as api from "../errors/api.js";
import { ConfigError, NetworkError, SubmissionUnknownError } from "../errors/local.js";
import type { WanError } from "../errors/wan-error.js";
import type { Task } from "../types/client.js";
import type { KeyRing } from "./key.js";
import type { Settings } from "./settings.js";

/** What happens on the way, as src/client/report.rs tells it. */
export interface Happening {
  type: "submit" | "retry" | "poll" | "review";
  attempt: number;
  fingerprint?: string;
  idempotencyKey?: string;
  taskId?: string;
  status?: string;
  progress?: number;
  delayMs?: number;
  nextMs?: number;
  reason?: string;
  /** The body of an answer with news. */
  text?: string;
  /** A paid request may be on its way. */
  open: boolean;
  /** The poll brought no status. */
  trouble: boolean;
}

/** How a call ended, as src/bindings/client.rs tells it. */
export interface Ended {
  text?: string;
  trouble?: Trouble;
  cause?: unknown;
}

export interface Trouble {
  class: string;
  code: string;
  message: string;
  hint?: string;
  status?: number;
  type?: string;
  param?: string;
  retryable: boolean;
  retryAfterMs?: number;
  attempt?: number;
  requestId?: string;
  body?: string;
}

/**
 * Runs `use` with what it may use of the world; an abort rejects at once with the signal's reason. `beforeEach` comes
 * before each request, and nothing leaves until it is over.
 */
export async function call(
  { settings, keys }: { settings: Settings; keys: KeyRing },
  signal: AbortSignal | undefined,
  onHappening: (happening: Happening) => void,
  use: (io: never) => Promise<Ended>,
  beforeEach?: () => Promise<void>,
): Promise<Ended> {
  signal?.throwIfAborted();
  let over: () => void = () => {};
  const aborted = new Promise<void>((resolve, reject) => {
    const abort = () => reject(signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
    over = () => {
      signal?.removeEventListener("abort", abort);
      resolve();
    };
  });
  // Whoever waits on it hears of it; nobody need.
  aborted.catch(() => {});
  const io = {
    aborted,
    base: settings.base,
    fetch: settings.fetch,
    emit: onHappening,
    async headers() {
      await beforeEach?.();
      const headers = new Headers(settings.headers);
      const authorization = await keys.authorize();
      if (authorization !== undefined) headers.set("authorization", authorization);
      return headers;
    },
  };
  try {
    const ended = await use(io as never);
    return clean(ended, keys);
  } finally {
    over();
  }
}

/** A server that echoes the key must not make us show it. */
function clean(ended: Ended, keys: KeyRing): Ended {
  if (ended.text !== undefined) ended.text = keys.hide(ended.text);
  // Some engines quote an answer they cannot read.
  if (ended.cause !== undefined) ended.cause = keys.hideThrown(ended.cause);
  if (ended.trouble) {
    for (const [name, value] of Object.entries(ended.trouble)) {
      if (typeof value === "string") (ended.trouble as unknown as Record<string, unknown>)[name] = keys.hide(value);
    }
  }
  return ended;
}

const API_ERRORS: Record<string, typeof api.ApiError> = {
  AuthenticationError: api.AuthenticationError,
  InsufficientQuotaError: api.InsufficientQuotaError,
  PermissionDeniedError: api.PermissionDeniedError,
  NotFoundError: api.NotFoundError,
  UnknownModelError: api.UnknownModelError,
  RateLimitError: api.RateLimitError,
  ContentPolicyError: api.ContentPolicyError,
  InvalidRequestError: api.InvalidRequestError,
  ServerError: api.ServerError,
};

/** What is known when a call fails. */
export interface About {
  taskId?: string | undefined;
  fingerprint?: string;
  idempotencyKey?: string;
  /** What to do where the outcome is unknown. */
  advice?: string;
}

/** The error of a call that failed. */
export function toError({ trouble, cause }: Ended, about: About): WanError {
  const { class: name, message, code, hint, attempt = 0, requestId, body, ...rest } = trouble as Trouble;
  const fields = { code, hint, cause, taskId: about.taskId };
  if (name === "NetworkError") {
    // A key function that answers what is no key: a mistake of the options, not of the network.
    if (cause instanceof ConfigError) return Object.assign(cause, about.taskId && { taskId: about.taskId });
    return new NetworkError(message, { ...fields, attempt });
  }
  if (name === "SubmissionUnknownError") {
    const { fingerprint = "", idempotencyKey = "", advice } = about;
    return new SubmissionUnknownError(message, { ...fields, hint: advice, fingerprint, idempotencyKey, requestId });
  }
  const ApiErrorClass = API_ERRORS[name] ?? api.ApiError;
  return new ApiErrorClass(message, { ...fields, ...rest, status: rest.status ?? 0, requestId, body: parsed(body) });
}

function parsed(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? "");
  } catch {
    return body;
  }
}

/** The task in an answer's text. */
export function taskOf(text: string, completedMs?: number, base?: string): { task: Task; terminal: boolean } {
  return readTask(parsed(text), completedMs, base);
}
