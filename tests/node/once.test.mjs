/** Orders of events in which a client could pay twice, lose sight of a task, or hang. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { SubmissionUnknownError, TaskFailedError, WanClient } from "wanreel";
import { MemoryStore } from "wanreel/stores";
import { KEY, png, setUp, TEXT } from "./support.mjs";

const json = (body, status = 200) => new Response(JSON.stringify(body), { status });

test("no fallback while the first task may still run", async () => {
  let posts = 0;
  const fetch = async (_, { method }) => {
    if (method === "POST") return json({ id: `task-unified-${++posts}`, status: "pending" });
    return json({ error: { code: "model_not_found", message: "gone" } }, 404);
  };
  const client = new WanClient({ apiKey: KEY, fetch, fallback: true, poll: { initialMs: 5 } });
  await assert.rejects(client.generate(TEXT), { name: "NotFoundError", taskId: "task-unified-1" });
  assert.equal(posts, 1);
});

test("a task seen failed late does not free the record of its successor", async () => {
  const store = new MemoryStore();
  const faults = [
    { nth: 1, do: "fail", code: "service_error" },
    { nth: 2, do: "never_finish" },
  ];
  const { client: a, simulator, posts } = setUp({ faults }, { store });
  const b = new WanClient({ apiKey: KEY, fetch: simulator.fetch, store, poll: { initialMs: 5 } });
  const first = await a.submit(TEXT);
  await assert.rejects(b.generate(TEXT), TaskFailedError);
  const second = await b.submit(TEXT);
  await assert.rejects(a.wait(first), TaskFailedError);
  const third = await a.submit(TEXT);
  assert.equal(third.id, second.id);
  assert.equal(posts(), 2);
});

test("generateAll: a consumer that stops does not cut a POST off", async () => {
  const store = new MemoryStore();
  const { client } = setUp({ faults: [{ on: "submit", nth: 2, delayMs: 150 }], generationMs: 5 }, { store });
  for await (const { task } of client.generateAll([TEXT, { ...TEXT, seed: 1 }], { concurrency: 2 })) {
    assert.equal(task.status, "completed");
    break;
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  const states = (await store.list()).map(([, { state, taskId }]) => [state, taskId !== undefined]);
  assert.deepEqual(states, [
    ["submitted", true],
    ["submitted", true],
  ]);
});

test("generateAll: a source that waits does not hold back a result; an abort ends it", async () => {
  const { client } = setUp({ generationMs: 5 });
  const stop = new AbortController();
  async function* source() {
    yield TEXT;
    await new Promise(() => {});
  }
  const all = client.generateAll(source(), { signal: stop.signal });
  assert.equal((await all.next()).value.task.status, "completed");
  setTimeout(() => stop.abort(new Error("enough")), 20);
  await assert.rejects(all.next(), /enough/);
});

test("generateAll: an abort before it begins pulls nothing", async () => {
  const { client, posts } = setUp();
  let pulled = 0;
  function* source() {
    for (;;) yield { ...TEXT, seed: ++pulled };
  }
  await assert.rejects(client.generateAll(source(), { signal: AbortSignal.abort(new Error("no")) }).next(), /no/);
  assert.equal(posts(), 0);
  assert.ok(pulled <= 1);
});

test("what was put aside is given back though the submit was repeated", async () => {
  const { client } = setUp({ faults: [{ nth: 1, do: "fail" }] }, { budget: { totalMicroUsd: 500_000 } });
  await client.submit(TEXT);
  await assert.rejects(client.generate(TEXT), TaskFailedError);
  await client.generate(TEXT);
  const [{ reservedMicroUsd, spentMicroUsd }] = client.spending();
  assert.deepEqual([reservedMicroUsd, spentMicroUsd], [0, 430_000]);
});

test("what was resumed and ended is not listed again", async () => {
  const store = new MemoryStore();
  const { client, simulator } = setUp({}, { store });
  await client.submit(TEXT);
  const other = new WanClient({ apiKey: KEY, fetch: simulator.fetch, store, poll: { initialMs: 5 } });
  for (const { record } of await other.resume()) await other.wait(record.taskId);
  assert.deepEqual(await other.resume(), []);
});

test("a body that breaks off is a lost answer, whatever code its error has", async () => {
  let posts = 0;
  const fetch = async () => {
    posts++;
    const start = (controller) => controller.error(Object.assign(new Error("gone"), { code: "ECONNREFUSED" }));
    return new Response(new ReadableStream({ start }));
  };
  await assert.rejects(new WanClient({ apiKey: KEY, fetch }).submit(TEXT), SubmissionUnknownError);
  assert.equal(posts, 1);
});

test("an answer that is no JSON is no task", async () => {
  const fetch = async () => new Response('{"id":"task-unified-1","x":~NaN}');
  await assert.rejects(new WanClient({ apiKey: KEY, fetch }).submit(TEXT), SubmissionUnknownError);
});

test("a second caller does not inherit an abort in the upload", async () => {
  const { client, posts } = setUp({ faults: [{ on: "upload", nth: 1, delayMs: 100 }] });
  const request = { model: "wan2.7-image-to-video", prompt: "a bottle turns slowly", image_start: png() };
  const stop = new AbortController();
  const first = client.submit(request, { signal: stop.signal });
  await new Promise((resolve) => setTimeout(resolve, 20));
  const second = client.submit(request);
  await new Promise((resolve) => setTimeout(resolve, 20));
  stop.abort();
  await assert.rejects(first, { name: "AbortError" });
  assert.match((await second).id, /^task-unified-/);
  assert.equal(posts(), 1);
});

test("an upload heeds an abort while the key is waited for", async () => {
  const { client } = setUp({}, { apiKey: () => new Promise(() => {}) });
  await assert.rejects(client.upload(new Blob(["x"]), { signal: AbortSignal.timeout(20) }), { name: "TimeoutError" });
});

test("a dollar sign in the URL of an upload stays one", async () => {
  let posted;
  const fetch = async (url, { body }) => {
    if (url.includes("/upload/"))
      return json({ success: true, data: { file_url: "https://files.your-cdn.com/a.png?x=$$y$&z" } });
    posted = JSON.parse(body);
    return json({ id: "task-unified-1", status: "pending" });
  };
  const client = new WanClient({ apiKey: KEY, fetch });
  await client.submit({
    model: "wan2.7-image-to-video",
    prompt: "a bottle turns slowly",
    image_start: png(),
  });
  assert.equal(posted.image_start, "https://files.your-cdn.com/a.png?x=$$y$&z");
});

test("a claim that was deleted while its file was uploaded is not posted beside its successor", async () => {
  const store = new MemoryStore();
  const request = { model: "wan2.7-image-to-video", prompt: "A fox wakes up in the snow", image_start: png() };
  const {
    client: slow,
    simulator,
    posts,
  } = setUp({ faults: { on: "upload", nth: 1, delayMs: 100 } }, { store, budget: { totalMicroUsd: 10_000_000 } });
  const quick = new WanClient({ apiKey: KEY, fetch: simulator.fetch, store });
  const first = slow.submit(request);
  while ((await store.list()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const [[key]] = await store.list();
  await store.delete(key);
  const second = await quick.submit(request);
  const { id, deduplicated } = await first;
  assert.deepEqual([id, deduplicated, posts()], [second.id, true, 1]);
  assert.equal(slow.spending()[0].reservedMicroUsd, 0);
});

test("a claim that was deleted while its file was uploaded, with no successor, is made anew", async () => {
  const store = new MemoryStore();
  const request = { model: "wan2.7-image-to-video", prompt: "A fox wakes up in the snow", image_start: png() };
  const { client, posts } = setUp({ faults: { on: "upload", nth: 1, delayMs: 50 } }, { store });
  const first = client.submit(request);
  while ((await store.list()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const [[key]] = await store.list();
  await store.delete(key);
  const { id } = await first;
  const again = await client.submit(request);
  assert.deepEqual([again.id, again.deduplicated, posts()], [id, true, 1]);
});

test("one that was frozen between its claim and its POST looks whether another has sent the request", async (t) => {
  const other = { state: "submitted", idempotencyKey: "another-key-of-16", taskId: "task-unified-other" };
  const inner = new MemoryStore();
  let ahead = 0;
  const now = Date.now;
  t.mock.method(Date, "now", () => now() + ahead);
  const store = {
    get: (key) => inner.get(key),
    set: (key, record) => inner.set(key, record),
    delete: (key) => inner.delete(key),
    async claim(key, record) {
      const there = await inner.claim(key, record);
      if (there || ahead > 0) return there;
      // The process stops here for ten minutes; meanwhile a person has freed the request, and another has sent it.
      ahead = 600_000;
      const createdAt = Date.now() - 60_000;
      await inner.set(key, { ...record, ...other, createdAt, expiresAt: createdAt + 86_400_000 });
      return undefined;
    },
  };
  let posts = 0;
  const fetch = async () => {
    posts += 1;
    return json({ id: "task-unified-2", status: "pending" });
  };
  const task = await new WanClient({ apiKey: KEY, fetch, store }).submit(TEXT);
  assert.equal(task.id, other.taskId);
  assert.equal(posts, 0);
});

/** Aborts after so many turns of the queue of promises. */
async function abortAfter(stop, turns) {
  for (let turn = 0; turn < turns; turn += 1) await undefined;
  stop.abort(new Error("enough"));
}

test("what is aborted before it leaves does not leave: at any turn between the key and the request", async () => {
  for (const call of ["submit", "retrieve"]) {
    let sent = 0;
    for (let turns = 0; turns < 16; turns += 1) {
      const stop = new AbortController();
      const fetch = (_, { signal }) => {
        assert.equal(stop.signal.aborted, false, `${call}, after ${turns} turns`);
        sent += 1;
        return new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
        });
      };
      const apiKey = async () => {
        await undefined;
        abortAfter(stop, turns);
        return KEY;
      };
      const store = new MemoryStore();
      const client = new WanClient({ apiKey, fetch, store });
      const before = sent;
      await assert.rejects(
        client[call](call === "submit" ? TEXT : "task-unified-1", { signal: stop.signal }),
        /enough/,
      );
      const left = sent > before && call === "submit" ? ["unknown"] : [];
      assert.deepEqual(
        (await store.list()).map(([, { state }]) => state),
        left,
        `${call}, after ${turns} turns`,
      );
    }
    assert.ok(sent > 0 && sent < 16, `${call}: some left, some did not: ${sent}`);
  }
});

test("an abort by whoever hears of the submit: nothing is posted, and nothing stands in the way of the next", async () => {
  const stop = new AbortController();
  const store = new MemoryStore();
  const onEvent = ({ type }) => type === "submit" && stop.abort(new Error("enough"));
  const { client, posts } = setUp({}, { store, onEvent });
  await assert.rejects(client.submit(TEXT, { signal: stop.signal }), /enough/);
  assert.equal(posts(), 0);
  assert.deepEqual(await store.list(), []);
  assert.notEqual((await client.submit(TEXT)).deduplicated, true);
  assert.equal(posts(), 1);
});
