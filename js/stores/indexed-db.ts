import type { TaskRecord, TaskStore } from "../types/client.js";
import { Database, type Table } from "./database.js";
import { asRecord, isLive, isRecord } from "./record.js";
import { hold, isHeld } from "./web-locks.js";

/**
 * Remembers in IndexedDB: shared by all tabs and workers of an origin, claims in one transaction. Where there are Web
 * Locks, the claim of a tab that is gone is not waited for.
 */
export class IndexedDbStore implements TaskStore {
  readonly #database: Database;

  /** @param fill puts into a new database what it begins with, once; for stores that are made of this one */
  constructor(name = "wanreel", fill?: (table: Table) => void) {
    this.#database = new Database(name, fill);
  }

  async get(fingerprint: string): Promise<TaskRecord | undefined> {
    const there = await this.#database.run<unknown>("readonly", (table, done) => {
      const read = table.get(fingerprint);
      read.onsuccess = () => done(read.result);
    });
    return there === undefined ? undefined : asRecord(there, fingerprint);
  }

  async claim(fingerprint: string, record: TaskRecord): Promise<TaskRecord | undefined> {
    const there = await this.#database.run<unknown>("readwrite", (table, done) => {
      const read = table.get(fingerprint);
      read.onsuccess = () => {
        const { result } = read;
        // What cannot be read stands in the way: nobody knows that it has expired.
        if (result === undefined || (isRecord(result) && !isLive(result))) table.put(record, fingerprint);
        else done(result);
      };
    });
    return there === undefined ? undefined : asRecord(there, fingerprint);
  }

  set(fingerprint: string, record: TaskRecord): Promise<void> {
    return this.#database.run("readwrite", (table) => table.put(record, fingerprint));
  }

  delete(fingerprint: string): Promise<void> {
    return this.#database.run("readwrite", (table) => table.delete(fingerprint));
  }

  /** All records that have not expired. */
  list(): Promise<[string, TaskRecord][]> {
    return this.#database.run("readonly", (table, done) => {
      const keys = table.getAllKeys();
      const records = table.getAll();
      records.onsuccess = () => {
        const all = keys.result.map((key, index): [string, unknown] => [key, records.result[index]]);
        done(all.filter((each): each is [string, TaskRecord] => isLive(each[1])));
      };
    });
  }

  hold(holder: string): Promise<() => void> {
    return hold(holder);
  }

  isHeld(holder: string): Promise<boolean | undefined> {
    return isHeld(holder);
  }
}
