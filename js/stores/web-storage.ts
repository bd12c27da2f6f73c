import type { TaskRecord, TaskStore } from "../types/client.js";
import { IndexedDbStore } from "./indexed-db.js";
import { asRecord, isLive, isRecord, parse } from "./record.js";
import { storageError } from "./storage-error.js";

/** What localStorage and sessionStorage are. */
export interface StorageArea {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const NOT_ATOMIC =
  "this WebStorageStore keeps its records where every tab has a copy of its own, so two tabs that submit the same request " +
  "at once both pay: use IndexedDbStore, or leave the area out where there is IndexedDB";

/**
 * Remembers for a page that is reloaded. Browsers keep a copy of localStorage in each process, and write it down seconds
 * later, so no lock makes a claim in it hold for another tab: where there is IndexedDB, that is where localStorage's
 * records go, those of before too. In another area, sessionStorage say, claims hold within one page.
 */
export class WebStorageStore implements TaskStore {
  readonly #given: StorageArea | undefined;
  readonly #prefix: string;
  #store: TaskStore | undefined;

  /** @param area default: localStorage */
  constructor(area?: StorageArea, prefix = "wanreel/") {
    this.#given = area;
    this.#prefix = prefix;
  }

  /** Said where two tabs could pay for the same request. */
  get limitation(): string | undefined {
    return this.#chosen() instanceof AreaStore && !this.#isSession() ? NOT_ATOMIC : undefined;
  }

  get(fingerprint: string): Promise<TaskRecord | undefined> {
    return this.#ask((store) => store.get(fingerprint));
  }

  claim(fingerprint: string, record: TaskRecord): Promise<TaskRecord | undefined> {
    return this.#ask((store) => store.claim(fingerprint, record));
  }

  set(fingerprint: string, record: TaskRecord): Promise<void> {
    return this.#ask((store) => store.set(fingerprint, record));
  }

  delete(fingerprint: string): Promise<void> {
    return this.#ask((store) => store.delete(fingerprint));
  }

  /** All records that have not expired; what has is forgotten on the way. */
  list(): Promise<[string, TaskRecord][]> {
    return this.#ask(async (store) => (await store.list?.()) ?? []);
  }

  /** @throws where nobody can tell */
  async hold(holder: string): Promise<() => void> {
    const store = this.#chosen();
    if (!store.hold) throw new Error("nobody can tell here who is at work");
    return store.hold(holder);
  }

  async isHeld(holder: string): Promise<boolean | undefined> {
    return this.#chosen().isHeld?.(holder);
  }

  async #ask<T>(work: (store: TaskStore) => Promise<T>): Promise<T> {
    try {
      return await work(this.#chosen());
    } catch (error) {
      throw storageError("Web Storage", error);
    }
  }

  /** When it is first used: where a page is rendered on a server, there is no storage. */
  #chosen(): TaskStore {
    this.#store ??= this.#choose();
    return this.#store;
  }

  #choose(): TaskStore {
    const prefix = this.#prefix;
    const { indexedDB } = globalThis as { indexedDB?: unknown };
    const isLocal = this.#given === undefined || this.#given === areaNamed("localStorage");
    if (!isLocal || !indexedDB) return new AreaStore(() => this.#given ?? localStorageHere(), prefix);
    return new IndexedDbStore(`wanreel/web-storage/${prefix}`, (table) => {
      for (const [key, value] of recordsIn(areaNamed("localStorage"), prefix)) table.put(value, key);
    });
  }

  #isSession(): boolean {
    return this.#given !== undefined && this.#given === areaNamed("sessionStorage");
  }
}

/** Claims without a pause between look and write, so that at least nobody in this page comes between. */
class AreaStore implements TaskStore {
  readonly #area: () => StorageArea;
  readonly #prefix: string;

  constructor(area: () => StorageArea, prefix: string) {
    this.#area = area;
    this.#prefix = prefix;
  }

  async get(fingerprint: string): Promise<TaskRecord | undefined> {
    return this.#read(fingerprint);
  }

  async claim(fingerprint: string, record: TaskRecord): Promise<TaskRecord | undefined> {
    const there = this.#read(fingerprint);
    if (isLive(there)) return there;
    this.#write(fingerprint, record);
    return undefined;
  }

  async set(fingerprint: string, record: TaskRecord): Promise<void> {
    this.#write(fingerprint, record);
  }

  async delete(fingerprint: string): Promise<void> {
    this.#area().removeItem(this.#prefix + fingerprint);
  }

  async list(): Promise<[string, TaskRecord][]> {
    const area = this.#area();
    const found: [string, TaskRecord][] = [];
    for (const [key, record] of recordsIn(area, this.#prefix)) {
      // What cannot be read hides no other, and stays: claim() says what is wrong with it.
      if (isLive(record)) found.push([key, record]);
      else if (isRecord(record)) area.removeItem(this.#prefix + key);
    }
    return found;
  }

  #write(fingerprint: string, record: TaskRecord): void {
    this.#area().setItem(this.#prefix + fingerprint, JSON.stringify(record));
  }

  #read(fingerprint: string): TaskRecord | undefined {
    const key = this.#prefix + fingerprint;
    const text = this.#area().getItem(key);
    return text === null ? undefined : asRecord(parse(text), key);
  }
}

/** What stands in an area under a prefix; what is no JSON as the text it is. */
function recordsIn(area: StorageArea | undefined, prefix: string): [string, unknown][] {
  if (!area) return [];
  const keys = Array.from({ length: area.length }, (_, index) => area.key(index) ?? "");
  return keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const text = area.getItem(key) ?? "";
      return [key.slice(prefix.length), parse(text) ?? text];
    });
}

/** A page that may store nothing throws at the very name. */
function areaNamed(name: "localStorage" | "sessionStorage"): StorageArea | undefined {
  try {
    return (globalThis as unknown as Record<string, StorageArea | undefined>)[name];
  } catch {
    return undefined;
  }
}

function localStorageHere(): StorageArea {
  const area = (globalThis as unknown as { localStorage?: StorageArea }).localStorage;
  if (!area) throw new Error("there is no localStorage here");
  return area;
}
