/** One table of IndexedDB: opened when it is first used, and again where the browser or another tab has closed it. */
import { storageError } from "./storage-error.js";

// The parts of IndexedDB that are used, since the types of this package compile without lib.dom.
interface Request<T> {
  result: T;
  error: unknown;
  onsuccess: (() => void) | null;
  onerror: (() => void) | null;
}
export interface Table {
  get(key: string): Request<unknown>;
  put(value: unknown, key: string): Request<unknown>;
  delete(key: string): Request<undefined>;
  getAllKeys(): Request<string[]>;
  getAll(): Request<unknown[]>;
}
interface Transaction {
  objectStore(name: string): Table;
  abort(): void;
  oncomplete: (() => void) | null;
  onabort: (() => void) | null;
  error: unknown;
}
type Mode = "readonly" | "readwrite";
interface Connection {
  createObjectStore(name: string): Table;
  transaction(name: string, mode: Mode, options?: { durability: "strict" }): Transaction;
  close(): void;
  onversionchange: (() => void) | null;
  onclose: (() => void) | null;
}
interface Factory {
  open(name: string, version: number): Request<Connection> & { onupgradeneeded: (() => void) | null };
}

const TABLE = "tasks";
/** How long an open and a transaction may take: another tab's upgrade or deletion can hold up both for ever. */
const MOST_MS = 10_000;

export class Database {
  readonly #name: string;
  readonly #fill: ((table: Table) => void) | undefined;
  #connection: Promise<Connection> | undefined;

  /** @param fill puts into the table what it begins with: once, by whichever tab makes it */
  constructor(name: string, fill?: (table: Table) => void) {
    this.#name = name;
    this.#fill = fill;
  }

  /**
   * Resolves when the transaction is complete: what was written then survives the browser.
   * @throws WanError with code "store_failed"
   */
  async run<T>(mode: Mode, work: (table: Table, done: (value: T) => void) => unknown): Promise<T> {
    try {
      const transaction = begin(await this.#open(), mode) ?? begin(await this.#openAnew(), mode, true);
      return await perform(transaction as Transaction, work);
    } catch (error) {
      throw storageError("IndexedDB", error);
    }
  }

  #openAnew(): Promise<Connection> {
    this.#connection = undefined;
    return this.#open();
  }

  #open(): Promise<Connection> {
    if (this.#connection) return this.#connection;
    const opening = this.#connect(() => forget());
    const forget = () => {
      if (this.#connection === opening) this.#connection = undefined;
    };
    this.#connection = opening;
    opening.catch(forget);
    return opening;
  }

  #connect(onClosed: () => void): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const { indexedDB } = globalThis as { indexedDB?: Factory };
      if (!indexedDB) throw new Error("there is no IndexedDB here");
      const opening = indexedDB.open(this.#name, 1);
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        reject(timedOut(`the database "${this.#name}" did not open`));
      }, MOST_MS);
      opening.onupgradeneeded = () => {
        const table = opening.result.createObjectStore(TABLE);
        this.#fill?.(table);
      };
      opening.onerror = () => {
        clearTimeout(timer);
        reject(opening.error);
      };
      opening.onsuccess = () => {
        clearTimeout(timer);
        const connection = opening.result;
        // Nobody waits for it any more, and open it would be in the way of others.
        if (late) return connection.close();
        // Another tab wants to change or delete the database, and waits until everybody has closed it.
        connection.onversionchange = () => {
          connection.close();
          onClosed();
        };
        connection.onclose = onClosed;
        resolve(connection);
      };
    });
  }
}

/** A transaction; undefined where the connection was closed meanwhile, as browsers do in the background. */
function begin(connection: Connection, mode: Mode, mustWork = false): Transaction | undefined {
  try {
    // What is claimed and lost with the power is paid for twice: it is on the disk before the POST.
    return connection.transaction(TABLE, mode, { durability: "strict" });
  } catch (error) {
    if (mustWork) throw error;
    return undefined;
  }
}

function perform<T>(transaction: Transaction, work: (table: Table, done: (value: T) => void) => unknown): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let answer: T | undefined;
    let failure: unknown;
    const timer = setTimeout(() => {
      failure = timedOut("a transaction did not end");
      try {
        transaction.abort();
      } catch {
        // It is complete, and its event on the way: this page slept meanwhile.
      }
    }, MOST_MS);
    transaction.oncomplete = () => {
      clearTimeout(timer);
      resolve(answer as T);
    };
    // Of a request that fails the transaction tells, once it is undone.
    transaction.onabort = () => {
      clearTimeout(timer);
      reject(failure ?? transaction.error ?? new Error("the browser undid the transaction"));
    };
    work(transaction.objectStore(TABLE), (value) => {
      answer = value;
    });
  });
}

function timedOut(what: string): Error {
  return Object.assign(new Error(`${what} within ${MOST_MS / 1000} s: another tab holds it`), { name: "TimeoutError" });
}
