/**
 * One paid intent: a user's Idempotency-Key. The same key again, be it a double click, a browser that sends again by itself or
 * a page's client that makes sure, gets the task of the first, not a second one.
 */
import { pause } from "../client/signal.js";
import type { Reservation } from "../limits/reservation.js";
import type { TaskRecord } from "../types/client.js";
import { Refused, unavailable } from "./answer.js";
import { DAY } from "./counters.js";
import type { Settings } from "./settings.js";

/** How often another's claim is looked at. */
const LOOK_MS = 300;
/** Longer than any submit takes: whoever claimed it is gone. */
const CLAIM_MS = 5 * 60_000;

/** What is known of an intent. */
export type Known =
  | { is: "new" }
  /** The payload of its task token. */
  | { is: "task"; written: string; createdAt: number }
  /** `over`: nobody is at work on it any more. */
  | { is: "unknown"; over: boolean; createdAt: number; reservation: Reservation | undefined };

export class Intent {
  readonly record: TaskRecord;
  readonly #key: string;
  readonly #settings: Settings;

  /** @param key the one sent upstream, made of the user and the user's own key: nobody can name another's */
  constructor(
    settings: Settings,
    shelf: string,
    key: string,
    fingerprint: string,
    now: number,
    reservation: Reservation | undefined,
  ) {
    this.#settings = settings;
    this.#key = `${shelf}/${key}`;
    this.record = { state: "submitting", fingerprint, idempotencyKey: key, createdAt: now, expiresAt: now + DAY };
    // In the record before it is in the counters: whoever finds it after a crash can close it.
    if (reservation) this.record.reservation = reservation;
  }

  /** Claims it, or answers what came of whoever did. */
  async claim(): Promise<Known> {
    const { store, wire } = this.#settings;
    const until = Date.now() + wire.submitMs;
    for (;;) {
      const there = await this.#ask(() => store.claim(this.#key, this.record));
      if (!there) return { is: "new" };
      const now = Date.now();
      if (there.expiresAt <= now) {
        // Looked at again, so that a claim somebody else has just made in its place is left alone.
        const still = await this.#ask(() => store.get(this.#key));
        if (still?.createdAt === there.createdAt) await this.#ask(() => store.delete(this.#key));
        continue;
      }
      if (there.fingerprint !== this.record.fingerprint) {
        const message = "this Idempotency-Key was used with another request";
        throw new Refused(422, { code: "idempotency_key_reused", message, param: "idempotency-key" });
      }
      if (there.state === "submitted" && there.taskId !== undefined) {
        return { is: "task", written: there.taskId, createdAt: there.createdAt };
      }
      // Under way elsewhere: "not sent" would be a lie, so it is waited for as long as a submit takes.
      const underWay = there.state === "submitting" && now - there.createdAt < CLAIM_MS;
      if (!underWay || now >= until) {
        const { createdAt, reservation } = there;
        return { is: "unknown", over: !underWay, createdAt, reservation };
      }
      await pause(LOOK_MS, undefined);
    }
  }

  /**
   * Whether its outcome may be looked for by sending it again: once, and never from two places.
   * @param createdAt when the first was sent
   * @param reservation the first one's: it is counted already
   */
  async claimResend(createdAt: number, reservation: Reservation | undefined): Promise<boolean> {
    const { store } = this.#settings;
    delete this.record.reservation;
    if (reservation) this.record.reservation = reservation;
    const again = { ...this.record, state: "unknown" } as const;
    this.record.createdAt = createdAt;
    return (await this.#ask(() => store.claim(`${this.#key}/again`, again))) === undefined;
  }

  accepted(written: string): Promise<void> {
    this.record.taskId = written;
    return this.#set("submitted");
  }

  unknown(): Promise<void> {
    return this.#set("unknown");
  }

  /** Nothing was sent, or it was refused: the key is free again. */
  release(): Promise<void> {
    return this.#keep(() => this.#settings.store.delete(this.#key));
  }

  #set(state: TaskRecord["state"]): Promise<void> {
    this.record.state = state;
    return this.#keep(() => this.#settings.store.set(this.#key, { ...this.record }));
  }

  /** Before anything is sent, a store that fails stops it. */
  async #ask<T>(work: () => Promise<T>): Promise<T> {
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
