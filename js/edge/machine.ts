/**
 * The machines of src/protocol/job and src/protocol/coordinator: what they are told, and what they want done. Their rules, and
 * what each field means, stand there (event.rs, effect.rs). Times are milliseconds since 1970, amounts micro-dollars.
 */

import { type CoordinatorMachine, glue, type JobMachine } from "../../pkg/pipeline/pipeline_bg.js";
import { WasmModule } from "../internal/wasm-module.js";
import type { Charge } from "../types/limits.js";
import type { JobState } from "./types.js";

const module = /* @__PURE__ */ new WasmModule("pipeline", glue);

/** Remembers where the module comes from; each entry says so once. */
export function setSource(load: () => WebAssembly.Module): void {
  module.setSource(load);
}

/** The functions of the module. */
export function pipelineModule(): typeof glue {
  return module.functions();
}

/** A job's row for lists. */
export interface JobRow {
  job: string;
  run: number;
  user: string;
  feature: string;
  model: string;
  state: JobState;
  microUsd: number;
  spent: boolean;
  createdAt: number;
  endedAt: number | null;
  taskId: string | null;
  error: string | null;
  needsReview: boolean;
}

/** What came back of an HTTP exchange; `kind` as in js/client/exchange.ts. */
export interface Exchange {
  kind: number;
  status?: number;
  text?: string;
  retryAfter?: string;
  date?: string;
}

export type ArchiveTrouble = "network" | "changed" | "storage" | "no_upload" | "expired" | "not_video";

export type ArchiveEvent =
  | {
      type: "upload_begun";
      run: number;
      uploadId: string;
      partBytes: number;
      whole?: number;
      validator?: string;
      mediaType?: string;
    }
  | { type: "part"; run: number; number: number; tag: string }
  | { type: "archived"; run: number; bytes: number; sha256?: string; mediaType?: string; seconds?: number }
  | { type: "archive_failed"; run: number; why: ArchiveTrouble };

/** What happens to a job. */
export type Event =
  | {
      type: "create";
      job: string;
      user: string;
      feature: string;
      /** JSON text, checked already. */
      request: string;
      /** JSON text; empty where nothing is known. */
      inputs: string;
      inputSeconds?: number;
      priority: number;
      traceparent?: string;
    }
  | { type: "alarm" }
  | { type: "wake" }
  | { type: "answered"; id: string; full?: { limit: string; used: number }; level?: number }
  | { type: "failed"; id: string }
  | { type: "start"; run: number }
  | { type: "dead_letter"; run: number }
  | { type: "posted"; run: number; attempt: number; answer: Exchange }
  | { type: "got"; run: number; look: number; answer: Exchange }
  | { type: "callback"; run: number; taskId: string }
  | { type: "checked"; run: number; taskId: string; answer: Exchange; held: boolean }
  | ArchiveEvent
  | { type: "notified"; id: string; attempt: number; status: number }
  | { type: "cancel" }
  | { type: "reconcile"; taskId?: string }
  | { type: "retry"; run?: number }
  | { type: "renotify" };

export interface MoneyEffect {
  type: "money";
  id: string;
  what: "reserve" | "release" | "settle" | "correct" | "extra";
  /** "user", or "total/3". */
  counter: string;
  reservation: string;
  level: number;
  charges: (Charge & { limit?: string })[];
  entry?: JobRow;
}

/** How a video gets into the bucket, and how far it is. */
export interface ArchivePlan {
  run: number;
  key: string;
  url: string;
  taskId: string;
  createdAt: number | null;
  completedAt: number | null;
  attempt: number;
  upload?: {
    uploadId: string;
    partBytes: number;
    whole: number | null;
    validator: string | null;
    mediaType: string | null;
    tags: string[];
  };
}

/** What a job wants done. */
export type Effect =
  | MoneyEffect
  | { type: "list"; id: string; reservation: string; entry: JobRow }
  | { type: "enqueue"; id: string; job: string; run: number; user: string; priority: number; notBefore: number }
  | { type: "release_slot"; id: string; job: string; run: number; user: string; outcome: JobState }
  | { type: "pause_deployment"; id: string; why: string; until: number }
  | {
      type: "post";
      run: number;
      attempt: number;
      activation: string;
      idempotencyKey: string;
      body: string;
      timeoutMs: number;
      traceparent?: string;
    }
  | { type: "get"; run: number; look: number; taskId: string; timeoutMs: number }
  | { type: "check"; run: number; taskId: string; timeoutMs: number }
  | ({ type: "archive" } & ArchivePlan)
  | { type: "abort_upload"; key: string; uploadId: string }
  | {
      type: "notify";
      id: string;
      webhookId: string;
      attempt: number;
      event: "job.done" | "job.failed";
      /** JSON text: the job as it was then. */
      data: string;
      happenedAt: number;
      traceparent?: string;
    }
  | { type: "delete_all" }
  | { type: "log"; what: string; ms?: number; detail?: string };

/** For the caller of create, cancel, reconcile or renotify. */
export interface Reply {
  status: number;
  created: boolean;
  code: string;
  message: string;
  hint: string;
}

export interface Output {
  /** The text to store; null: nothing is stored, or nothing any more. */
  state: string | null;
  effects: Effect[];
  /** What to set the alarm to, in the same write; null: it stays as it is. */
  alarm: number | null;
  /** Whether that may wait for the next write, or for the end of the alarm that rang. */
  alarmWaits: boolean;
  /** Whether the row may wait for the next write. */
  lazy: boolean;
  reply: Reply | null;
  /** For lines of the log; null where there is no job. */
  about: About | null;
}

/** A job in a line of the log. */
export interface About {
  job: string;
  run: number;
  state: JobState;
}

export interface Step {
  /** The stored text; null where there is none. */
  state: string | null;
  event: Event;
  now: number;
  /** In 0..1. */
  random: number;
  /** An id made at random by each life of the object. */
  activation: string;
  /** JSON text of `{ budget, prices, poll, retry, submitMs, readMs, baseUrl, hasCallback, hasNotify, resendOnce, fallback,
   * requeueAfterMs, retentionDays, totalShards }`, all optional. */
  settings: string;
}

/** A deployment has one set of options: it is read once. */
let machine: { settings: string; of: JobMachine } | undefined;

/** @throws string a sentence about the option that is wrong */
export function jobMachine(settings: string): JobMachine {
  if (machine?.settings !== settings) machine = { settings, of: new (module.functions().JobMachine)(settings) };
  return machine.of;
}

/** One step of a job. @throws string where the stored text is none, or a later version's; set the alarm again then */
export function step({ state, event, now, random, activation, settings }: Step): Output {
  const told = JSON.stringify(event);
  return JSON.parse(jobMachine(settings).step(state ?? undefined, told, now, random, activation)) as Output;
}

/** The job as its user sees it: see `View` in src/protocol/job/view.rs. @throws string where the stored text is none */
export function view<View>(state: string): View {
  return JSON.parse(module.functions().JobMachine.view(state)) as View;
}

/** What the coordinator is told: three of a job's effects as they are, and what an operator and the queue say. */
export type CoordinatorEvent =
  | Extract<Effect, { type: "enqueue" | "release_slot" | "pause_deployment" }>
  | { type: "hold"; why: string }
  | { type: "resume" }
  | { type: "send_failed"; messages: QueueMessage[] }
  | { type: "alarm" };

/** All that a message of the queue holds. */
export interface QueueMessage {
  job: string;
  run: number;
}

export interface CoordinatorOutput {
  /** Rows to write in one transaction; null: delete it. */
  rows: { key: string; value: string | null }[];
  /** Messages to send in one `sendBatch` once they are written. */
  send: QueueMessage[];
  alarm: number | null;
}

/** What an operator is shown. */
export interface CoordinatorOverview {
  waiting: number;
  running: number;
  concurrency: number;
  paused: string | null;
  pausedUntil: number | null;
  held: string | null;
  /** Jobs that somebody has to look at; `since` in milliseconds since 1970. */
  review: { job: string; run: number; user: string; since: number }[];
}

/** Who may start now: in memory, its rows in SQLite. Where a write fails the object must be thrown away. */
export class Coordinator {
  readonly #machine: CoordinatorMachine;

  /**
   * @param settings JSON text of `{ concurrency, perMinute, leaseMs }`, all optional
   * @param rows all that are stored
   * @param alarm what the alarm is set to
   * @throws string a sentence about the option or the row that is wrong
   */
  constructor(settings: string, rows: Iterable<{ key: string; value: string }>, alarm: number | null, now: number) {
    this.#machine = new (module.functions().CoordinatorMachine)(settings);
    for (const { key, value } of rows) this.#machine.load(key, value, now);
    this.#machine.loaded(alarm ?? Number.NaN, now);
  }

  step(event: CoordinatorEvent, now: number): CoordinatorOutput {
    return JSON.parse(this.#machine.step(JSON.stringify(event), now)) as CoordinatorOutput;
  }

  overview(): CoordinatorOverview {
    return JSON.parse(this.#machine.overview()) as CoordinatorOverview;
  }
}
