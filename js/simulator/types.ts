/** What the simulator can be told and what it tells. */
import type { PriceTable, PriceTableName } from "../types/results.js";

/** Milliseconds, or a range to draw from. */
export type Milliseconds = number | { min?: number; max?: number };

/** Where a request goes. "result": a generated video; "file": an uploaded one; "other": anything else. */
export type RequestKind = "submit" | "poll" | "credits" | "upload" | "result" | "file" | "other";

/** Which requests a fault strikes. Every condition given must hold; none given: every request, always. */
export interface FaultMatch {
  /** Default: all; for what changes a task's end, and for no_id, "submit". */
  on?: RequestKind | readonly RequestKind[];
  /** A part of the path or of the body's text, e.g. a task id or a word of the prompt. */
  contains?: string;
  /** The model asked for; of a poll or a result, the task's. */
  model?: string;
  /** Which of the requests that match so far, counted from 1. Each rule counts for itself. */
  nth?: number | readonly number[];
  /** How often at most. */
  times?: number;
  /** How likely, 0 to 1. */
  rate?: number;
  /** Beside the fault itself: wait this long before the first byte. */
  delayMs?: number;
  /** Beside the fault itself: stretch the body over this long. */
  trickleMs?: number;
  /** Beside the fault itself: further response headers. */
  headers?: Readonly<Record<string, string>>;
  /** `Retry-After`: seconds, any text, or `{ date: n }` for an HTTP date n seconds ahead. */
  retryAfter?: number | string | { date: number };
}

/** In place of a body. "envelope": the documented error; "truncated": the right body, cut in half as if complete. */
export type FaultBody = "envelope" | "empty" | "html" | "truncated" | "null" | { text: string };

/** A broken connection. In process, fetch rejects with a TypeError; over HTTP, the socket is destroyed. */
export interface ConnectionFault extends FaultMatch {
  /**
   * refuse: it never came about (over HTTP the same as drop_before). drop_before: broken before the server acted.
   * drop_after: the server acted, its answer is lost. drop_body: half of the body arrives. hang: the server acted
   * and never answers.
   */
  do: "refuse" | "drop_before" | "drop_after" | "drop_body" | "hang";
  /** The error's wording; default "fetch failed", as in Node. Other engines say "Failed to fetch", "Load failed", … */
  message?: string;
  /** `error.cause.code`; default ECONNREFUSED for refuse, UND_ERR_SOCKET for the others; none beside `message`. */
  code?: string;
}

/** Another status. */
export interface StatusFault extends FaultMatch {
  do?: "status";
  /** 200 to 599. Below 300 the server acts. */
  status: number;
  /** The server acted all the same, as behind a gateway that timed out. Default false. */
  accepted?: boolean;
  /** Default "envelope"; of a 3xx, empty. */
  body?: FaultBody;
  /** Content type of `{ text }`. Default application/json. */
  contentType?: string;
  /** Overrides the error's code. */
  code?: string;
  /** Overrides the error's message. */
  message?: string;
}

/** 200, the server acted, but the body is another: a gateway's page, the right one cut in half, none, `null`, no id. */
export interface BodyFault extends FaultMatch {
  do: "html" | "truncated" | "empty" | "null" | "no_id";
}

/** The right answer, only late (`delayMs`) or slow (`trickleMs`). */
export interface DelayFault extends FaultMatch {
  do?: "delay";
}

/** The task ends otherwise. Matched when it is submitted. */
export interface TaskFault extends FaultMatch {
  /** no_result: completed without a URL. unknown_status: processing for ever under another name. */
  do: "fail" | "cancel" | "never_finish" | "no_result" | "unknown_status";
  /** fail: default "service_error". */
  code?: string;
  /** fail: default the code's own wording. */
  message?: string;
  /** unknown_status: its name, default "reviewing". */
  status?: string;
}

/** A rule. Of several that match a request, the first strikes; all count it. */
export type Fault = ConnectionFault | StatusFault | BodyFault | DelayFault | TaskFault;

/** The part of `fetch` callbacks need. */
export type CallbackFetch = (
  url: string,
  init: { method: "POST"; headers: Record<string, string>; body: string; signal: AbortSignal; redirect: "manual" },
) => Promise<{ status: number }>;

export interface SimulatorOptions {
  /** Keys let in. Default: any. */
  apiKeys?: readonly string[];
  /** Models no key has access to: 403 model_access_denied. */
  deniedModels?: readonly string[];
  /** "not_found", the default: a bare 404, as the guide says. "unavailable": 503 model_not_found, as gateways do. */
  unknownModel?: "not_found" | "unavailable";
  /** Credits on the account, about 68 a dollar. Default a million. Too few for a task: 402. */
  credits?: number;
  /** What a second costs. Default "guide-2026-05". */
  prices?: PriceTable | PriceTableName;
  /** How long a generation takes. Default 3000 to 6000. */
  generationMs?: Milliseconds;
  /** A task ends at its nth poll, whatever the clock says. */
  completeAfterPolls?: number;
  /** `task_info.estimated_time`. Default: the real time, rounded up. */
  estimatedSeconds?: number;
  /** How long every answer takes. Default 0. */
  latency?: Milliseconds;
  /**
   * Lengths of input media in seconds, by URL. Default: of an uploaded file and of an earlier result its own, of any other
   * URL 5, for nothing is fetched.
   */
  inputs?: Readonly<Record<string, number>>;
  /** Whether the same `Idempotency-Key` is the same task. Default "ignore": the public documents promise nothing. */
  idempotency?: "honour" | "ignore";
  /** Whether a field the model does not have is a 400. Default "ignore" (see `SimulatedTask.unknownFields`). */
  unknownFields?: "ignore" | "refuse";
  /** Where results and files are linked to. Default https://media.simulator.test; over HTTP, the host asked. */
  publicUrl?: string;
  /** How long a result link lives. Default 24 hours. */
  linkLifeMs?: number;
  /** How long a task that is over can be asked about; then it is a 404. Assumed, as no document says: 30 days. */
  taskLifeMs?: number;
  /** Most bytes of uploads held together. Assumed, as the documents name a quota but not its size: 1 GiB. */
  uploadQuotaBytes?: number;
  /** Where chance begins: ids, ranges, rates. With the same seed a run repeats itself. Default: random. */
  seed?: number;
  faults?: Fault | readonly Fault[];
  /** Milliseconds since 1970. Default Date.now. With a clock of your own, call `tick()` after moving it. */
  clock?: () => number;
  /** Sends callbacks. Without it they are not sent. */
  callbackFetch?: CallbackFetch;
  /** Told of each request, once it is answered. */
  onRequest?: (request: LoggedRequest) => void;
  /** Told of each attempt at a callback, once it is over. */
  onCallback?: (attempt: { taskId: string; url: string; attempt: number; status: number | null }) => void;
}

/** What the simulator knows of a task. Times in milliseconds since 1970. */
export interface SimulatedTask {
  id: string;
  status: string;
  model: string;
  /** The request, as it was sent. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into it without casting at every step
  request: any;
  idempotencyKey?: string;
  createdAt: number;
  endedAt?: number;
  error?: { code: string; message: string };
  /** What it costs if it succeeds. */
  priceMicroUsd: number;
  /** What it cost: 0 until it succeeded. */
  billedMicroUsd: number;
  /** Credits held back while it runs. */
  creditsReserved: number;
  /** Status requests answered. */
  polls: number;
  /** Texts over their limit, which the server cut. */
  truncated: string[];
  /** Fields the model does not have, which the server passed over. */
  unknownFields: string[];
  /** Attempts at its callback; status null: no answer within ten seconds. */
  callbacks: { url: string; at: number; status: number | null }[];
}

/** One request and what became of it. */
export interface LoggedRequest {
  /** Milliseconds since 1970. */
  at: number;
  kind: RequestKind;
  method: string;
  /** Path and query. */
  path: string;
  host: string;
  /** 0: no answer was sent. */
  status: number;
  taskId?: string;
  /** The fault that struck. */
  fault?: string;
  /** Why it was refused, in more words than the API uses; also in the header x-simulator-detail. */
  detail?: string;
  /** Whether a Bearer token came with it. The token itself is kept nowhere. */
  authorized: boolean;
  /** In lower case; `authorization` hidden. */
  headers: Record<string, string>;
  /** The body's text, up to 64 kB. */
  body?: string;
}

/** The API in process. */
export interface Simulator {
  /** A drop-in for `fetch`: takes what fetch takes, ignores the host, obeys the signal. Needs no `this`. */
  readonly fetch: typeof fetch;
  /** Every task, oldest first. */
  tasks(): SimulatedTask[];
  /** What all tasks that succeeded cost together. */
  billedMicroUsd(): number;
  /** The last 10 000 requests, oldest first. */
  log(): LoggedRequest[];
  /** Replaces the fault rules; their counts begin anew. */
  setFaults(faults: Fault | readonly Fault[]): void;
  /** Sends the callbacks that are due and resolves when they are answered. Only needed with a clock of your own. */
  tick(): Promise<void>;
  /** Forgets tasks, files, spending and log; fault counts begin anew, and chance where a seed was given. */
  reset(): void;
}
