// Callbacks: secrets however they are written, and duplicates among several processes on one store.
import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { MemoryStore, WanClient } from "wanreel";
import { FileStore } from "wanreel/stores";
import { KEY } from "./support.mjs";

const ID = "task-unified-1-abc";
const secret = "a-secret-of-some-length";
const DONE = { id: ID, status: "completed", progress: 100, results: ["https://files.your-cdn.com/v.mp4"] };

const post = (query) =>
  new Request(`https://hooks.your-app.com/wan?${query}`, { method: "POST", body: JSON.stringify(DONE) });
const clientOf = (options = {}) => new WanClient({ apiKey: KEY, fetch: async () => Response.json(DONE), ...options });

describe("a secret, however its URL was written", () => {
  for (const each of [
    "k3y+with/base64+signs0123==",
    "k3y+with+plus+signs+alone+0",
    "hundred%-of-percent-signs-%",
    "looks%2Bencoded%20already-0",
    "url_safe-base64-0123456789_",
    "ünïcode-and-spaces in it 01",
    "equals=in=the=middle=0123==",
  ]) {
    test(each, async () => {
      const form = new URLSearchParams({ secret: each }).toString();
      for (const query of [`secret=${each}`, `secret=${encodeURIComponent(each)}`, form, `a=1&${form}&b=2`]) {
        const task = await clientOf().receiveCallback(post(query), { secret: each });
        assert.equal(task.status, "completed", query);
      }
      for (const query of ["", "secret", "secret=", `secret=${each}x`, `secret=${each.slice(1)}`, `other=${each}`]) {
        await assert.rejects(clientOf().receiveCallback(post(query), { secret: each }), { code: "callback_forbidden" });
      }
    });
  }

  test("under another name, and beside another value of that name", async () => {
    const named = post(`to%6Ben=wrong&token=${secret}`);
    assert.equal((await clientOf().receiveCallback(named, { secret, parameter: "token" })).id, ID);
  });
});

describe("duplicates, among all that share a store", () => {
  const stores = {
    "in memory": () => {
      const store = new MemoryStore();
      return () => store;
    },
    "in a folder": () => {
      const folder = mkdtempSync(join(tmpdir(), "wanreel-callbacks-"));
      return () => new FileStore(folder);
    },
  };
  for (const [name, make] of Object.entries(stores)) {
    test(`${name}: of eight deliveries to four clients, one gets the task`, async () => {
      const open = make();
      const clients = [1, 2, 3, 4].map(() => clientOf({ store: open() }));
      const deliveries = [...clients, ...clients].map((client) =>
        client.receiveCallback(post(`secret=${secret}`), { secret }),
      );
      const told = (await Promise.all(deliveries)).filter((task) => task !== undefined);
      assert.equal(told.length, 1);
      assert.equal(await clientOf({ store: open() }).receiveCallback(post(`secret=${secret}`), { secret }), undefined);
      // What is remembered of a callback is nothing to resume.
      assert.deepEqual(await clients[0].resume(), []);
    });
  }

  test("a handler that throws is given the task again; one that ends is not", async () => {
    const store = new MemoryStore();
    const handled = [];
    const handle = async (task) => {
      handled.push(task.status);
      if (handled.length === 1) throw new Error("the database is down");
    };
    const deliver = () => clientOf({ store }).receiveCallback(post(`secret=${secret}`), { secret, handle });
    await assert.rejects(deliver(), /the database is down/);
    assert.equal((await deliver()).id, ID);
    assert.equal(await deliver(), undefined);
    assert.deepEqual(handled, ["completed", "completed"]);
  });

  test("a crash while it is handled: told again a minute later, not before", async (t) => {
    const store = new MemoryStore();
    let handled = 0;
    const never = () => {
      handled++;
      return new Promise(() => {});
    };
    clientOf({ store }).receiveCallback(post(`secret=${secret}`), { secret, handle: never });
    while (handled === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const deliver = () => clientOf({ store }).receiveCallback(post(`secret=${secret}`), { secret, handle() {} });
    assert.equal(await deliver(), undefined);
    const now = Date.now();
    t.mock.method(Date, "now", () => now + 61_000);
    assert.equal((await deliver()).id, ID);
  });

  test("a store that fails loses no callback", async () => {
    const down = async () => {
      throw new Error("down");
    };
    const events = [];
    const store = { get: down, claim: down, set: down, delete: down };
    const client = clientOf({ store, onEvent: ({ type }) => events.push(type) });
    assert.equal((await client.receiveCallback(post(`secret=${secret}`), { secret })).id, ID);
    assert.ok(events.includes("store_failed"));
  });
});
