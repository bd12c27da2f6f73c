/** Answers: JSON in the API's own error envelope, with the headers every answer of the proxy has. */
import { LONGEST_TIMER_MS } from "../internal/timer.js";
import { clip } from "./bound.js";
import { pick } from "./redact-json.js";

const LONGEST_MESSAGE = 1000;
const LONGEST_PARAM = 200;

/** Where an answer must not be kept, guessed at, or framed. */
const SAFE = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
};

export function safeHeaders(more: Record<string, string> = {}): Headers {
  return new Headers({ ...SAFE, ...more });
}

export function json(status: number, body: unknown, more: Record<string, string> = {}): Response {
  const headers = safeHeaders({ "content-type": "application/json; charset=utf-8", ...more });
  return new Response(JSON.stringify(body), { status, headers });
}

export interface Refusal {
  code: string;
  message: string;
  type?: string;
  param?: string;
  /** Beside the error. */
  more?: Record<string, unknown>;
  headers?: Record<string, string>;
}

/** Nothing was sent, or the API said no: either way nothing is billed. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly refusal: Refusal;

  constructor(status: number, refusal: Refusal) {
    super(refusal.message);
    this.status = status;
    this.code = refusal.code;
    this.refusal = refusal;
  }

  response(): Response {
    const { code, message, type = "invalid_request_error", param, more, headers } = this.refusal;
    const field = param === undefined ? {} : { param: clip(param, LONGEST_PARAM) };
    const error = { code: clip(code, LONGEST_PARAM), message: clip(message, LONGEST_MESSAGE), type, ...field };
    return json(this.status, { error, ...more }, headers);
  }
}

/**
 * A submit that may have been accepted. Without an envelope and without Retry-After, so that a client does not take it for a
 * refusal and send it again; not 408, which browsers send again by themselves.
 */
export function unknownOutcome(headers: Record<string, string> = {}): Response {
  const message = "the request was sent on but its answer was lost: it may have been accepted and billed";
  return json(502, { outcome: "unknown", message }, headers);
}

/** A page that waits by a timer can wait no longer, and a header holds plain digits. */
const LONGEST_WAIT = Math.floor(LONGEST_TIMER_MS / 1000);

/** What to wait before the same may be tried again, in whole seconds. */
export function retryAfter(ms: number): Record<string, string> {
  return { "retry-after": String(Math.min(LONGEST_WAIT, Math.max(0, Math.ceil(ms / 1000)))) };
}

/** Something of ours is down, and nothing was sent. */
export function unavailable(message: string): Refused {
  return new Refused(503, { code: "service_unavailable", message, type: "api_error", headers: retryAfter(5000) });
}

/**
 * The documented fields. Others that the API is seen to send are about the account (`billing`), or hold links past the proxy
 * (`result_data`). Source: get-task-detail.json.
 */
const FIELDS = ["created", "model", "object", "progress", "status", "task_info", "type", "usage", "error"];

/** An answer of the API under the id that was handed out. */
export function visibleTask(body: Record<string, unknown>, id: string): Record<string, unknown> {
  return { id, ...pick(body, FIELDS) };
}
