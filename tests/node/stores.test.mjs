import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { SubmissionUnknownError, WanClient } from "wanreel";
import { DurableObjectStore, IndexedDbStore, MemoryStore, WebStorageStore } from "wanreel/stores";
import { Area, durableObject, namespace, placesIn, record } from "./store-places.mjs";
import { KEY, setUp, TEXT } from "./support.mjs";

const folder = await mkdtemp(join(tmpdir(), "wanreel-stores-"));
after(() => rm(folder, { recursive: true }));

const PLACES = placesIn(folder);
const STORES = {
  MemoryStore: () => new MemoryStore(),
  ...Object.fromEntries(Object.entries(PLACES).map(([name, make]) => [name, () => make().store])),
};

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

/** What is no record; the last two are no JSON. */
const UNREADABLE = ["null", "0", "{}", "[]", '{"state":"submitted","taskId":"paid"}', '{"expiresAt":"soon"}', "", "{"];

for (const [name, make] of Object.entries(PLACES)) {
  describe(`${name}, where a record cannot be read`, () => {
    for (const text of UNREADABLE) {
      test(`as it is ${JSON.stringify(text)}: it counts as no record and as no absence, until it is settled`, async () => {
        const { store, plant } = make();
        await plant("bad", text);
        await store.set("good", record("good"));
        for (const look of [() => store.get("bad"), () => store.claim("bad", record("again"))]) {
          await assert.rejects(look, {
            name: "ConfigError",
            message: /^the record at .+ cannot be read$/,
            hint: /look for/,
          });
        }
        for (let times = 0; times < 2; times++) {
          assert.deepEqual(
            (await store.list()).map(([key]) => key),
            ["good"],
          );
        }
        await assert.rejects(store.get("bad"), { name: "ConfigError" });
        await store.set("bad", record("settled"));
        assert.equal((await store.get("bad")).taskId, "settled");
        await plant("worse", text);
        await store.delete("worse");
        assert.equal(await store.claim("worse", record("free")), undefined);
      });
    }

    test("a client resumes the others, and posts nothing over it", async () => {
      const { store, plant } = make();
      const { client, posts } = setUp({}, { store });
      const { id } = await client.submit(TEXT);
      await plant("bad", "{}");
      assert.deepEqual(
        (await client.resume()).map(({ record: { taskId } }) => taskId),
        [id],
      );
      const other = { ...TEXT, duration: 10 };
      await plant((await import("wanreel")).buildRequest(other).fingerprint, "{}");
      await assert.rejects(client.submit(other), { name: "ConfigError" });
      assert.equal(posts(), 1);
    });
  });
}

test("WebStorageStore forgets what has expired when it lists, and nothing else in its area", async () => {
  const area = new Area();
  const store = new WebStorageStore(area);
  await store.set("a", record("old", Date.now() - 1));
  await store.set("b", record("live"));
  area.setItem("other", "stays");
  assert.deepEqual(
    (await store.list()).map(([key]) => key),
    ["b"],
  );
  assert.equal(area.getItem("wanreel/a"), null);
  assert.equal(area.getItem("other"), "stays");
});

test("a store that cannot keep two tabs from paying twice says so, once", async () => {
  const events = [];
  const { client } = setUp({}, { store: new WebStorageStore(new Area()), onEvent: (event) => events.push(event) });
  await client.generate(TEXT);
  await client.generate({ ...TEXT, duration: 10 });
  const warnings = events.filter(({ type }) => type === "warning");
  assert.deepEqual(
    warnings.map(({ code }) => code),
    ["store_not_atomic"],
  );
  assert.match(warnings[0].message, /both pay: use IndexedDbStore/);
});

test("a storage that refuses: a WanError with hint and cause, and nothing is sent", async () => {
  for (const [name, hint] of [
    ["SecurityError", /allow cookies and site data/],
    ["QuotaExceededError", /is full/],
    ["UnknownError", /try again/],
  ]) {
    const area = new Area();
    area.setItem = () => {
      throw new DOMException("refused", name);
    };
    const { client, posts } = setUp({}, { store: new WebStorageStore(area) });
    const error = await client.submit(TEXT).catch((thrown) => thrown);
    assert.deepEqual([error.name, error.code, error.cause?.name], ["WanError", "store_failed", name]);
    assert.match(error.hint, /^nothing was sent and nothing is billed; /);
    assert.match(error.hint, hint);
    assert.equal(posts(), 0);
  }
  // No localStorage, no IndexedDB: as on a server.
  for (const store of [new WebStorageStore(), new IndexedDbStore()]) {
    const { client, posts } = setUp({}, { store });
    await assert.rejects(client.submit(TEXT), {
      code: "store_failed",
      message: /there is no (localStorage|IndexedDB) here/,
    });
    assert.equal(posts(), 0);
  }
});

test("the Durable Object's alarm forgets what has expired, no claim that comes meanwhile, and passes what it cannot read", async () => {
  const items = new Map([
    ["a", record("old", Date.now() - 1)],
    ["b", record("old", Date.now() - 1)],
    ["bad", null],
  ]);
  const object = durableObject(items);
  const store = new DurableObjectStore(namespace(object));
  const [, there] = await Promise.all([object.alarm(), store.claim("b", record("new"))]);
  assert.equal(there, undefined);
  assert.deepEqual([...items.keys()].sort(), ["b", "bad"]);
  assert.equal((await store.get("b")).taskId, "new");
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
