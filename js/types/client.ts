/** Options, tasks, stores and events of the client. */
import type { Budget, PollOptions, RetryOptions, TaskStatus, Timeouts } from "../generated/options.js";
import type { LimitStore } from "./limits.js";
import type { Language, MediaFacts, PriceTable, PriceTableName, Validation } from "./results.js";

/** A generation, as far as it is known. Source: get-task-detail.json. */
export interface Task {
  id: string;
  status: TaskStatus;
  model?: string;
  /** 0 to 100. */
  progress: number;
  createdAt?: Date;
  /** Video URLs, once completed; they live 24 hours. */
  results: string[];
  /** Completion as observed (else createdAt) + 24 h. */
  expiresAt?: Date;
  error?: { code: string; message: string };
  /** Seconds the API expects the whole generation to take. */
  estimatedSeconds?: number;
  creditsReserved?: number;
  fingerprint?: string;
  /** No POST was made: the store knew a task of this fingerprint. */
  deduplicated?: boolean;
  /** Still running after `poll.reviewAfterMs`. */
  needsReview?: boolean;
  /** The API's own JSON. */
  raw: unknown;
}

/** A task that ended in a video. */
export interface CompletedTask extends Task {
  status: "completed";
}

export interface Credits {
  user: { remaining: number; used: number };
  token: { remaining: number; used: number; unlimited: boolean };
  raw: unknown;
}

export interface RequestOptions {
  signal?: AbortSignal;
}

export interface SubmitOptions extends RequestOptions {
  /** 16 to 96 of `A-Za-z0-9._-`, one a paid intent. Default: made at random. */
  idempotencyKey?: string;
  /** Whose request it is: part of the key in a shared store, and a line of the budget. */
  user?: string;
  feature?: string;
  /** Default true; false pays for a second take of the same request. */
  dedupe?: boolean;
  /** Keeps in its record what a history shows after a reload: see `TaskRecord.remembered`. Default false. */
  remember?: boolean;
  /**
   * What is known of the media, by URL or field: it is checked, and the budget reckons with the real lengths. With a budget,
   * lengths that are billed and not told here are read from the files' headers; an answer that takes over 2 seconds holds
   * nothing up, and is reckoned with at the end.
   */
  inputs?: MediaFacts;
}

export interface WaitOptions extends RequestOptions {
  /**
   * Called with the accepted submit, at each change of status or progress, and when the task is marked for review. A promise
   * it answers is awaited before the call ends, for five seconds at the most.
   */
  onProgress?: (task: Task) => unknown;
  /** Overrides `poll.deadlineMs`. */
  deadlineMs?: number;
}

export interface GenerateOptions extends SubmitOptions, WaitOptions {
  /**
   * Gentler than `signal`: ends the wait, and of the submit only what is not on its way. A POST that is, is paid for: it is heard
   * to its end, so that `onProgress` and the store know its task.
   */
  stop?: AbortSignal;
}

export interface UploadOptions extends RequestOptions {
  fileName?: string;
  uploadPath?: string;
  /** Bytes of the file that have left. As they leave in pages, where no `fetch` was given; else at start and end. */
  onProgress?: (progress: { loaded: number; total: number }) => void;
}

/** Source: upload-stream.json. Files live 72 hours. */
export interface UploadedFile {
  url: string;
  downloadUrl?: string;
  id?: string;
  name?: string;
  bytes?: number;
  mimeType?: string;
  expiresAt?: Date;
  raw: unknown;
}

/** What a record keeps of a request that was submitted with `remember: true`. */
export interface Remembered {
  model: string;
  /** Its first 100 characters. */
  prompt: string;
  /** The most it can cost. */
  microUsd: number;
  /** The video's URLs, once completed; they live until the record's `expiresAt`. */
  results?: string[];
}

/** What a store keeps of one submission. Times in milliseconds since 1970. Fields that are not listed here are kept. */
export interface TaskRecord {
  /** The form of the record; this version writes 1. */
  version?: number;
  state: "submitting" | "submitted" | "unknown";
  fingerprint: string;
  idempotencyKey: string;
  taskId?: string;
  user?: string;
  createdAt: number;
  expiresAt: number;
  /** When its task was seen completed. */
  finishedAt?: number;
  /** What was put aside for it, where `limits` are shared: whoever finds the record can close it. */
  reservation?: {
    /** The idempotency key and the moment of the claim; no other reservation has it. */
    id: string;
    /** The UTC day it counts on, "2026-11-22". */
    day: string;
    microUsd: number;
    /** The counters that hold it. */
    counters: string[];
    /** `microUsd` is the most it can cost: the length of an input was not known. */
    ceiling?: boolean;
    /** What it costs, where `microUsd` is a ceiling and that became known after it was put aside. */
    costMicroUsd?: number;
  };
  /** What a history shows of it, where that was asked for. */
  remembered?: Remembered;
  /** A digest of its `callback_url`. */
  callback?: string;
  /** Who is submitting it, as `TaskStore.hold` knows them. */
  holder?: string;
  /** When it was reconciled as not accepted: the next submit takes its place, with its idempotency key. */
  notAcceptedAt?: number;
}

/** Remembers fingerprint → task id, so that the same request is not paid twice. `wanreel/stores/testing` tests one. */
export interface TaskStore {
  get(fingerprint: string): Promise<TaskRecord | undefined>;
  /** Atomic put-if-absent; answers the record that was there. One that has expired counts as absent. */
  claim(fingerprint: string, record: TaskRecord): Promise<TaskRecord | undefined>;
  set(fingerprint: string, record: TaskRecord): Promise<void>;
  delete(fingerprint: string): Promise<void>;
  /** All records that have not expired, by key: what `client.resume()` goes through. */
  list?(): Promise<[key: string, record: TaskRecord][]>;
  /**
   * Shows all who share the store that this holder is at work, until the function it answers is called, or the page or
   * process ends. With it nobody waits for the claim of one that is gone.
   */
  hold?(holder: string): Promise<() => void>;
  /** Whether a holder is still at work; undefined where that cannot be known. */
  isHeld?(holder: string): Promise<boolean | undefined>;
  /** What it cannot promise, in a sentence: a client that is given it tells of that, once, in a warning. */
  readonly limitation?: string | undefined;
}

/** What happens, as it happens. Never holds the key. */
export type ClientEvent =
  | {
      /** A file of a request leaves, before its submit; `loaded` of `total` bytes. */
      type: "upload";
      fingerprint: string;
      /** As the File is called. */
      name?: string;
      loaded: number;
      total: number;
    }
  | { type: "submit"; fingerprint: string; idempotencyKey: string; attempt: number }
  | { type: "submitted"; fingerprint: string; taskId: string; deduplicated: boolean }
  | {
      /**
       * Another submit of the same request is under way, or was stopped in the middle of it: it is waited for, until this
       * moment at most. Then its outcome counts as unknown. `timeouts.claimMs` shortens it.
       */
      type: "waiting_for_claim";
      fingerprint: string;
      until: Date;
    }
  /** The task of an earlier submit is used, whose `callback_url` was another or none: this one's will not be called. */
  | { type: "callback_ignored"; fingerprint: string; taskId: string }
  | {
      type: "poll";
      taskId: string;
      attempt: number;
      /** As the API says; where `missed`, what kept it from saying ("connection lost"). */
      status: string;
      progress: number;
      /** Pause until the next poll; null after the last. */
      nextMs: number | null;
      /** The poll brought no status; the wait goes on. */
      missed: boolean;
    }
  | { type: "retry"; taskId?: string; attempt: number; delayMs: number; reason: string }
  | { type: "review"; taskId: string; elapsedMs: number }
  | { type: "complete"; taskId: string; status: string }
  | { type: "expiring"; taskId: string; expiresAt: Date }
  | { type: "store_failed"; error: unknown }
  /** What was put aside could not be given back or settled: whoever sees the task next does it. */
  | { type: "limits_failed"; error: unknown }
  /** The budget holds so much for it; a `ceiling` is the most it can cost, where the length of an input is not known. */
  | { type: "reserved"; fingerprint: string; microUsd: number; ceiling: boolean }
  /** So much of the budget is spent on a task; a `ceiling` still, where that length did not become known. */
  | { type: "settled"; taskId: string; microUsd: number; ceiling: boolean }
  /**
   * Something that works, and will not do what is wanted of it. "memory_store": see `limits`. "store_not_atomic": two
   * processes may both claim. "input_length_unknown": the length of a video could not be read, so the budget counts the
   * most it can cost. "deadline_past_platform": in a Worker, a wait may take longer than a queue consumer, a cron trigger or an
   * alarm is given.
   */
  | {
      type: "warning";
      code: "memory_store" | "store_not_atomic" | "input_length_unknown" | "deadline_past_platform";
      message: string;
    }
  | { type: "fallback"; from: string; to: string; reason: string; losses: string[] };

/** What was spent on a UTC day, in micro-dollars, by user, feature and model. */
export interface SpendingLine {
  /** "2026-11-22" */
  day: string;
  user: string;
  feature: string;
  model: string;
  /** Put aside for tasks under way, and for submits of unknown outcome. */
  reservedMicroUsd: number;
  spentMicroUsd: number;
  /** How much of `spentMicroUsd` is a ceiling, the most it can be: the length of an input did not become known. */
  ceilingMicroUsd: number;
}

/** One result of `generateAll`: `task`, or the `error` it ended with. */
export type Generated<Request> =
  | { index: number; request: Request; task: CompletedTask; error?: undefined }
  | { index: number; request: Request; task?: undefined; error: Error };

export interface GenerateAllOptions extends Omit<GenerateOptions, "onProgress" | "idempotencyKey" | "stop"> {
  /** How many at once. Default 4. */
  concurrency?: number;
  onProgress?: (task: Task, index: number) => unknown;
}

/** What a store remembers of one submit. */
export interface Unfinished {
  /** The key in the store, as `reconcile` takes it. */
  key: string;
  record: TaskRecord;
  /**
   * "submitting": somebody is at work on it; "submitted": wait for `record.taskId`; "unknown": it may be billed, look into
   * it and `reconcile`; "completed": its results live until `record.expiresAt` (only with `record.remembered`).
   */
  state: "submitting" | "submitted" | "unknown" | "completed";
  /** Older than `poll.reviewAfterMs`. */
  needsReview?: boolean;
}

export interface CallbackOptions extends RequestOptions {
  /** What the callback URL must carry in its query. */
  secret: string;
  /** The name it has there. Default "secret". */
  parameter?: string;
  /** Handles a task that has ended; where it throws, the callback does too, and the next delivery is handled again. */
  handle?: (task: Task) => void | Promise<void>;
}

/** Where a video can be put: a WritableStream, an OPFS file, an R2 object, or a path for Node. */
export type Sink =
  | WritableStream<Uint8Array>
  | { createWritable(): Promise<WritableStream<Uint8Array>> }
  | {
      bucket: { put(key: string, body: ReadableStream | ArrayBuffer, options?: object): Promise<unknown> };
      key: string;
    }
  | { path: string };

/** What was archived. */
export interface Archived {
  bytes: number;
  contentType: string;
}

export interface ClientOptions {
  /** Default: EVOLINK_API_KEY of the environment, where there is one. */
  apiKey?: string | (() => string | Promise<string>);
  /** Default https://api.evolink.ai; "/api/wan" for a proxy, where no key is needed. */
  baseUrl?: string;
  /**
   * Where files are uploaded to. Default: `baseUrl`, where one is given: a proxy or a simulator takes files itself. Of the API,
   * https://files-api.evolink.ai.
   */
  filesBaseUrl?: string;
  fetch?: typeof fetch;
  headers?: ConstructorParameters<typeof Headers>[0];
  /** Without it, a key in a page is refused. */
  dangerouslyAllowBrowser?: boolean;
  timeouts?: Timeouts;
  retry?: RetryOptions;
  poll?: PollOptions;
  /** What to do when a submit's answer was lost. Default "throw". */
  onUnknownOutcome?: "throw" | "resend-once";
  /** Default: in memory, one a client. */
  store?: TaskStore;
  budget?: Budget;
  /**
   * Where the budget is counted, for all clients and proxies that share it: DurableObjectLimits of "wanreel/stores", or one of
   * your own. Give a `store` that they share too. Default: in memory, one a client.
   */
  limits?: LimitStore;
  /** true: wan2.7 → wan2.6 → wan2.5 on persistent errors of the model; or the model ids to try, in order. */
  fallback?: boolean | string[];
  prices?: PriceTable | PriceTableName;
  /** Default "strict". */
  validate?: "strict" | "lenient" | "off";
  /** In which findings are said: `zh` of "wanreel/zh". Default English. */
  language?: Language;
  /** Hears what happens. A promise it answers is awaited before the call ends, for five seconds at the most. */
  onEvent?: (event: ClientEvent) => unknown;
}

export type { Budget, PollOptions, RetryOptions, TaskStatus, Timeouts, Validation };
