import type { TaskRecord, TaskStore } from "../types/client.js";

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
    const locks = (globalThis.navigator as { locks?: Locks } | undefined)?.locks;
    // Without a pause in between, so that at least within one page nobody comes between.
    const claim = async () => {
      const there = this.#read(this.#prefix + fingerprint);
      if (there && there.expiresAt > Date.now()) return there;
      this.#write(fingerprint, record);
      return undefined;
    };
    return locks ? locks.request(this.#prefix + fingerprint, claim) : claim();
  }

  async set(fingerprint: string, record: TaskRecord): Promise<void> {
    this.#write(fingerprint, record);
  }

  async delete(fingerprint: string): Promise<void> {
    this.#area.removeItem(this.#prefix + fingerprint);
  }

  /** All records; what has expired is forgotten on the way. */
  async list(): Promise<[string, TaskRecord][]> {
    const keys = Array.from({ length: this.#area.length }, (_, index) => this.#area.key(index) ?? "");
    const found: [string, TaskRecord][] = [];
    for (const key of keys.filter((candidate) => candidate.startsWith(this.#prefix))) {
      const record = this.#read(key);
      if (record && record.expiresAt > Date.now()) found.push([key.slice(this.#prefix.length), record]);
      else this.#area.removeItem(key);
    }
    return found;
  }

  #write(fingerprint: string, record: TaskRecord): void {
    this.#area.setItem(this.#prefix + fingerprint, JSON.stringify(record));
  }

  #read(key: string): TaskRecord | undefined {
    try {
      return JSON.parse(this.#area.getItem(key) ?? "null") ?? undefined;
    } catch {
      // Somebody else wrote there; a record that cannot be read must not read as "nothing was sent".
      throw new Error(`the record under ${key} cannot be read`);
    }
  }
}
