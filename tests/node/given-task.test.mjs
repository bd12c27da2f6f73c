// A task that was stored and came back, the mark for review, and the word that a result is about to end.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ConfigError, MemoryStore, WanClient } from "wanreel";
import { KEY, setUp, TEXT } from "./support.mjs";

const ID = "task-unified-1-abc";
const LINK = "https://files.your-cdn.com/v.mp4";

describe("a task that went through JSON", () => {
  const ways = {
    JSON: (task) => JSON.parse(JSON.stringify(task)),
    structuredClone: (task) => structuredClone(task),
    "a store of milliseconds": (task) => ({ ...task, createdAt: +task.createdAt, expiresAt: +task.expiresAt }),
    "a database without absent fields": (task) => ({ ...JSON.parse(JSON.stringify(task)), error: null, model: null }),
  };
  for (const [name, through] of Object.entries(ways)) {
    test(`${name}: is taken back wherever a task is`, async () => {
      const { client } = setUp();
      const task = await client.generate(TEXT);
      const stored = through(task);
      const waited = await client.wait(stored);
      assert.deepEqual([waited.id, waited.status, waited.results], [task.id, "completed", task.results]);
      assert.deepEqual([waited.createdAt, waited.expiresAt], [task.createdAt, task.expiresAt]);
      const seen = [];
      for await (const each of client.watch(stored)) seen.push(each.expiresAt instanceof Date);
      assert.deepEqual(seen, [true]);
      assert.ok((await (await client.download(stored)).arrayBuffer()).byteLength > 1000);
      const { bytes } = await client.archive(stored, new WritableStream({}));
      assert.ok(bytes > 1000);
      // The caller's own object stays as it was.
      assert.deepEqual(stored, through(task));
    });
  }

  test("one that runs is waited for", async () => {
    const { client } = setUp();
    const task = JSON.parse(JSON.stringify(await client.submit(TEXT)));
    assert.equal((await client.wait(task)).status, "completed");
  });

  test("a bad one is a ConfigError that names the field", async () => {
    const good = { id: ID, status: "completed", progress: 100, results: [LINK], raw: null };
    const { client } = setUp();
    for (const [wrong, message] of [
      [{ ...good, id: 5 }, /its id is 5/],
      [{ ...good, id: "" }, /its id is ""/],
      [{ ...good, status: 1 }, /its status is 1/],
      [{ ...good, progress: "half" }, /its progress is "half"/],
      [{ ...good, results: LINK }, /its results is "https:/],
      [{ ...good, results: [5] }, /its results is an array with something else/],
      [{ ...good, results: ["file:///etc/passwd"] }, /its results/],
      [{ ...good, expiresAt: "soon" }, /its expiresAt is "soon"/],
      [{ ...good, expiresAt: {} }, /its expiresAt is an object/],
      [{ ...good, createdAt: new Date(Number.NaN) }, /its createdAt is a date that is none/],
      [{ ...good, createdAt: "2025-99-99T00:00:00Z" }, /its createdAt/],
      [[good], /it is an array/],
      [null, /it is null/],
      [5, /it is number/],
    ]) {
      for (const call of [
        () => client.wait(wrong),
        () => client.watch(wrong).next(),
        () => client.download(wrong),
        () => client.archive(wrong, new WritableStream({})),
      ]) {
        await assert.rejects(
          call,
          (error) => error instanceof ConfigError && message.test(error.message),
          String(message),
        );
      }
    }
  });
});

describe("a task that runs too long is marked wherever it is seen", () => {
  const created = Math.floor(Date.now() / 1000) - 400;
  const running = { id: ID, status: "processing", progress: 40, created };
  const clientOf = (body, options = {}) => {
    const events = [];
    const client = new WanClient({
      apiKey: KEY,
      fetch: async () => Response.json(body),
      onEvent: (event) => events.push(event),
      ...options,
    });
    return { client, reviews: () => events.filter(({ type }) => type === "review") };
  };
  const secret = "a-secret-of-some-length";
  const callback = () =>
    new Request(`https://hooks.your-app.com/?secret=${secret}`, { method: "POST", body: JSON.stringify(running) });

  test("retrieve and receiveCallback", async () => {
    const { client, reviews } = clientOf(running);
    assert.equal((await client.retrieve(ID)).needsReview, true);
    assert.equal((await client.receiveCallback(callback(), { secret })).needsReview, true);
    assert.equal(reviews()[0].taskId, ID);
    assert.ok(reviews()[0].elapsedMs >= 400_000);
  });

  test("not a young one, one that ended, nor before the caller's own mark", async () => {
    for (const [body, options] of [
      [{ ...running, created: created + 200 }, {}],
      [{ ...running, created: undefined }, {}],
      [{ ...running, status: "completed", results: [LINK] }, {}],
      [running, { poll: { reviewAfterMs: 500_000 } }],
    ]) {
      const { client, reviews } = clientOf(body, options);
      assert.equal((await client.retrieve(ID)).needsReview, undefined);
      assert.equal(reviews().length, 0);
    }
  });

  test("resume, and a wait that goes on from there", async () => {
    const store = new MemoryStore();
    const now = Date.now();
    const record = (age, more) => ({
      state: "submitted",
      fingerprint: "f".repeat(64),
      idempotencyKey: "wan-0123456789abcdef",
      createdAt: now - age,
      expiresAt: now + 3_600_000,
      ...more,
    });
    await store.set("old", record(400_000, { taskId: ID }));
    await store.set("young", record(1_000, { taskId: "task-unified-1-young" }));
    const { client, reviews } = clientOf(running, { store });
    const found = await client.resume();
    assert.deepEqual(
      found.map(({ key, needsReview }) => [key, needsReview]),
      [
        ["old", true],
        ["young", undefined],
      ],
    );
    await client.retrieve(ID);
    await client.retrieve(ID);
    assert.equal(reviews().length, 1, "told once");
  });

  test("watch yields the mark by itself", async () => {
    const { client } = clientOf(
      { ...running, created: undefined },
      { poll: { initialMs: 5, maxMs: 5, reviewAfterMs: 40, deadlineMs: 2_000 } },
    );
    const seen = [];
    for await (const task of client.watch(ID)) {
      seen.push(task.needsReview ?? false);
      if (task.needsReview) break;
    }
    assert.deepEqual(seen, [false, true]);
  });
});

describe("a result near its end", () => {
  const done = (left) => ({
    id: ID,
    status: "completed",
    progress: 100,
    results: [LINK],
    expiresAt: new Date(Date.now() + left),
  });

  test("is told of within the last hour, with the moment, once a wait", async () => {
    for (const [left, times] of [
      [30 * 60_000, 1],
      [59 * 60_000, 1],
      [61 * 60_000, 0],
      [23 * 3_600_000, 0],
      [-60_000, 1],
    ]) {
      const events = [];
      const client = new WanClient({ apiKey: KEY, onEvent: (event) => events.push(event) });
      const task = done(left);
      await client.wait(task);
      const told = events.filter(({ type }) => type === "expiring");
      assert.equal(told.length, times, String(left));
      if (times) assert.deepEqual(told[0], { type: "expiring", taskId: ID, expiresAt: task.expiresAt });
    }
  });
});
