/**
 * The places stores keep their records in. `plant` puts a text where the store keeps the record of a key, as somebody else
 * may; where a store keeps no texts, what the text stands for. IndexedDbStore is tried where there is IndexedDB: in
 * tests/browser/stores.test.mjs.
 */
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DurableObjectStore, FileStore, KvStore, TaskStoreObject, WebStorageStore } from "wanreel/stores";

export const record = (taskId, expiresAt = Date.now() + 1e6) => ({
  state: "submitted",
  fingerprint: "f",
  idempotencyKey: "k".repeat(16),
  createdAt: 1,
  expiresAt,
  ...(taskId ? { taskId } : {}),
});

/** Web Storage as pages have it. */
export class Area {
  #items = new Map();
  get length() {
    return this.#items.size;
  }
  key = (index) => [...this.#items.keys()][index] ?? null;
  getItem = (key) => this.#items.get(key) ?? null;
  setItem = (key, value) => void this.#items.set(key, String(value));
  removeItem = (key) => void this.#items.delete(key);
}

/** KV as Workers have it, two keys a page. */
function kv(items) {
  return {
    get: async (key) => items.get(key) ?? null,
    put: async (key, value) => void items.set(key, value),
    delete: async (key) => void items.delete(key),
    async list({ prefix, cursor = "0" }) {
      const names = [...items.keys()].filter((name) => name.startsWith(prefix));
      const from = Number(cursor);
      const keys = names.slice(from, from + 2).map((name) => ({ name }));
      return { keys, list_complete: from + 2 >= names.length, cursor: String(from + 2) };
    },
  };
}

/** A Durable Object, its storage a Map and its gate a queue; workerd's own is tested in workerd. */
export function durableObject(items) {
  let gate = Promise.resolve();
  return new TaskStoreObject({
    storage: {
      get: async (key) => structuredClone(items.get(key)),
      put: async (key, value) => void items.set(key, structuredClone(value)),
      delete: async (key) => items.delete(key),
      list: async () => new Map(items),
    },
    blockConcurrencyWhile: (work) => {
      const result = gate.then(work);
      gate = result.catch(() => {});
      return result;
    },
  });
}

export function namespace(object) {
  return { idFromName: (name) => name, get: () => ({ fetch: (url, init) => object.fetch(new Request(url, init)) }) };
}

/** For each store: itself, and `plant(key, text)`. */
export function placesIn(folder) {
  return {
    FileStore() {
      const place = join(folder, crypto.randomUUID());
      const store = new FileStore(place);
      const plant = async (key, text) => {
        const before = await readdir(place).catch(() => []);
        await store.set(key, record("planted"));
        const [name] = (await readdir(place)).filter((each) => !before.includes(each));
        const [file] = await readdir(join(place, name));
        await writeFile(join(place, name, file), text);
      };
      return { store, plant };
    },
    WebStorageStore() {
      const area = new Area();
      return { store: new WebStorageStore(area), plant: (key, text) => area.setItem(`wanreel/${key}`, text) };
    },
    KvStore() {
      const items = new Map();
      return { store: new KvStore(kv(items)), plant: (key, text) => items.set(`wanreel/${key}`, text) };
    },
    DurableObjectStore() {
      const items = new Map();
      const store = new DurableObjectStore(namespace(durableObject(items)));
      return { store, plant: (key, text) => items.set(key, parse(text)) };
    },
  };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
