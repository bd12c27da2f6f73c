/**
 * A submission and its record: claimed before the POST, settled by its outcome, so that the same request is paid for
 * once, by whoever asks and however often.
 */

import { ConfigError, SubmissionUnknownError } from "../errors/local.js";
import type { SubmitOptions, Task, TaskRecord, TaskStore } from "../types/client.js";
import type { BuiltRequest, MediaFacts } from "../types/results.js";
import type { Settling } from "./settling.js";
import { pause, withSignal } from "./signal.js";
import type { Held, Spending } from "./spending.js";

const HOUR = 3_600_000;
/** A record outlives the task by the life of its result. */
const RECORD_MS = 25 * HOUR;
/** How often another's claim is looked at, and for how long it is believed to be at work. */
const LOOK_MS = 500;
const CLAIM_MS = 5 * 60_000;

/** One submission, as far as the store is concerned. */
export class Submission implements Settling {
  readonly key: string;
  readonly record: TaskRecord;
  readonly built: BuiltRequest;
  readonly options: SubmitOptions;
  readonly #store: TaskStore;
  /** Where the record stands: beside its key, once somebody else's stands there. */
  #place: string;
  /** What is put aside of the budget for it. */
  reservation: Held | undefined;
  readonly #spending: Spending;
  readonly #inputs: MediaFacts | undefined;

  constructor(
    built: BuiltRequest,
    options: SubmitOptions,
    { store, spending }: { store: TaskStore; spending: Spending },
    inputs?: MediaFacts,
  ) {
    this.built = built;
    this.options = options;
    this.#store = store;
    this.#spending = spending;
    this.#inputs = inputs;
    const now = Date.now();
    const { user, idempotencyKey = randomKey() } = options;
    if (typeof idempotencyKey !== "string" || !/^[A-Za-z0-9._-]{16,96}$/.test(idempotencyKey)) {
      throw new ConfigError("idempotencyKey must be 16 to 96 characters of A-Z a-z 0-9 . _ -", "one a paid intent");
    }
    const { fingerprint } = built;
    this.record = { state: "submitting", fingerprint, idempotencyKey, createdAt: now, expiresAt: now + RECORD_MS };
    if (user !== undefined) this.record.user = user;
    const key = user === undefined ? fingerprint : `${encodeURIComponent(user)}/${fingerprint}`;
    // A second take is kept too, so that it can be resumed, but never found by its fingerprint.
    this.key = options.dedupe === false ? this.#aside(key) : key;
    this.#place = this.key;
  }

  /**
   * Claims the fingerprint; answers the task id where there is a task already.
   * @throws SubmissionUnknownError where an earlier outcome is unknown
   */
  async claim(signal: AbortSignal): Promise<string | undefined> {
    const began = performance.now();
    for (;;) {
      const there = await this.#tryClaim(signal);
      if (!there) return undefined;
      const now = Date.now();
      if (there.expiresAt <= now) {
        // Looked at again, so that a claim somebody else has just made in its place is left alone.
        const still = await withSignal(this.#store.get(this.key), signal);
        if (still?.idempotencyKey === there.idempotencyKey) await withSignal(this.#store.delete(this.key), signal);
      } else if (there.state === "submitted" && there.taskId !== undefined) {
        // What it cost was put aside by whoever claimed it.
        delete this.record.reservation;
        Object.assign(this.record, there);
        this.reservation = this.#spending.found(there.reservation);
        return there.taskId;
      } else if (
        there.state === "submitting" &&
        now - there.createdAt < CLAIM_MS &&
        // Somebody's clock may be ahead of ours.
        performance.now() - began < CLAIM_MS
      ) {
        await pause(LOOK_MS, signal);
      } else {
        throw this.unknown(there);
      }
    }
  }

  #tryClaim(signal: AbortSignal): Promise<TaskRecord | undefined> {
    // Young, however long another's was waited for.
    const now = Date.now();
    Object.assign(this.record, { createdAt: now, expiresAt: now + RECORD_MS });
    const { idempotencyKey } = this.record;
    this.reservation = this.#spending.plan(this.built.body, idempotencyKey, now, this.options, this.#inputs);
    // In the record before it is in the counters: whoever finds it after a crash can close it.
    if (this.reservation?.reservation) this.record.reservation = this.reservation.reservation;
    const claiming = this.#store.claim(this.key, this.record);
    return withSignal(claiming, signal).catch((reason: unknown) => {
      // A claim that was given up and succeeds after all is nobody's, and would stand in everybody's way.
      if (signal.aborted) claiming.then((there) => (there ? undefined : this.#letGo())).catch(() => {});
      throw reason;
    });
  }

  /** Whether the claim still stands: in minutes of uploading, or of a pause, somebody may have taken it for lost. */
  async stands(): Promise<boolean> {
    const there = await this.#store.get(this.key);
    return there?.taskId === undefined && this.#isThis(there);
  }

  submitted(taskId: string): Promise<void> {
    return this.#write({ state: "submitted", taskId });
  }

  /** It may be billed: what was put aside stays so, and the record stands in the way of another POST. */
  outcomeUnknown(): Promise<void> {
    return this.#write({ state: "unknown" });
  }

  /** The record lives as long as the result, whoever sees it again. */
  async finished(expiresAt: Date): Promise<void> {
    await this.reservation?.settle();
    if (this.record.finishedAt !== undefined || !(await this.#isOurs())) return;
    await this.#write({ state: "submitted", expiresAt: expiresAt.getTime(), finishedAt: Date.now() });
  }

  /** Nothing was or will be billed: the request may be sent again. */
  async release(): Promise<void> {
    try {
      await this.reservation?.release();
    } catch (error) {
      // Of a task the record stays, for whoever can close it; where nothing was sent, it must not say that something was.
      if (this.record.taskId !== undefined) throw error;
      this.#spending.tell(error);
    }
    if (await this.#isOurs()) await this.#store.delete(this.#place);
  }

  async #letGo(): Promise<void> {
    if (this.#isThis(await this.#store.get(this.key))) await this.#store.delete(this.key);
  }

  /** Meanwhile another client may have seen this task fail, and submitted the request anew: that record is not ours. */
  async #isOurs(): Promise<boolean> {
    const there = await this.#store.get(this.#place);
    return !there || there.expiresAt <= Date.now() || this.#isThis(there);
  }

  /** Two clients may share a caller's key, but not the moment of a claim, nor a task. */
  #isThis(there: TaskRecord | undefined): boolean {
    const { idempotencyKey, taskId, createdAt } = this.record;
    const same = there?.taskId === undefined ? there?.createdAt === createdAt : there.taskId === taskId;
    return same && there?.idempotencyKey === idempotencyKey;
  }

  /** Where somebody else's record stands by now, ours is kept beside it: neither task is lost. */
  async #write(changes: Partial<TaskRecord>): Promise<void> {
    if (!(await this.#isOurs())) this.#place = this.#aside(this.key);
    Object.assign(this.record, changes);
    await this.#store.set(this.#place, { ...this.record });
  }

  #aside(key: string): string {
    return `${key}#${this.record.idempotencyKey}`;
  }

  /** The task as the record knows it. */
  known(taskId: string): Task {
    const { fingerprint } = this.record;
    return { id: taskId, status: "pending", progress: 0, results: [], fingerprint, deduplicated: true, raw: null };
  }

  /** What to do where the outcome is unknown. */
  advice(): string {
    // With a user the key is more than the fingerprint.
    const key = this.key === this.record.fingerprint ? "fingerprint" : JSON.stringify(this.key);
    return (
      "do not send it again blindly: look for the task in the dashboard, or in your callback, by time and prompt; " +
      `then store.delete(${key}) to send it again, store.set() with its id to resume it, or dedupe: false to pay for another`
    );
  }

  /** The error that says so. */
  unknown(there: TaskRecord): SubmissionUnknownError {
    const { fingerprint, idempotencyKey, taskId } = there;
    const message =
      "the same request was sent before, and its outcome is unknown: it may have been accepted and billed";
    return new SubmissionUnknownError(message, {
      code: "submission_unknown",
      hint: this.advice(),
      fingerprint,
      idempotencyKey,
      taskId,
    });
  }
}

function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `wan-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
