/**
 * A submission and its record: claimed before the POST, written by its outcome, so that the same request is paid for
 * once, by whoever asks and however often.
 */

import { type ClaimOptions, claim } from "../claim/claim.js";
import { isIdempotencyKey, KEY_RULE } from "../claim/idempotency-key.js";
import { RECORD_MS, RECORD_VERSION, RecordHandle, secondaryKey } from "../claim/record-handle.js";
import { ConfigError, SubmissionUnknownError } from "../errors/local.js";
import { randomHex } from "../internal/hex.js";
import { core } from "../internal/wasm.js";
import type { Remembered, SubmitOptions, Task, TaskRecord, TaskStore } from "../types/client.js";
import type { BuiltRequest, MediaFacts } from "../types/results.js";
import type { Budget } from "./budget.js";
import type { Held } from "./spending.js";

/** One submission, as far as the store is concerned. */
export class Submission extends RecordHandle {
  readonly built: BuiltRequest;
  readonly options: SubmitOptions;
  /** What is put aside of the budget for it. */
  declare reservation: Held | undefined;
  readonly #budget: Budget;
  /** What is known of its media. */
  inputs: MediaFacts | undefined;

  constructor(
    built: BuiltRequest,
    options: SubmitOptions,
    { store, budget }: { store: TaskStore; budget: Budget },
    inputs: MediaFacts | undefined,
    remembered: Remembered | undefined,
  ) {
    const { user, idempotencyKey = `wan-${randomHex(16)}` } = options;
    if (options.idempotencyKey !== undefined && !isIdempotencyKey(idempotencyKey)) {
      throw new ConfigError(`idempotencyKey must be ${KEY_RULE}`, "one a paid intent");
    }
    const { fingerprint } = built;
    const now = Date.now();
    const record: TaskRecord = {
      version: RECORD_VERSION,
      state: "submitting",
      fingerprint,
      idempotencyKey,
      createdAt: now,
      expiresAt: now + RECORD_MS,
    };
    if (user !== undefined) record.user = user;
    if (remembered) record.remembered = remembered;
    // The request is only parsed where it has one.
    const callback = built.body.includes('"callback_url"') && built.request.callback_url;
    if (typeof callback === "string") record.callback = core().text_digest(callback);
    const key = keyOf(record);
    // A second take is kept too, so that it can be resumed, but never found by its fingerprint.
    super(store, options.dedupe === false ? secondaryKey(key, idempotencyKey) : key, record, {
      lifetimeMs: RECORD_MS,
      ownKeyGiven: options.idempotencyKey !== undefined,
    });
    this.built = built;
    this.options = options;
    this.#budget = budget;
    this.inputs = inputs;
  }

  protected override stamped(): void {
    const { idempotencyKey, createdAt } = this.record;
    this.reservation = this.#budget.plan(this.built.body, idempotencyKey, createdAt, this.options, this.inputs);
    // In the record before it is in the counters: whoever finds it after a crash can close it.
    if (this.reservation?.reservation) this.record.reservation = this.reservation.reservation;
  }

  /** More is known of its media: what is put aside already is settled at its price, by whoever comes to do that. */
  async learn(inputs: MediaFacts): Promise<void> {
    this.inputs = { ...inputs, ...this.inputs };
    const price = this.reservation?.cost.ceiling ? this.#budget.price(this.built.body, this.inputs) : undefined;
    if (!price?.exact) return;
    await this.reservation?.learn(price.microUsd);
    await this.learnCost(price.microUsd);
  }

  protected override notGivenBack(error: unknown): void {
    this.#budget.tell(error);
  }

  /**
   * Claims the fingerprint; answers the record of the task where there is one already.
   * @throws SubmissionUnknownError where an earlier outcome is unknown
   */
  async claim(options: ClaimOptions): Promise<TaskRecord | undefined> {
    const { is, there } = await claim(this, options);
    if (is === "owned" || !there) return undefined;
    if (is !== "task") throw this.unknown(there);
    // It is that submission's record from now on.
    this.record = { ...there };
    // What it cost was put aside by whoever claimed it.
    this.reservation = this.#budget.found(there.reservation);
    return there;
  }

  /** The task as the record knows it. */
  known(taskId: string): Task {
    const { fingerprint } = this.record;
    return { id: taskId, status: "pending", progress: 0, results: [], fingerprint, deduplicated: true, raw: null };
  }

  /** What to do where the outcome is unknown. */
  recoveryHint(): string {
    const key = JSON.stringify(this.storeKey);
    return (
      "do not send it again blindly: look for the task in the dashboard, or in your callback, by time and prompt; then " +
      `client.reconcile(${key}, { taskId }) to resume it, or client.reconcile(${key}, "not_accepted") to submit it again ` +
      "with the same idempotency key; dedupe: false pays for another"
    );
  }

  /** The error that says so. */
  unknown({ fingerprint, idempotencyKey, taskId }: TaskRecord): SubmissionUnknownError {
    const message =
      "the same request was sent before, and its outcome is unknown: it may have been accepted and billed";
    return new SubmissionUnknownError(message, {
      code: "submission_unknown",
      hint: this.recoveryHint(),
      key: this.storeKey,
      fingerprint,
      idempotencyKey,
      taskId,
    });
  }
}

/** Where a request's record is looked for: by its fingerprint, each user's by itself. */
export function keyOf({ user, fingerprint }: Pick<TaskRecord, "user" | "fingerprint">): string {
  if (user === undefined) return fingerprint;
  try {
    return `${encodeURIComponent(user)}/${fingerprint}`;
  } catch {
    throw new ConfigError("user holds half a surrogate pair", "cut names at whole characters: [...name].slice(0, n)");
  }
}
