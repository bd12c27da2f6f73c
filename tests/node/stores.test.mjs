import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { SubmissionUnknownError, WanClient } from "wanreel";
import { DurableObjectStore, FileStore, KvStore, MemoryStore, TaskStoreObject, WebStorageStore } from "wanreel/stores";
import { KEY, setUp, TEXT } from "./support.mjs";

const folder = await mkdtemp(join(tmpdir(), "wanreel-stores-"));
after(() => rm(folder, { recursive: true }));

/** Web Storage as pages have it. */
class Area {
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
function kv() {
  const items = new Map();
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

/** One Durable Object behind its namespace, its storage a Map and its gate a queue; workerd's own is tested in workerd. */
function namespace() {
  const items = new Map();
  let gate = Promise.resolve();
  const object = new TaskStoreObject({
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
  return { idFromName: (name) => name, get: () => ({ fetch: (url, init) => object.fetch(new Request(url, init)) }) };
}

const STORES = {
  MemoryStore: () => new MemoryStore(),
  FileStore: () => new FileStore(join(folder, crypto.randomUUID())),
  WebStorageStore: () => new WebStorageStore(new Area()),
  KvStore: () => new KvStore(kv()),
  DurableObjectStore: () => new DurableObjectStore(namespace()),
};

const record = (taskId, expiresAt = Date.now() + 1e6) => ({
  state: "submitted",
  fingerprint: "f",
  idempotencyKey: "k".repeat(16),
  createdAt: 1,
  expiresAt,
  ...(taskId ? { taskId } : {}),
});

for (const [name, make] of Object.entries(STORES)) {
  describe(name, () => {
    test("remembers, claims once, forgets", async () => {
      const store = make();
      assert.equal(await store.get("a"), undefined);
      assert.equal(await store.claim("a", record("one")), undefined);
      assert.deepEqual(await store.claim("a", record("two")), record("one", (await store.get("a")).expiresAt));
      await store.set("a", record("three"));
      assert.equal((await store.get("a")).taskId, "three");
      await store.delete("a");
      assert.equal(await store.get("a"), undefined);
      await store.delete("a");
    });

    test("takes keys with a user in them", async () => {
      const store = make();
      const key = `${encodeURIComponent("a/b ü*\u0000")}/f#${"k".repeat(16)}`;
      await store.set(key, record("one"));
      assert.equal((await store.get(key)).taskId, "one");
      assert.deepEqual(
        (await store.list()).map(([found]) => found),
        [key],
      );
    });

    test("lists what has not expired", async () => {
      const store = make();
      for (const key of ["a", "b", "c", "d", "e"]) await store.set(key, record(key));
      await store.set("old", record("old", Date.now() - 1));
      assert.deepEqual((await store.list()).map(([key]) => key).sort(), ["a", "b", "c", "d", "e"]);
    });

    test("shared by two clients: one POST; a third resumes", async () => {
      const store = make();
      const { client, simulator, posts } = setUp({}, { store });
      const other = new WanClient({ apiKey: KEY, fetch: simulator.fetch, poll: { initialMs: 10 }, store });
      const first = await client.submit(TEXT);
      const second = await other.submit(TEXT);
      assert.equal(second.id, first.id);
      assert.equal(second.deduplicated, true);
      const [unfinished] = await other.resume();
      assert.equal(unfinished.record.taskId, first.id);
      const third = new WanClient({ apiKey: KEY, fetch: simulator.fetch, poll: { initialMs: 10 }, store });
      assert.equal((await third.wait(unfinished.record.taskId)).status, "completed");
      assert.equal((await third.generate(TEXT)).id, first.id);
      assert.deepEqual(await third.resume(), []);
      assert.equal(posts(), 1);
    });

    test("an unknown outcome stands in the way of every client, until it is settled", async () => {
      const store = make();
      const { client, posts, simulator } = setUp({ faults: [{ on: "submit", nth: 1, do: "drop_after" }] }, { store });
      await assert.rejects(client.submit(TEXT), SubmissionUnknownError);
      const other = new WanClient({ apiKey: KEY, fetch: simulator.fetch, store });
      const error = await other.submit(TEXT).catch((thrown) => thrown);
      assert.ok(error instanceof SubmissionUnknownError);
      assert.equal(posts(), 1);
      await store.delete(error.fingerprint);
      await other.submit(TEXT);
      assert.equal(posts(), 2);
    });

    if (name !== "KvStore") {
      test("fifty claims at once: one wins", async () => {
        const store = make();
        const claims = await Promise.all(Array.from({ length: 50 }, (_, at) => store.claim("a", record(`task${at}`))));
        assert.equal(claims.filter((there) => there === undefined).length, 1);
      });
    }
  });
}

test("FileStore leaves no draft behind", async () => {
  const place = join(folder, "drafts");
  const store = new FileStore(place);
  await Promise.all([store.claim("a", record("1")), store.claim("a", record("2")), store.set("b", record("3"))]);
  assert.deepEqual((await readdir(place)).sort(), ["a.json", "b.json"]);
});

test("FileStore says at once that its folder is not named", () => {
  for (const folder of [undefined, "", 7, {}]) assert.throws(() => new FileStore(folder), { name: "ConfigError" });
});

test("users do not share a task", async () => {
  const { client, posts } = setUp();
  const one = await client.submit(TEXT, { user: "one" });
  const two = await client.submit(TEXT, { user: "two" });
  const again = await client.submit(TEXT, { user: "one" });
  assert.notEqual(one.id, two.id);
  assert.equal(again.id, one.id);
  assert.equal(posts(), 2);
});

test("a store that fails after the POST does not lose the task", async () => {
  const store = new MemoryStore();
  const { client, events } = setUp({}, { store });
  store.set = async () => {
    throw new Error("disk full");
  };
  const task = await client.generate(TEXT);
  assert.equal(task.status, "completed");
  assert.equal(events.find(({ type }) => type === "store_failed").error.message, "disk full");
});

test("a store that fails before the POST stops it", async () => {
  const store = new MemoryStore();
  store.claim = async () => {
    throw new Error("no network");
  };
  const { client, posts } = setUp({}, { store });
  await assert.rejects(client.submit(TEXT), /no network/);
  assert.equal(posts(), 0);
});

test("a claim left behind by a crash is believed for five minutes, then unknown", async () => {
  const store = new MemoryStore();
  const { client, posts } = setUp({}, { store });
  const { fingerprint } = (await import("wanreel")).buildRequest(TEXT);
  const stale = { ...record(), state: "submitting", fingerprint, createdAt: Date.now() - 6 * 60_000 };
  await store.set(fingerprint, stale);
  await assert.rejects(client.submit(TEXT), SubmissionUnknownError);
  assert.equal(posts(), 0);
});

test("a failed task may be submitted again, an expired record too", async () => {
  const store = new MemoryStore();
  const { client, posts } = setUp({ faults: [{ nth: 1, do: "fail", code: "service_error" }] }, { store });
  await assert.rejects(client.generate(TEXT), { name: "TaskFailedError", code: "service_error" });
  assert.equal((await client.generate(TEXT)).status, "completed");
  assert.equal(posts(), 2);
  const [[key, kept]] = await store.list();
  await store.set(key, { ...kept, expiresAt: Date.now() - 1 });
  await client.generate(TEXT);
  assert.equal(posts(), 3);
});
