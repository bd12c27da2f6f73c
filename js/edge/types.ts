/**
 * What a pipeline can be told, what it answers and what it tells. Cloudflare's own types are named by their shape, so that
 * these compile with @cloudflare/workers-types and with what `wrangler types` writes.
 */
import type { Budget, PollOptions } from "../generated/options.js";
import type { ModelId } from "../types/request.js";
import type { PriceTable, PriceTableName } from "../types/results.js";

/** A value, or what makes it of the Worker's bindings and variables. */
export type FromEnv<Value, Env> = Value | ((env: Env) => Value | Promise<Value>);

/** Whose request it is. */
export interface JobOwner {
  /** 1 to 256 characters. */
  user: string;
  /** What for: a line of its own in what was spent. At most 64 characters. */
  feature?: string;
  /** Before others of the same user where it is higher; -9 to 9. Default 0. */
  priority?: number;
}

/** The states of a job. `done`, `failed` and `cancelled` are its ends; `unresolved` waits for a callback or a person. */
export type JobState =
  | "reserving"
  | "queued"
  | "submitting"
  | "polling"
  | "archiving"
  | "done"
  | "failed"
  | "cancelled"
  | "unresolved";

/** What is shown of a job. Moments are in milliseconds since 1970, money in micro-dollars. */
export interface Job {
  /** 43 characters of `A-Za-z0-9_-`, made of its user, its request and its Idempotency-Key. */
  id: string;
  /** When it began; a failed or cancelled job that is asked for again is a new run. */
  run: number;
  user: string;
  /** Empty where nothing was said. */
  feature: string;
  state: JobState;
  /** The model asked last. */
  model: string;
  /** What is put aside: the most it can cost, or where `exact` its price. `spentMicroUsd`: what it cost, once that is known. */
  price: { microUsd: number; exact: boolean; spentMicroUsd?: number };
  /** At the API. `progress` is 0 to 100. */
  task?: { id: string; status: string; progress: number; estimatedMs?: number };
  video?: JobVideo;
  /** Why there is no video, or none in the bucket. */
  error?: { code: string; message: string; hint: string };
  /** Somebody should look at it: it runs for long, its outcome is not known, its notification is dead. */
  needsReview: boolean;
  /** Tasks beyond the first that were paid for in this run; there should be none. */
  paidTwice?: string[];
  /** How far the notification is: that of the last run, or dead while that of an earlier run is. */
  notification: "none" | "pending" | "delivered" | "dead";
  createdAt: number;
  /** The states of this run, oldest first; the last sixteen. */
  timeline: { state: JobState; at: number }[];
}

/** A job's video: in the bucket, or only behind the API's own link. */
export interface JobVideo {
  /** Where it is in the bucket. */
  key?: string;
  /** A signed address of the pipeline's own, good for an hour; shown to whoever may see the job. */
  url?: string;
  bytes?: number;
  /** 64 hex digits. */
  sha256?: string;
  mediaType?: string;
  lengthMs?: number;
  /** The API's link, where it is not in the bucket. */
  link?: string;
  /** When that ends. */
  expiresAt?: number;
}

/** A job as a list shows it. */
export type ListedJob = Pick<Job, "id" | "run" | "state" | "feature" | "model" | "price" | "needsReview" | "createdAt">;

/** A page of jobs, newest first. */
export interface JobList {
  jobs: ListedJob[];
  /** Where the next page begins, as `?cursor=` takes it; absent at the end. */
  cursor?: string;
}

/** What a notification tells. It comes at least once: whoever has handled its `id` does nothing more. */
export interface JobNotification {
  /** The same for each delivery of it: the header webhook-id. */
  id: string;
  /** "job.done" or "job.failed"; other kinds may come. */
  type: "job.done" | "job.failed" | (string & {});
  /** When it happened, as in "2026-11-22T10:00:00.000Z". */
  timestamp: string;
  /** The job as it was then. */
  data: Job;
}

/** Where the pipeline's bindings are in `env`. */
export interface PipelineBindings {
  /** The namespace of the class that extends `JobObject`. Default "JOBS". */
  jobs?: string;
  /** Of `BudgetObject`. Default "BUDGETS". */
  budgets?: string;
  /** Of `CoordinatorObject`. Default "COORDINATOR". */
  coordinator?: string;
  /** The queue of submits; its dead-letter queue is told by its name, which ends in "-dead". Default "SUBMITS". */
  queue?: string;
  /** The R2 bucket. Default "VIDEOS". */
  bucket?: string;
}

/** One line of a structured log. Never holds the key or a prompt. */
export interface PipelineEvent {
  level: "info" | "warning" | "error";
  /** "job.queued", "job.submitted", "pause", "refused", "failed" … */
  event: string;
  job?: string;
  run?: number;
  state?: JobState;
  traceparent?: string;
  [detail: string]: unknown;
}

/** The options of a pipeline. Of what may be a function of `env`, a secret is read from it, since only there Workers have it. */
// biome-ignore lint/suspicious/noExplicitAny: a program says what its env is, or lets it be anything
export interface PipelineOptions<Env = any> {
  /**
   * Whose request it is, or null to refuse it; must not read the body. There is no default: a pipeline that anybody may use is
   * an API key that anybody may use.
   */
  authorize: (request: Request, env: Env) => JobOwner | null | Promise<JobOwner | null>;
  /**
   * Who may see all jobs, reconcile them, pause the pipeline, read its metrics and open its page at /operator. Default: nobody.
   * A Response is sent to whoever asks for one of these, such as a login's; otherwise they are refused with 403.
   */
  operators?: (request: Request, env: Env) => boolean | Response | Promise<boolean | Response>;
  /** Default: `env.EVOLINK_API_KEY`. */
  apiKey?: FromEnv<string, Env>;
  /**
   * Signs callbacks and links: 32 characters or more; of several, the first signs and all are taken. Default: made from the API
   * key, so that links and callbacks under way end when that is exchanged.
   */
  secret?: FromEnv<string | readonly string[], Env>;
  /** Default https://api.evolink.ai. */
  baseUrl?: FromEnv<string, Env>;
  /** The pipeline's public origin, "https://videos.example.com": with it the API calls back, and fewer polls are made. */
  callbackOrigin?: FromEnv<string | undefined, Env>;
  /** Money; `perUserDayMicroUsd` by user, the others for all. The most a request can cost is reserved before it is queued. */
  budget?: Budget;
  /**
   * Among how many objects the limits for all are divided, so that a busy deployment does not wait for one. Each has its share, and
   * a request has to fit into one of them: together they refuse a little early, and never allow more. Default 1.
   */
  budgetShards?: number;
  /** Where a model fails for good: true for wan2.7 → wan2.6 → wan2.5, or the models to try, in order. Default false. */
  fallback?: boolean | readonly ModelId[];
  /** Models users may ask for. Default: all. */
  models?: readonly ModelId[];
  prices?: PriceTable | PriceTableName;
  /** Who is told of jobs that end, by Standard Webhooks. `url`: public and https; none for a job that nobody is told of. */
  notify?: {
    url: string | ((job: Job, env: Env) => string | undefined | Promise<string | undefined>);
    /** "whsec_" and the base64 of 24 to 64 bytes; of several, all sign. */
    secret: FromEnv<string | readonly string[], Env>;
  };
  /** The path it stands at. Default "": its routes are /jobs, /files … */
  mount?: string;
  /** Tasks that may run at the API at once: 1 to 10,000. Default 10. */
  concurrency?: number;
  /** Submits a minute, of the whole deployment: 1 to 60,000. Default 60. */
  perMinute?: number;
  /** How long jobs that ended are kept, in days; their videos stay. Default 30. */
  retentionDays?: number;
  /**
   * When a running task is looked at. Default as a client's (from 5 s, at most 30 s); with a `callbackOrigin`, which tells of an end
   * at once, `{ initialMs: 60_000, maxMs: 300_000 }`. Each look costs a request and a row, and is where `progress` comes from.
   */
  poll?: PollOptions;
  /** Milliseconds. Default: 30000 for a submit, 15000 for a read, 15000 for a notification. */
  timeouts?: { submitMs?: number; readMs?: number; notifyMs?: number };
  /** What a submit does whose answer was lost. Default "wait": for a callback or a person. */
  onUnknownOutcome?: "wait" | "resend-once";
  /** Longest body of `POST /jobs`, in bytes. Default 65536. */
  maxBodyBytes?: number;
  bindings?: PipelineBindings;
  /** Default: each event is a line of JSON on the console. */
  onEvent?: (event: PipelineEvent) => void;
}

/** A Durable Object, as the Worker's module exports its class. */
export interface PipelineObject {
  /** By this what `wrangler types` writes tells a Durable Object's class; there is nothing at run time. */
  readonly __DURABLE_OBJECT_BRAND: never;
  alarm(): Promise<void>;
  /** What the pipeline asks of it, and what it answers, as JSON. For the pipeline alone. */
  ask(message: string): Promise<string>;
}

/** The class of one: `export class JobObject extends pipeline.JobObject {}`. */
// biome-ignore lint/suspicious/noExplicitAny: a DurableObjectState and the program's env, under whatever name
export type PipelineClass = new (state: any, env: any) => PipelineObject;

/** What a Worker exports as its default, and the classes it exports beside that. */
export interface Pipeline {
  JobObject: PipelineClass;
  /** One a user: money, and a row a job. */
  BudgetObject: PipelineClass;
  /** Who may start now. */
  CoordinatorObject: PipelineClass;
  fetch(request: Request, env: unknown, context?: unknown): Promise<Response>;
  queue(batch: MessageBatch, env: unknown, context?: unknown): Promise<void>;
  scheduled(event: unknown, env: unknown, context?: unknown): Promise<void>;
}

/** A batch of a queue, as far as it is used here. */
export interface MessageBatch {
  readonly queue: string;
  readonly messages: readonly {
    readonly id: string;
    readonly body: unknown;
    ack(): void;
    retry(options?: { delaySeconds?: number }): void;
  }[];
}
