import type { TaskRecord, TaskStore } from "../types/client.js";

/** Remembers in memory; the default, one a client. Forgets what has expired when it is written to. */
export class MemoryStore implements TaskStore {
  readonly #records = new Map<string, TaskRecord>();

  async get(fingerprint: string): Promise<TaskRecord | undefined> {
    return this.#records.get(fingerprint);
  }

  async claim(fingerprint: string, record: TaskRecord): Promise<TaskRecord | undefined> {
    const there = this.#records.get(fingerprint);
    if (there && there.expiresAt > Date.now()) return there;
    this.#keep(fingerprint, record);
    return undefined;
  }

  async set(fingerprint: string, record: TaskRecord): Promise<void> {
    this.#keep(fingerprint, record);
  }

  async delete(fingerprint: string): Promise<void> {
    this.#records.delete(fingerprint);
  }

  async list(): Promise<[string, TaskRecord][]> {
    return Array.from(this.#records).filter(([, record]) => record.expiresAt > Date.now());
  }

  #keep(fingerprint: string, record: TaskRecord): void {
    this.#records.set(fingerprint, record);
    // The oldest come first; one expired record a write keeps pace with what is added.
    for (const [key, { expiresAt }] of this.#records) {
      if (expiresAt > Date.now()) break;
      this.#records.delete(key);
    }
  }
}
