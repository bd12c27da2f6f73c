import type { TaskRecord, TaskStore } from "../types/client.js";
import { asRecord, isLive, isRecord } from "./record.js";

// The parts of IndexedDB that are used, since the types of this package compile without lib.dom.
interface Request<T> {
  result: T;
  error: unknown;
  onsuccess: (() => void) | null;
  onerror: (() => void) | null;
}
interface Table {
  get(key: string): Request<unknown>;
  put(value: TaskRecord, key: string): Request<unknown>;
  delete(key: string): Request<undefined>;
  getAllKeys(): Request<string[]>;
  getAll(): Request<unknown[]>;
}
interface Transaction {
  objectStore(name: string): Table;
  oncomplete: (() => void) | null;
  onabort: (() => void) | null;
  onerror: (() => void) | null;
  error: unknown;
}
interface Database {
  createObjectStore(name: string): Table;
  transaction(name: string, mode: "readonly" | "readwrite"): Transaction;
}
interface Factory {
  open(name: string, version: number): Request<Database> & { onupgradeneeded: (() => void) | null };
}

const TABLE = "tasks";

/** Remembers in IndexedDB: shared by all tabs and workers of an origin, claims in one transaction. */
export class IndexedDbStore implements TaskStore {
  readonly #name: string;
  #database: Promise<Database> | undefined;

  constructor(name = "wanreel") {
    this.#name = name;
  }

  async get(fingerprint: string): Promise<TaskRecord | undefined> {
    const there = await this.#run<unknown>("readonly", (table, done) => {
      const read = table.get(fingerprint);
      read.onsuccess = () => done(read.result);
    });
    return there === undefined ? undefined : asRecord(there, fingerprint);
  }

  async claim(fingerprint: string, record: TaskRecord): Promise<TaskRecord | undefined> {
    const there = await this.#run<unknown>("readwrite", (table, done) => {
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
    return this.#run("readwrite", (table) => table.put(record, fingerprint));
  }

  delete(fingerprint: string): Promise<void> {
    return this.#run("readwrite", (table) => table.delete(fingerprint));
  }

  /** All records that have not expired. */
  list(): Promise<[string, TaskRecord][]> {
    return this.#run("readonly", (table, done) => {
      const keys = table.getAllKeys();
      const records = table.getAll();
      records.onsuccess = () => {
        const all = keys.result.map((key, index): [string, unknown] => [key, records.result[index]]);
        done(all.filter((each): each is [string, TaskRecord] => isLive(each[1])));
      };
    });
  }

  /** Resolves when the transaction is complete: what was claimed is claimed. */
  async #run<T>(mode: "readonly" | "readwrite", work: (table: Table, done: (value: T) => void) => unknown): Promise<T> {
    this.#database ??= this.#open();
    const database = await this.#database;
    let transaction: Transaction;
    try {
      transaction = database.transaction(TABLE, mode);
    } catch {
      // The browser has closed the connection, as it may in the background.
      this.#database = this.#open();
      transaction = (await this.#database).transaction(TABLE, mode);
    }
    return new Promise<T>((resolve, reject) => {
      let answer: T | undefined;
      transaction.oncomplete = () => resolve(answer as T);
      transaction.onabort = () => reject(transaction.error);
      transaction.onerror = () => reject(transaction.error);
      work(transaction.objectStore(TABLE), (value) => {
        answer = value;
      });
    });
  }

  #open(): Promise<Database> {
    const { indexedDB } = globalThis as unknown as { indexedDB: Factory };
    return new Promise((resolve, reject) => {
      const opening = indexedDB.open(this.#name, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore(TABLE);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => {
        this.#database = undefined;
        reject(opening.error);
      };
    });
  }
}
