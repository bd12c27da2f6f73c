// Submits of unknown outcome: how they are told of, waited for, and ended once somebody knows.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { buildRequest, SubmissionUnknownError, WanClient } from "wanreel";
import { createProxy } from "wanreel/proxy";
import { MemoryStore } from "wanreel/stores";
import { KEY, setUp, TEXT } from "./support.mjs";

const LOST = { faults: [{ on: "submit", nth: 1, do: "drop_after" }] };
const { fingerprint } = buildRequest(TEXT);
const QUICK = { initialMs: 10, maxMs: 20 };

/** A submit whose answer was lost, its error, and the task that was made all the same. */
async function lost(clientOptions = {}, submitOptions = {}) {
  const store = new MemoryStore();
  const scene = setUp(LOST, { store, ...clientOptions });
  const error = await scene.client.submit(TEXT, submitOptions).catch((thrown) => thrown);
  assert.ok(error instanceof SubmissionUnknownError);
  const another = (options = {}) =>
    new WanClient({ apiKey: KEY, fetch: scene.simulator.fetch, store, poll: QUICK, ...options });
  return { ...scene, store, error, taskId: scene.simulator.tasks()[0].id, another };
}

const posted = (simulator) => simulator.log().filter(({ method }) => method === "POST");

describe("reconcile", () => {
  test("a request whose process is alive is not freed, however old its claim is", async () => {
    const store = Object.assign(new MemoryStore(), { hold: async () => () => {}, isHeld: async () => true });
    const createdAt = Date.now() - 3_600_000;
    const record = {
      fingerprint,
      state: "submitting",
      idempotencyKey: "a-key-of-16-chars",
      holder: "0123456789abcdef",
    };
    await store.set(fingerprint, { ...record, createdAt, expiresAt: createdAt + 90_000_000 });
    const client = new WanClient({ apiKey: KEY, store, fetch: () => assert.fail("nothing is sent") });
    await assert.rejects(client.reconcile(fingerprint, "not_accepted"), { code: "submission_under_way" });
    store.isHeld = async () => false;
    await client.reconcile(fingerprint, "not_accepted");
    assert.ok((await store.get(fingerprint)).notAcceptedAt);
  });

  test("with the task's id, by the error's key: the task is resumed, and found from now on", async () => {
    const { client, error, taskId, posts, store, another } = await lost({}, { user: "ada" });
    assert.equal(error.key, `ada/${fingerprint}`);
    const task = await client.reconcile(error.key, { taskId });
    assert.deepEqual([task.id, task.fingerprint], [taskId, fingerprint]);
    assert.equal((await store.get(error.key)).state, "submitted");
    assert.equal((await another().generate(TEXT, { user: "ada" })).id, taskId);
    assert.equal(posts(), 1);
  });

  test("with a record, by another client: of a second take too", async () => {
    for (const options of [{}, { user: "a/b ü" }, { dedupe: false }, { dedupe: false, user: "ada" }]) {
      const { store, taskId, another, posts } = await lost({}, options);
      const client = another();
      const [{ record, state }] = await client.resume();
      assert.equal(state, "unknown");
      assert.equal((await client.reconcile(record, { taskId })).id, taskId);
      assert.equal((await client.wait(taskId)).status, "completed");
      assert.equal((await store.list()).filter(([, each]) => each.finishedAt > 0).length, 1);
      assert.equal(posts(), 1);
    }
  });

  test("with the id of a task that has ended: its record says so, or is free again", async () => {
    const { client, error, taskId, store, another } = await lost();
    await another().wait(taskId);
    assert.equal((await client.reconcile(error.key, { taskId })).status, "completed");
    assert.ok((await store.get(error.key)).finishedAt > 0);
    const failed = await lost({ budget: { totalMicroUsd: 430_000 } });
    failed.simulator.reset();
    const task = { id: "t", status: "failed", error: { code: "service_error", message: "failed" } };
    const fetch = async () => Response.json(task);
    const told = new WanClient({ apiKey: KEY, fetch, store: failed.store });
    assert.equal((await told.reconcile(failed.error.key, { taskId: "t" })).status, "failed");
    assert.equal(await failed.store.get(failed.error.key), undefined);
  });

  test("with an id that is none: said, and nothing is written", async () => {
    const { client, error, store } = await lost();
    const before = await store.get(error.key);
    await assert.rejects(client.reconcile(error.key, { taskId: "task-unified-0-none" }), { name: "NotFoundError" });
    assert.deepEqual(await store.get(error.key), before);
  });

  test("as not accepted: sent once more, by whoever is first, with the same idempotency key; the money is free", async () => {
    const { client, error, simulator, another, posts } = await lost({ budget: { totalMicroUsd: 430_000 } });
    const reserved = () => client.spending().reduce((sum, line) => sum + line.reservedMicroUsd, 0);
    assert.equal(reserved(), 430_000);
    assert.equal(await client.reconcile(error.key, "not_accepted"), undefined);
    assert.equal(reserved(), 0);
    assert.deepEqual(await client.resume(), []);
    assert.equal(await client.reconcile(error.key, "not_accepted"), undefined, "twice is once");
    const tasks = await Promise.all([client, another(), another()].map((each) => each.submit(TEXT)));
    assert.equal(new Set(tasks.map(({ id }) => id)).size, 1);
    assert.equal(posts(), 2);
    const keys = posted(simulator).map(({ idempotencyKey }) => idempotencyKey);
    if (keys[0] !== undefined) assert.deepEqual(keys, [error.idempotencyKey, error.idempotencyKey]);
  });

  test("the key that a POST carries after it is the earlier one, unless the caller gives another", async () => {
    for (const given of [undefined, "order-2026-11-27-0001"]) {
      const sent = [];
      const { simulator } = setUp(LOST);
      const fetch = (url, init) => {
        if (init?.method === "POST") sent.push(new Headers(init.headers).get("idempotency-key"));
        return simulator.fetch(url, init);
      };
      const client = new WanClient({ apiKey: KEY, fetch });
      const error = await client.submit(TEXT).catch((thrown) => thrown);
      await client.reconcile(error.key, "not_accepted");
      await client.submit(TEXT, given ? { idempotencyKey: given } : {});
      assert.deepEqual(sent, [error.idempotencyKey, given ?? error.idempotencyKey]);
    }
  });

  test("what is known otherwise is not overwritten", async () => {
    const { client, error, taskId } = await lost();
    await client.reconcile(error.key, { taskId });
    assert.equal((await client.reconcile(error.key, { taskId })).id, taskId);
    const accepted = { name: "WanError", code: "already_submitted", taskId };
    await assert.rejects(client.reconcile(error.key, "not_accepted"), accepted);
    await assert.rejects(client.reconcile(error.key, { taskId: "task-unified-0-b" }), accepted);
  });

  test("a submit that is under way cannot be called not accepted", async () => {
    const store = new MemoryStore();
    const { client } = setUp({ faults: [{ on: "submit", nth: 1, delayMs: 300 }] }, { store });
    const submitting = client.submit(TEXT);
    while ((await store.list()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal((await client.resume())[0].state, "submitting");
    await assert.rejects(client.reconcile(fingerprint, "not_accepted"), { code: "submission_under_way", hint: /wait/ });
    await submitting;
  });

  test("wrong arguments are said", async () => {
    const { client } = setUp();
    for (const [about, outcome] of [
      ["", "not_accepted"],
      [undefined, "not_accepted"],
      [{}, "not_accepted"],
      [fingerprint, "accepted"],
      [fingerprint, { taskId: "" }],
      [fingerprint, undefined],
      [fingerprint, { taskId: "t" }],
    ]) {
      await assert.rejects(client.reconcile(about, outcome), { name: "ConfigError" });
    }
    assert.equal(await client.reconcile(fingerprint, "not_accepted"), undefined, "nothing stands in the way");
  });

  test("the hint, followed to the letter behind a proxy that knew the task: billed once", async () => {
    for (const user of [undefined, "ada"]) {
      const { simulator } = setUp();
      const proxy = createProxy({ apiKey: KEY, authorize: () => ({ user: "ada" }), fetch: simulator.fetch });
      let lose = true;
      const fetch = async (url, init) => {
        const response = await proxy(new Request(url, init));
        if (init?.method !== "POST" || !lose) return response;
        lose = false;
        throw new TypeError("network error");
      };
      const client = new WanClient({ baseUrl: "https://page.example/api/wan", fetch, poll: QUICK });
      const options = user ? { user } : {};
      const { hint } = await client.submit(TEXT, options).catch((error) => error);
      const [call] = /client\.reconcile\("[^"]*", "not_accepted"\)/.exec(hint);
      await new Function("client", `return ${call}`)(client);
      await client.generate(TEXT, options);
      assert.equal(simulator.tasks().length, 1);
      assert.equal(simulator.billedMicroUsd(), 430_000);
    }
  });
});

describe("the claim of another", () => {
  const stopped = (age = 0) => ({
    version: 1,
    state: "submitting",
    fingerprint,
    idempotencyKey: "wan-of-a-job-that-crashed",
    createdAt: Date.now() - age,
    expiresAt: Date.now() + 3_600_000,
  });

  test("is waited for with an event that says until when; claimMs shortens it", async () => {
    const store = new MemoryStore();
    const { client, events, posts } = setUp({}, { store, timeouts: { claimMs: 400 } });
    const record = stopped();
    await store.set(fingerprint, record);
    const began = performance.now();
    const submitting = client.submit(TEXT);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const [event] = events;
    assert.equal(event.type, "waiting_for_claim", "at once");
    assert.equal(event.fingerprint, fingerprint);
    assert.ok(Math.abs(event.until - (record.createdAt + 400)) < 20, "as long as the claim is believed");
    const error = await submitting.catch((thrown) => thrown);
    assert.ok(error instanceof SubmissionUnknownError);
    assert.equal(error.idempotencyKey, record.idempotencyKey);
    assert.ok(performance.now() - began < 2000);
    assert.equal(events.filter(({ type }) => type === "waiting_for_claim").length, 1);
    assert.equal(posts(), 0);
    await client.reconcile(error.key, "not_accepted");
    assert.equal((await client.generate(TEXT)).status, "completed");
    assert.equal(posts(), 1);
  });

  test("of a holder that is gone is not waited for; of one that is there it is", async () => {
    const held = new Set(["alive"]);
    class HolderStore extends MemoryStore {
      hold = async (holder) => {
        held.add(holder);
        return () => held.delete(holder);
      };
      isHeld = async (holder) => held.has(holder);
    }
    const store = new HolderStore();
    const { client, posts, events } = setUp({}, { store, timeouts: { claimMs: 600 } });
    await store.set(fingerprint, { ...stopped(), holder: "dead" });
    assert.equal((await client.resume())[0].state, "unknown");
    await assert.rejects(client.submit(TEXT), SubmissionUnknownError);
    await store.set(fingerprint, { ...stopped(), holder: "alive" });
    assert.equal((await client.resume())[0].state, "submitting");
    const began = performance.now();
    const waiting = client.submit(TEXT);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await store.set(fingerprint, { ...stopped(), holder: "alive", state: "submitted", taskId: "t" });
    assert.equal((await waiting).id, "t");
    assert.ok(performance.now() - began > 90);
    assert.equal(posts(), 0);
    assert.equal(events.at(-1).deduplicated, true);
    await store.delete(fingerprint);
    await client.submit(TEXT);
    assert.deepEqual([...held], ["alive"], "whoever is done holds nothing");
  });

  test("an abort of the wait leaves nothing behind, whatever the store does later", async () => {
    const store = new MemoryStore();
    const claim = store.claim.bind(store);
    store.claim = async (...given) => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      return claim(...given);
    };
    const { client, posts } = setUp({}, { store });
    await assert.rejects(client.submit(TEXT, { signal: AbortSignal.timeout(20) }), { name: "TimeoutError" });
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.deepEqual(await store.list(), []);
    assert.equal(posts(), 0);
  });
});

describe("a history", () => {
  test("keeps what it shows, and the video until it expires", async () => {
    const store = new MemoryStore();
    const { client } = setUp({}, { store });
    const prompt = `${"夜の海 🌊 ".repeat(30)}`;
    const task = await client.generate({ ...TEXT, prompt }, { remember: true });
    const after = new WanClient({ apiKey: KEY, store });
    const [{ state, record }] = await after.resume();
    assert.equal(state, "completed");
    const { remembered } = record;
    assert.equal(remembered.prompt, Array.from(prompt).slice(0, 100).join(""));
    assert.deepEqual([remembered.model, remembered.microUsd, remembered.results], [TEXT.model, 430_000, task.results]);
    assert.equal(record.expiresAt, task.expiresAt.getTime());
    await store.set(record.fingerprint, { ...record, expiresAt: Date.now() - 1 });
    assert.deepEqual(await after.resume(), []);
  });

  test("shows what is unfinished as well; without `remember` nothing that is finished", async () => {
    const store = new MemoryStore();
    const { client } = setUp({}, { store });
    await client.submit(TEXT, { remember: true });
    const [{ state, record }] = await client.resume();
    assert.deepEqual([state, record.remembered.prompt], ["submitted", TEXT.prompt]);
    await client.generate({ ...TEXT, duration: 10 });
    assert.equal((await client.resume()).length, 1);
  });
});

test("what a later version wrote into a record survives every rewrite", async () => {
  const store = new MemoryStore();
  const { client, posts } = setUp({}, { store });
  const later = { version: 2, tags: ["a"], nested: { deep: true } };
  const { id } = await client.submit(TEXT);
  await store.set(fingerprint, { ...(await store.get(fingerprint)), ...later });
  const another = new WanClient({ apiKey: KEY, store, poll: QUICK, fetch: setUp().simulator.fetch });
  assert.equal((await another.submit(TEXT)).id, id);
  await client.wait(id);
  const { version, tags, nested, finishedAt } = await store.get(fingerprint);
  assert.deepEqual({ version, tags, nested }, later);
  assert.ok(finishedAt > 0);
  // A state that this version does not know stands in the way.
  await store.set(fingerprint, { ...(await store.get(fingerprint)), state: "archived", finishedAt: undefined });
  await assert.rejects(client.submit(TEXT), SubmissionUnknownError);
  await client.reconcile(fingerprint, "not_accepted");
  assert.deepEqual((await store.get(fingerprint)).tags, ["a"]);
  assert.equal(posts(), 1);
});

describe("a second submit that differs in callback_url alone", () => {
  const at = (callback_url) => ({ ...TEXT, callback_url });
  const ONE = "https://one.example.com/done?secret=0123456789abcdef";
  const TWO = "https://two.example.com/done";
  const ignored = (events) => events.filter(({ type }) => type === "callback_ignored");

  for (const [first, second, told] of [
    [at(ONE), at(TWO), true],
    [TEXT, at(ONE), true],
    [at(ONE), at(ONE), false],
    [at(ONE), TEXT, false],
    [TEXT, TEXT, false],
  ]) {
    const names = [first, second].map(({ callback_url = "none" }) => callback_url.slice(8, 11)).join(", then ");
    test(`gets the first task, and an event where its own is not called: ${names}`, async () => {
      for (const together of [false, true]) {
        const { client, events, posts, simulator } = setUp();
        const submits = [client.submit(first)];
        if (!together) await submits[0];
        submits.push(client.submit(second));
        const [one, two] = await Promise.all(submits);
        assert.equal(two.id, one.id);
        assert.equal(posts(), 1);
        assert.equal(simulator.tasks().length, 1);
        assert.deepEqual(ignored(events), told ? [{ type: "callback_ignored", fingerprint, taskId: one.id }] : []);
        assert.ok(!JSON.stringify((await client.resume())[0].record).includes("secret="), "the URL may hold a secret");
      }
    });
  }
});
