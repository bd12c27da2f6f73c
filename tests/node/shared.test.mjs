// One request, several who want it: nobody's giving up, and nobody's late news, costs another his task.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { WanClient } from "wanreel";
import { createProxy } from "wanreel/proxy";
import { MemoryStore } from "wanreel/stores";
import { KEY, setUp, TEXT } from "./support.mjs";

const QUICK = { initialMs: 10, maxMs: 20 };
const never = () => new Promise(() => {});

/** Unlike AbortSignal.timeout, its timer keeps Node alive. */
function after(ms) {
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error("enough")), ms);
  return stop.signal;
}

test("the first caller's abort in the POST leaves the second his task", async () => {
  const { client, posts } = setUp({ latency: 60 });
  const stop = new AbortController();
  const first = client.generate(TEXT, { signal: stop.signal });
  const second = client.generate(TEXT);
  setTimeout(() => stop.abort(), 20);
  await assert.rejects(first, { name: "AbortError" });
  const task = await second;
  assert.deepEqual([task.status, task.deduplicated, posts()], ["completed", true, 1]);
});

test("once all have given up, who asks next is told that the outcome is unknown", async () => {
  const { client, posts } = setUp({ latency: 60 });
  const both = [20, 30].map((ms) => client.submit(TEXT, { signal: after(ms) }));
  for (const { reason } of await Promise.allSettled(both)) assert.equal(reason.message, "enough");
  await assert.rejects(client.submit(TEXT), { name: "SubmissionUnknownError" });
  assert.equal(posts(), 1);
});

test("a consumer of generateAll that stops has nothing posted after it", async () => {
  const refused = { on: "submit", nth: 1, status: 429, contains: "rain" };
  const gone = { on: "submit", status: 503, code: "model_not_found", contains: "snow" };
  const { client, posts } = setUp({ latency: 30, faults: [refused, gone] }, { fallback: true });
  async function* requests() {
    yield { ...TEXT, prompt: "rain on a lake at night" };
    yield { ...TEXT, prompt: "snow on a lake at night" };
    // Both are on their way, once what chooses another model is loaded.
    while (posts() < 2) await sleep(2);
    yield { model: TEXT.model };
  }
  for await (const { error } of client.generateAll(requests())) {
    assert.equal(error.name, "ValidationError");
    break;
  }
  assert.equal(posts(), 2);
  await sleep(300);
  assert.equal(posts(), 2);
});

test("nor where the same request was asked for twice, by whomever: all have to be done with it", async () => {
  const setUpPause = () =>
    setUp({ faults: [{ on: "submit", nth: 1, status: 429 }] }, { retry: { initialMs: 120, maxMs: 120, jitter: 0 } });
  const leave = async (client, requests) => {
    async function* source() {
      yield* requests;
      await sleep(40);
      yield { model: TEXT.model };
    }
    for await (const { error } of client.generateAll(source())) if (error) break;
  };
  for (const others of [
    (client) => leave(client, [TEXT, TEXT]),
    (client) => Promise.all([leave(client, [TEXT]), leave(client, [TEXT])]),
    (client) => Promise.all([leave(client, [TEXT]), client.submit(TEXT, { signal: after(60) }).catch(() => {})]),
  ]) {
    const { client, posts } = setUpPause();
    void others(client);
    await sleep(250);
    assert.equal(posts(), 1);
  }
  const { client, posts } = setUpPause();
  void leave(client, [TEXT]);
  assert.match((await client.submit(TEXT)).id, /^task-/);
  assert.equal(posts(), 2);
});

test("a claim that was taken for lost in a pause is not posted beside its successor", async () => {
  const store = new MemoryStore();
  const { client, simulator, posts } = setUp(
    { faults: [{ on: "submit", nth: 1, status: 429 }] },
    { store, retry: { initialMs: 150, maxMs: 150, jitter: 0 } },
  );
  const paused = client.submit(TEXT);
  await sleep(50);
  const [[key]] = await store.list();
  await store.delete(key);
  const other = await new WanClient({ apiKey: KEY, fetch: simulator.fetch, store }).submit(TEXT);
  const { id, deduplicated } = await paused;
  assert.deepEqual([id, deduplicated, posts()], [other.id, true, 2]);
  assert.deepEqual(
    (await store.list()).map(([, { taskId }]) => taskId),
    [id],
  );
});

test("nor beside one that came by the same key", async () => {
  const store = new MemoryStore();
  const idempotencyKey = "order-12345678901234";
  const { client, simulator, posts } = setUp(
    { faults: [{ on: "submit", nth: 1, status: 429 }] },
    { store, retry: { initialMs: 150, maxMs: 150, jitter: 0 } },
  );
  const paused = client.submit(TEXT, { idempotencyKey });
  await sleep(50);
  const [[key]] = await store.list();
  await store.delete(key);
  const other = new WanClient({ apiKey: KEY, fetch: simulator.fetch, store });
  const { id } = await other.submit(TEXT, { idempotencyKey });
  const task = await paused;
  assert.deepEqual([task.id, task.deduplicated, posts()], [id, true, 2]);
});

test("one that waits its turn in a pause waits outside the limits of a request, and leaves nothing behind", async () => {
  const store = new MemoryStore();
  const { client, simulator } = setUp(
    { faults: [{ on: "submit", nth: 1, status: 429 }] },
    { store, timeouts: { submitMs: 100 }, retry: { initialMs: 50, maxMs: 50, jitter: 0 } },
  );
  const paused = client.submit(TEXT);
  await sleep(25);
  const [[key, record]] = await store.list();
  const another = { ...record, idempotencyKey: "somebody-else-000001", createdAt: Date.now() };
  await store.set(key, another);
  setTimeout(() => store.set(key, { ...another, state: "submitted", taskId: "task-unified-1-other" }), 400);
  assert.equal((await paused).id, "task-unified-1-other");
  assert.equal(simulator.tasks().length, 0);
  assert.equal((await store.list()).length, 1);
});

test("a claim after a long wait is a young one", async () => {
  const store = new MemoryStore();
  const { client } = setUp({}, { store });
  const taken = { state: "submitting", fingerprint: "", idempotencyKey: "somebody-else-000001" };
  const claim = store.claim.bind(store);
  let times = 0;
  const born = [];
  store.claim = async (key, record) => {
    born.push(record.createdAt);
    if (times++ === 0) return { ...taken, createdAt: Date.now(), expiresAt: Date.now() + 60_000 };
    return claim(key, record);
  };
  await client.submit(TEXT);
  assert.ok(born[1] - born[0] >= 200);
});

test("a task seen failed late does not free the claim of its successor, though both share a key", async () => {
  const store = new MemoryStore();
  const idempotencyKey = "order-12345678901234";
  const { client: late, simulator } = setUp(
    { faults: [{ nth: 1, do: "fail" }] },
    { store, poll: { initialMs: 250, maxMs: 250, jitter: 0 } },
  );
  const failing = late.generate(TEXT, { idempotencyKey });
  await sleep(80);
  const with_ = (options) => new WanClient({ apiKey: KEY, fetch: simulator.fetch, store, poll: QUICK, ...options });
  await assert.rejects(with_().generate(TEXT, { idempotencyKey }), { name: "TaskFailedError" });
  const slowly = async (...given) => {
    const response = await simulator.fetch(...given);
    await sleep(400);
    return response;
  };
  const posting = with_({ fetch: slowly }).submit(TEXT, { idempotencyKey });
  await assert.rejects(failing, { name: "TaskFailedError" });
  const third = await with_().submit(TEXT);
  assert.equal(third.id, (await posting).id);
  assert.equal(simulator.tasks().length, 2);
});

test("whoever sees a finished task again does not prolong its result", async () => {
  const real = Date.now;
  const store = new MemoryStore();
  let hours = 0;
  Date.now = () => real() + hours * 3_600_000;
  try {
    const { client } = setUp({ clock: Date.now }, { store });
    const first = await client.generate(TEXT);
    hours = 20;
    const again = await client.generate(TEXT);
    assert.equal(again.id, first.id);
    assert.ok(again.expiresAt.getTime() - first.expiresAt.getTime() < 60_000);
    hours = 30;
    assert.notEqual((await client.generate(TEXT)).id, first.id);
  } finally {
    Date.now = real;
  }
});

test("however the end of a task is heard of, it is settled", async () => {
  const faults = [{ nth: 1, do: "fail" }];
  const { client } = setUp({ faults }, { budget: { totalMicroUsd: 500_000 } });
  const failed = await client.submit(TEXT);
  await sleep(100);
  assert.equal((await client.retrieve(failed.id)).status, "failed");
  // Given back, and free to be sent again.
  const second = await client.submit(TEXT);
  assert.notEqual(second.id, failed.id);
  await sleep(100);
  const secret = "a-secret-of-the-callback";
  const url = `https://app.your-cdn.com/hook?secret=${secret}`;
  const call = () => new Request(url, { method: "POST", body: JSON.stringify({ id: second.id }) });
  const heard = await Promise.all([1, 2, 3].map(() => client.receiveCallback(call(), { secret })));
  assert.deepEqual(
    heard.map((task) => task?.status),
    ["completed", undefined, undefined],
  );
  const [{ reservedMicroUsd, spentMicroUsd }] = client.spending();
  assert.deepEqual([reservedMicroUsd, spentMicroUsd], [0, 430_000]);
  assert.deepEqual(await client.resume(), []);
});

test("a store that never answers holds up no abort", async () => {
  for (const method of ["claim", "set", "get"]) {
    const store = new MemoryStore();
    store[method] = never;
    const { client } = setUp({}, { store });
    await assert.rejects(client.generate(TEXT, { signal: after(150) }), /enough/, method);
  }
});

test("a claim that succeeds after it was given up is let go", async () => {
  const store = new MemoryStore();
  const claim = store.claim.bind(store);
  store.claim = (...given) => sleep(60).then(() => claim(...given));
  const { client } = setUp({}, { store });
  await assert.rejects(client.submit(TEXT, { signal: after(20) }), /enough/);
  await sleep(80);
  assert.deepEqual(await store.list(), []);
});

test("nor does it take somebody else's claim with it", async () => {
  const store = new MemoryStore();
  const claim = store.claim.bind(store);
  const set = store.set.bind(store);
  store.claim = (...given) => claim(...given).then((there) => sleep(80).then(() => there));
  const { client, simulator } = setUp({}, { store });
  await assert.rejects(client.submit(TEXT, { signal: after(20) }), /enough/);
  const [[key, record]] = await store.list();
  await set(key, { ...record, idempotencyKey: "somebody-else-000001" });
  await sleep(100);
  assert.equal((await store.get(key)).idempotencyKey, "somebody-else-000001");
  assert.equal(simulator.tasks().length, 0);
});

test("a store that fails once after the POST is written to again", async () => {
  const store = new MemoryStore();
  const set = store.set.bind(store);
  let failed = 0;
  store.set = async (...given) => {
    if (failed++ === 0) throw new Error("no space left");
    return set(...given);
  };
  const { client, events } = setUp({}, { store });
  const { id } = await client.submit(TEXT);
  assert.equal((await store.list())[0][1].taskId, id);
  assert.ok(!events.some(({ type }) => type === "store_failed"));
});

test("with a user, the hint of an unknown outcome names the key in the store", async () => {
  const store = new MemoryStore();
  const { client } = setUp({ faults: [{ on: "submit", nth: 1, do: "drop_after" }] }, { store });
  const told = async () => client.submit(TEXT, { user: "ada" }).catch((error) => error);
  for (const { name, hint } of [await told(), await told()]) {
    assert.equal(name, "SubmissionUnknownError");
    const [, key] = /client\.reconcile\(("[^"]*"), "not_accepted"\)/.exec(hint);
    assert.ok(await store.get(JSON.parse(key)));
  }
});

test("a proxy knows its user by the client's headers, for the video too", async () => {
  const { simulator } = setUp();
  const proxy = createProxy({
    apiKey: KEY,
    authorize: (request) => (request.headers.get("x-user") ? { user: request.headers.get("x-user") } : null),
    fetch: simulator.fetch,
  });
  const hosts = [];
  const fetch = (url, init) => {
    hosts.push(new URL(url).host);
    return proxy(new Request(url, init));
  };
  const baseUrl = "https://app.your-cdn.com/api/wan";
  const client = new WanClient({ baseUrl, headers: { "x-user": "ada" }, fetch, poll: QUICK });
  const video = await client.download(await client.generate(TEXT));
  assert.ok((await video.arrayBuffer()).byteLength > 1000);
  // Nor do they go to the API's host for files.
  await client.upload(new Blob(["x"])).catch(() => {});
  assert.deepEqual([...new Set(hosts)], ["app.your-cdn.com"]);
});

test("where a proxy leads elsewhere, nothing of the client's goes along", async () => {
  const { simulator } = setUp();
  const task = await new WanClient({ apiKey: KEY, fetch: simulator.fetch, poll: QUICK }).generate(TEXT);
  const seen = [];
  const fetch = async (url, { headers, redirect } = {}) => {
    seen.push([new URL(url).pathname, new Headers(headers).get("x-user"), redirect]);
    if (redirect === "manual") return new Response(null, { status: 302, headers: { location: task.results[0] } });
    return simulator.fetch(task.results[0]);
  };
  const baseUrl = "https://app.your-cdn.com/api/wan";
  const client = new WanClient({ baseUrl, headers: { "x-user": "ada" }, fetch });
  const url = `${baseUrl}/v1/tasks/${task.id}/content`;
  assert.equal((await client.download({ ...task, results: [url] })).status, 200);
  const path = new URL(url).pathname;
  assert.deepEqual(seen, [
    [path, "ada", "manual"],
    [path, null, undefined],
  ]);
});
