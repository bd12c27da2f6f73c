import type { TaskRecord, TaskStore } from "../types/client.js";
import { asRecord, isLive, isRecord, parse } from "./record.js";

/** What localStorage and sessionStorage are. */
export interface StorageArea {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** The Web Locks API, where there is one. */
interface Locks {
  request<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/** Remembers in Web Storage: a page that is reloaded finds its tasks again. */
export class WebStorageStore implements TaskStore {
  readonly #area: StorageArea;
  readonly #prefix: string;

  constructor(area?: StorageArea, prefix = "wanreel/") {
    this.#area = area ?? (globalThis as unknown as { localStorage: StorageArea }).localStorage;
    this.#prefix = prefix;
  }

  async get(fingerprint: string): Promise<TaskRecord | undefined> {
    return this.#read(this.#prefix + fingerprint);
  }

  async claim(fingerprint: string, record: TaskRecord): Promise<TaskRecord | undefined> {
    return this.#locked(this.#prefix + fingerprint, (key) => {
      const there = this.#read(key);
      if (isLive(there)) return there;
      this.#write(fingerprint, record);
      return undefined;
    });
  }

  async set(fingerprint: string, record: TaskRecord): Promise<void> {
    this.#write(fingerprint, record);
  }

  async delete(fingerprint: string): Promise<void> {
    this.#area.removeItem(this.#prefix + fingerprint);
  }

  /** All records that have not expired; what has is forgotten on the way. */
  async list(): Promise<[string, TaskRecord][]> {
    const keys = Array.from({ length: this.#area.length }, (_, index) => this.#area.key(index) ?? "");
    const found: [string, TaskRecord][] = [];
    for (const key of keys.filter((candidate) => candidate.startsWith(this.#prefix))) {
      // What cannot be read hides no other, and stays: claim() says what is wrong with it.
      const record = this.#parsed(key);
      if (isLive(record)) found.push([key.slice(this.#prefix.length), record]);
      else if (isRecord(record)) await this.#locked(key, () => this.#forget(key));
    }
    return found;
  }

  /** Unless another page has claimed it meanwhile. */
  #forget(key: string): void {
    const record = this.#parsed(key);
    if (isRecord(record) && !isLive(record)) this.#area.removeItem(key);
  }

  /** Works without a pause in between, so that without locks at least nobody in this page comes between. */
  async #locked<T>(key: string, work: (key: string) => T): Promise<T> {
    const locks = (globalThis.navigator as { locks?: Locks } | undefined)?.locks;
    return locks ? locks.request(key, async () => work(key)) : work(key);
  }

  #write(fingerprint: string, record: TaskRecord): void {
    this.#area.setItem(this.#prefix + fingerprint, JSON.stringify(record));
  }

  #read(key: string): TaskRecord | undefined {
    return this.#area.getItem(key) === null ? undefined : asRecord(this.#parsed(key), key);
  }

  #parsed(key: string): unknown {
    return parse(this.#area.getItem(key) ?? "");
  }
}
