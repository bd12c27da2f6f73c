/** One record in a store, and how it is kept up to date. What is decided, src/protocol/claim.rs decides. */

import { RESULT_MS } from "../generated/lifetimes.js";
import { randomHex } from "../internal/hex.js";
import { HOUR_MS } from "../internal/time.js";
import { core } from "../internal/wasm.js";
import type { Remembered, TaskRecord, TaskStore } from "../types/client.js";
import { releaseTask } from "./claim.js";
import type { Claimant } from "./claimant.js";
import { facts, identity, OUTCOMES, WRITTEN } from "./facts.js";
import { bestEffort, storeCall } from "./store-calls.js";

/** The form of what is stored. A reader leaves fields that it does not know as they are. */
export const RECORD_VERSION = 1;
/** How long a record stands, from when it was made, reconciled or told of by a callback: past the life of the result. */
export const RECORD_MS = RESULT_MS + HOUR_MS;
/** Freeing a request takes two steps of a store. */
const RELEASE_MS = HOUR_MS;

/** What is put aside of a budget for one submit. */
export interface Held {
  /** What it costs, or can cost at the most. */
  readonly cost: { microUsd: number; ceiling: boolean };
  /** The task was paid for. */
  settle(): void | Promise<void>;
  /** Nothing was paid. */
  release(): void | Promise<void>;
}

/** A POST that leaves so long after its claim asks whether that still stands, in milliseconds. */
const LATE_MS = 30_000;

export class RecordHandle implements Claimant {
  readonly store: TaskStore;
  /** Where the request's record is looked for. */
  readonly key: string;
  record: TaskRecord;
  /** Where this record stands: beside its key, once another's stands there. */
  storeKey: string;
  /** Whether the caller chose the idempotency key: then no earlier one takes its place. */
  readonly ownKeyGiven: boolean;
  reservation: Held | undefined;
  readonly #lifetimeMs: number;
  #letGo: (() => void) | undefined;
  /** Its task has ended. */
  #isOver = false;

  constructor(store: TaskStore, key: string, record: TaskRecord, { lifetimeMs = 0, ownKeyGiven = true } = {}) {
    this.store = store;
    this.key = key;
    this.storeKey = key;
    this.record = record;
    this.ownKeyGiven = ownKeyGiven;
    this.#lifetimeMs = lifetimeMs;
  }

  // ── What a claim is made of ──

  /** Shows others that somebody is at work on it, where the store can: without it they only wait longer. */
  hold(): Promise<void> | undefined {
    return this.store.hold && !this.#letGo ? this.#hold() : undefined;
  }

  async #hold(): Promise<void> {
    const holder = randomHex(16);
    this.#letGo = await bestEffort(() => this.store.hold?.(holder));
    if (this.#letGo) this.record.holder = holder;
  }

  /** Nobody is at work on it any more. */
  letGo(): void {
    this.#letGo?.();
    this.#letGo = undefined;
  }

  /** Claims a key with this record, stamped now, however long another's was waited for. */
  tryClaim(key: string): Promise<TaskRecord | undefined> {
    const now = Date.now();
    Object.assign(this.record, { createdAt: now, expiresAt: now + this.#lifetimeMs });
    this.stamped();
    return this.store.claim(key, { ...this.record });
  }

  /** The record was given the moment of a claim; what belongs to that moment can be written into it here. */
  protected stamped(): void {}

  /** What was put aside could not be given back; nothing was sent. */
  protected notGivenBack(_error: unknown): void {}

  /** Claims the place of the record that is there; without one, the right to free this one's. */
  claimSuccessor(key: string, there: TaskRecord | undefined): Promise<TaskRecord | undefined> {
    if (!there) {
      const now = Date.now();
      const mark = { ...this.record, state: "submitting", createdAt: now, expiresAt: now + RELEASE_MS } as const;
      return this.store.claim(key, mark);
    }
    // With the idempotency key of what was not accepted: should it have been after all, a proxy knows it again.
    if (!this.ownKeyGiven && there.notAcceptedAt !== undefined) this.record.idempotencyKey = there.idempotencyKey;
    return this.tryClaim(key);
  }

  /** Claims the right to send again: of the first one's moment, and counted as that one was. */
  claimResend(there: TaskRecord | undefined): Promise<TaskRecord | undefined> {
    delete this.record.reservation;
    if (there?.reservation) this.record.reservation = there.reservation;
    const again = { ...this.record, state: "unknown" } as const;
    if (there) this.record.createdAt = there.createdAt;
    return this.store.claim(againKey(this.key), again);
  }

  /** A claim that nobody wants any more. */
  async abandon(): Promise<void> {
    if (await this.isClaimHeld()) await this.store.delete(this.storeKey);
  }

  // ── What becomes of it ──

  /** Whether the claim still stands: in minutes of uploading, or of a pause, somebody may have deleted it. */
  async isClaimHeld(): Promise<boolean> {
    const there = await storeCall(() => this.store.get(this.storeKey));
    return there !== undefined && there.taskId === undefined && isSame(this.record, there);
  }

  /**
   * Whether the claim can still be relied on for a POST: after a claim that is young it can. One who was frozen since (a
   * suspended laptop, a process that was stopped) may have been taken for lost, and the request sent by another.
   */
  mayPost(): boolean | Promise<boolean> {
    const age = Date.now() - this.record.createdAt;
    if (age >= 0 && age < LATE_MS) return true;
    return this.isClaimHeld().then(
      async (held) => held && (await storeCall(() => this.store.get(againKey(this.key)))) === undefined,
    );
  }

  submitted(taskId: string): Promise<void> {
    return this.#write("submitted", { state: "submitted", taskId });
  }

  /** What it costs became known after it was put aside: written with the task, or at once where that stands there. */
  async learnCost(costMicroUsd: number): Promise<void> {
    const { reservation, taskId } = this.record;
    if (!reservation) return;
    reservation.costMicroUsd = costMicroUsd;
    if (taskId === undefined || this.#isOver) return;
    const there = await this.store.get(this.storeKey);
    // A record that was freed must not come back.
    if (this.#isOver || there?.taskId !== taskId || there.finishedAt !== undefined || !there.reservation) return;
    await this.store.set(this.storeKey, { ...there, reservation: { ...there.reservation, costMicroUsd } });
  }

  /** It may be billed: the record stands in the way of another POST. */
  async outcomeUnknown(): Promise<void> {
    await this.#write("unknown", { state: "unknown" });
  }

  /** Its task completed: the record lives as long as the result, whoever sees it again. */
  async finished(expiresAt: Date, results: readonly string[]): Promise<void> {
    this.#isOver = true;
    await this.reservation?.settle();
    if (this.record.finishedAt !== undefined) return;
    const { remembered } = this.record;
    const shown: { remembered?: Remembered } = remembered
      ? { remembered: { ...remembered, results: [...results] } }
      : {};
    await this.#write("finished", {
      state: "submitted",
      expiresAt: expiresAt.getTime(),
      finishedAt: Date.now(),
      ...shown,
    });
  }

  /** Nothing was or will be billed: the request may be sent again. */
  async release(): Promise<void> {
    this.#isOver = this.record.taskId !== undefined;
    try {
      await this.reservation?.release();
    } catch (error) {
      // Of a task the record stays, for whoever can close it; where nothing was sent, it must not say that something was.
      if (this.record.taskId !== undefined) throw error;
      this.notGivenBack(error);
    }
    await (this.record.taskId === undefined ? this.#write("released", {}) : releaseTask(this));
  }

  async #write(outcome: (typeof OUTCOMES)[number], changes: Partial<TaskRecord>): Promise<void> {
    // Whoever takes over a submit writes beside the call it took over: what that one has learned counts for more.
    const isLate = () => outcome === "unknown" && this.record.taskId !== undefined;
    if (isLate()) return;
    const [texts, createdAt] = identity(this.record);
    // Known here, whatever the store says.
    Object.assign(this.record, changes);
    const there = await this.store.get(this.storeKey);
    if (isLate()) return;
    const code = OUTCOMES.indexOf(outcome);
    const written = WRITTEN[core().write_record(code, Date.now(), texts, createdAt, ...facts(there))];
    if (written === "nothing") return;
    if (written === "delete") return this.store.delete(this.storeKey);
    if (written === "set_beside") this.storeKey = secondaryKey(this.key, this.record.idempotencyKey);
    // What others have written into it, perhaps in a later version, stays.
    const kept = written === "set" && there && there.expiresAt > Date.now() ? there : {};
    const { reservation } = this.record;
    // What was learned of its cost is not there yet.
    const learned = reservation?.costMicroUsd === undefined ? {} : { reservation };
    Object.assign(this.record, kept, learned, changes);
    await this.store.set(this.storeKey, { ...this.record });
  }
}

function isSame(own: TaskRecord, there: TaskRecord): boolean {
  return core().is_same_record(...identity(own), ...identity(there));
}

/** Where whoever sends a request of unknown outcome again, once, claims the right to. */
function againKey(key: string): string {
  return `${key}/again`;
}

/** Where a record is kept that is not to be found by its request. */
export function secondaryKey(key: string, idempotencyKey: string): string {
  return `${key}#${idempotencyKey}`;
}

/** Where a record stands only until its predecessor is replaced: nothing was posted under it. */
export function isSuccessorKey(key: string): boolean {
  return key.includes(">");
}
