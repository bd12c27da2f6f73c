/** The coordinator's rows: texts by key, in one table. Reading makes none. */
import type { ObjectStorage } from "./cloudflare.js";

/** What the coordinator stores. */
export class Rows {
  readonly #storage: ObjectStorage;
  #exists: boolean | undefined;

  constructor(storage: ObjectStorage) {
    this.#storage = storage;
  }

  /** The machine's own. */
  places(): { key: string; value: string }[] {
    return this.#read("key = 'gate' OR key GLOB 'job/*' OR key GLOB 'review/*'");
  }

  /** Keys of jobs that wait, run or are unresolved, so many at most, after one of them. */
  jobKeys(after: string, limit: number): string[] {
    const jobs = "(key GLOB 'job/*' OR key GLOB 'review/*')";
    return this.#read(`key > ? AND ${jobs} ORDER BY key LIMIT ?`, after, limit).map(({ key }) => key);
  }

  /** Names of users, so many at most, after one of them. */
  users(after: string, limit: number): string[] {
    const rows = this.#read("key > ? AND key GLOB 'user/*' ORDER BY key LIMIT ?", `user/${after}`, limit);
    return rows.map(({ key }) => key.slice("user/".length));
  }

  /** Jobs that have a place at the API, by name. */
  running(): string[] {
    const rows = this.#read("key GLOB 'job/*' AND json_extract(value, '$.leasedAt') IS NOT NULL");
    return rows.map(({ key }) => key.slice("job/".length));
  }

  get(key: string): string | undefined {
    return this.#read("key = ?", key)[0]?.value;
  }

  /** In one transaction; null deletes. */
  write(rows: readonly { key: string; value: string | null }[]): void {
    if (rows.length === 0) return;
    const { sql } = this.#storage;
    this.#storage.transactionSync(() => {
      if (!this.exists) sql.exec("CREATE TABLE rows (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
      this.#exists = true;
      for (const { key, value } of rows) {
        if (value === null) sql.exec("DELETE FROM rows WHERE key = ?", key);
        else sql.exec("INSERT OR REPLACE INTO rows VALUES (?, ?)", key, value);
      }
    });
  }

  get exists(): boolean {
    const { sql } = this.#storage;
    this.#exists ??= Array.from(sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'rows'")).length > 0;
    return this.#exists;
  }

  #read(condition: string, ...bindings: unknown[]): { key: string; value: string }[] {
    if (!this.exists) return [];
    const rows = this.#storage.sql.exec(`SELECT key, value FROM rows WHERE ${condition}`, ...bindings);
    return Array.from(rows) as { key: string; value: string }[];
  }
}
