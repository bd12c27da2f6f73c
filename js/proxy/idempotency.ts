/**
 * One paid intent: a user's Idempotency-Key. The same key again, be it a double click, a browser that sends again by itself or
 * a page's client that makes sure, gets the task of the first, not a second one.
 */

import { type Claimed, claim } from "../claim/claim.js";
import { RECORD_VERSION, RecordHandle } from "../claim/record-handle.js";
import { DAY_MS } from "../internal/time.js";
import type { Reservation } from "../limits/reservation.js";
import type { TaskRecord } from "../types/client.js";
import { Refused, unavailable } from "./answer.js";
import type { Settings } from "./settings.js";

/** What is known of an intent. */
export type KnownSubmit =
  /** `resend`: it was sent before, and its outcome may be looked for by sending it again. */
  | { is: "new"; resend: boolean }
  /** The payload of its task token. */
  | { is: "task"; written: string; createdAt: number }
  | { is: "unknown" };

export class IdempotencyRecord {
  readonly #handle: RecordHandle;
  readonly #settings: Settings;

  /** @param key the one sent upstream, made of the user and the user's own key: nobody can name another's */
  constructor(
    settings: Settings,
    storePrefix: string,
    key: string,
    fingerprint: string,
    now: number,
    reservation: Reservation | undefined,
  ) {
    this.#settings = settings;
    const record: TaskRecord = {
      version: RECORD_VERSION,
      state: "submitting",
      fingerprint,
      idempotencyKey: key,
      createdAt: now,
      expiresAt: now + DAY_MS,
    };
    // In the record before it is in the counters: whoever finds it after a crash can close it.
    if (reservation) record.reservation = reservation;
    this.#handle = new RecordHandle(settings.store, `${storePrefix}/${key}`, record, { lifetimeMs: DAY_MS });
  }

  get record(): TaskRecord {
    return this.#handle.record;
  }

  /** Claims it, or answers what came of whoever did: under way elsewhere, it is waited for as long as a submit takes. */
  async claim(): Promise<KnownSubmit> {
    const { wire, options } = this.#settings;
    const { is, there } = await this.#ask(() =>
      claim(this.#handle, {
        claimMs: wire.claimMs,
        patienceMs: wire.submitMs,
        checksRequest: true,
        mayResend: options.onUnknownOutcome === "resend",
      }),
    );
    if (is === "owned" || is === "resend") return { is: "new", resend: is === "resend" };
    if (is === "other_request") {
      const message = "this Idempotency-Key was used with another request";
      throw new Refused(422, { code: "idempotency_key_reused", message, param: "idempotency-key" });
    }
    if (is !== "task" || there?.taskId === undefined) return { is: "unknown" };
    return { is: "task", written: there.taskId, createdAt: there.createdAt };
  }

  /** Whether the claim can still be relied on for a POST. */
  async mayPost(): Promise<boolean> {
    try {
      return await this.#handle.mayPost();
    } catch (error) {
      this.#settings.tell({ type: "failed", where: "store", error });
      return false;
    }
  }

  accepted(written: string): Promise<void> {
    return this.#keep(() => this.#handle.submitted(written));
  }

  /** Its price became known: what is put aside for it is settled at that, by whoever comes to do it. */
  learn(microUsd: number | undefined): Promise<void> {
    return this.#keep(async () => {
      if (microUsd !== undefined) await this.#handle.learnCost(microUsd);
    });
  }

  unknown(): Promise<void> {
    return this.#keep(() => this.#handle.outcomeUnknown());
  }

  /** Nothing was sent, or it was refused: the key is free again. */
  release(): Promise<void> {
    return this.#keep(() => this.#handle.release());
  }

  /** Nobody is at work on it any more. */
  letGo(): void {
    this.#handle.letGo();
  }

  /** Before anything is sent, a store that fails stops it. */
  async #ask(work: () => Promise<Claimed>): Promise<Claimed> {
    try {
      return await work();
    } catch (error) {
      this.#settings.tell({ type: "failed", where: "store", error });
      throw unavailable("the record of submissions could not be read; nothing was sent");
    }
  }

  /** After it, the answer counts for more than the record. */
  async #keep(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#settings.tell({ type: "failed", where: "store", error });
    }
  }
}
