/** What the end of a task means for its record, and the record of a task that was found in the store. */
import type { TaskRecord, TaskStore } from "../types/client.js";
import type { Held } from "./spending.js";

/** What the end of a task settles. */
export interface Settling {
  readonly record: TaskRecord;
  /** It completed; its result lives until then. */
  finished(expiresAt: Date): Promise<void>;
  /** It ended unbilled. */
  release(): Promise<void>;
}

/** What settles the record of a task that was found in the store. */
export class Resumed implements Settling {
  readonly record: TaskRecord;
  readonly #key: string;
  readonly #store: TaskStore;
  readonly #held: Held | undefined;

  /** @param held what was put aside for it, where that is counted in common */
  constructor(key: string, record: TaskRecord, store: TaskStore, held: Held | undefined) {
    this.#held = held;
    this.#key = key;
    this.record = record;
    this.#store = store;
  }

  async finished(expiresAt: Date): Promise<void> {
    await this.#held?.settle();
    if (this.record.finishedAt !== undefined) return;
    await this.#store.set(this.#key, { ...this.record, expiresAt: expiresAt.getTime(), finishedAt: Date.now() });
  }

  async release(): Promise<void> {
    await this.#held?.release();
    const there = await this.#store.get(this.#key);
    if (there?.taskId === this.record.taskId) await this.#store.delete(this.#key);
  }
}
