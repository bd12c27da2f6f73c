// One client at the top of a Worker's module, which its requests share: workerd ends a request's promises and timers with
// that request, and what another request has begun must then keep nobody waiting, nor be paid for twice.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, afterEach, before, test } from "node:test";
import { Miniflare } from "miniflare";
import { createHttpHandler, createSimulator } from "wanreel/simulator";
import { workerModules } from "../../scripts/lib/worker-modules.mjs";
import { bundle } from "./lib/bundle.mjs";

/** A request that has ended counts as gone after about 4 s; a runtime that is busy takes longer over them. */
const PROMPT_MS = 20_000;
const REQUEST = { model: "wan2.7-text-to-video", prompt: "a lighthouse in the rain", duration: 5 };
const simulator = createSimulator({ generationMs: 500 });
const contents = await bundle("shared-client.mjs", {
  conditions: ["workerd", "worker", "browser"],
  external: ["*.wasm"],
});
const server = createServer(createHttpHandler(simulator, { all: true })).listen(0, "127.0.0.1");
await new Promise((done) => server.once("listening", done));
const address = `http://127.0.0.1:${server.address().port}`;

after(() => {
  server.closeAllConnections();
  server.close();
});
afterEach(() => {
  simulator.setFaults([]);
  simulator.reset();
});

const later = (ms) => new Promise((done) => setTimeout(done, ms));

// Until October 2024, whoever awaited another request's promise went on as that request.
for (const date of ["2024-09-23", "2026-04-01"]) {
  let worker;
  let url;
  before(async () => {
    worker = new Miniflare({
      cf: false,
      compatibilityDate: date,
      modules: workerModules(contents),
    });
    url = await worker.ready;
  });
  after(() => worker?.dispose());

  const ask = async (say) => {
    const signal = AbortSignal.timeout(60_000);
    const answer = await fetch(url, { method: "POST", body: JSON.stringify({ name: "one", address, ...say }), signal });
    return answer.json();
  };
  const named = (name) => ({ ...REQUEST, prompt: `${REQUEST.prompt}, ${name}` });
  /** One that leaves in the middle, and two that come meanwhile. */
  const withOneThatLeaves = async (say, leaveMs) => {
    const first = ask({ ...say, leaveMs });
    await later(leaveMs / 2);
    const began = performance.now();
    const others = await Promise.all([ask(say), ask(say)]);
    assert.ok(performance.now() - began < PROMPT_MS, "the one that had left was waited for");
    assert.deepEqual(await first, { left: true });
    return others;
  };

  test(`equal submits of requests that live are one (${date})`, async () => {
    simulator.setFaults({ on: "submit", delayMs: 400 });
    const say = { call: "submit", body: named("together") };
    const all = await Promise.all(Array.from({ length: 5 }, () => ask(say)));
    const [{ id }] = simulator.tasks();
    assert.deepEqual(
      all.map((task) => task.id),
      Array(5).fill(id),
    );
    assert.equal(all.filter(({ deduplicated }) => deduplicated).length, 4);
    assert.equal(simulator.tasks().length, 1);
  });

  test(`a refusal is told to all (${date})`, async () => {
    simulator.setFaults({ on: "submit", status: 403, delayMs: 400 });
    const say = { call: "submit", body: named("refused") };
    const all = await Promise.all(Array.from({ length: 3 }, () => ask(say)));
    assert.deepEqual(
      all.map(({ error }) => error),
      Array(3).fill("PermissionDeniedError"),
    );
  });

  test(`a request ends while its POST is on its way (${date})`, async () => {
    simulator.setFaults({ on: "submit", delayMs: 3_000 });
    const others = await withOneThatLeaves({ call: "submit", body: named("left") }, 600);
    for (const { error, idempotencyKey } of others) {
      assert.equal(error, "SubmissionUnknownError");
      assert.match(idempotencyKey, /^wan-/);
    }
    assert.ok(simulator.tasks().length <= 1, "it was paid for twice");
  });

  test(`a request ends before its POST (${date})`, async () => {
    const say = { name: "slow key", slow: "key", call: "submit", body: named("unsent") };
    const others = await withOneThatLeaves(say, 600);
    const [{ id }] = simulator.tasks();
    assert.deepEqual(
      others.map((task) => task.id),
      [id, id],
    );
    assert.equal(simulator.tasks().length, 1);
  });

  test(`a request ends while it waits (${date})`, async () => {
    const say = { call: "generate", body: named("waited for") };
    const others = await withOneThatLeaves(say, 300);
    assert.deepEqual(
      others.map(({ status }) => status),
      ["completed", "completed"],
    );
    assert.equal(simulator.tasks().length, 1);
  });

  test(`a request ends while it looks into a callback (${date})`, async () => {
    const { id } = await ask({ call: "generate", body: named("called back") });
    simulator.setFaults({ on: "poll", delayMs: 3_000, times: 1 });
    const others = await withOneThatLeaves({ call: "receiveCallback", body: { id } }, 600);
    assert.deepEqual(
      others.map((task) => task.id).filter((each) => each !== undefined),
      [id],
      "told once",
    );
  });

  test(`what a listener of another request has begun holds nobody up for long (${date})`, async () => {
    const about = { name: "slow listener", slow: "listener", call: "submit" };
    await ask({ ...about, body: named("heard"), leaveMs: 300 });
    assert.equal((await ask({ ...about, body: named("hears") })).status, "pending");
    const began = performance.now();
    await ask({ ...about, body: named("hears no more") });
    assert.ok(performance.now() - began < 4_500, "it is waited for again and again");
  });

  test(`a wait that outlives a queue consumer is told of, once a client (${date})`, async () => {
    for (const [deadlineMs, warnings] of [
      [900_000, ["deadline_past_platform"]],
      [720_000, []],
    ]) {
      const about = { name: `${deadlineMs}`, deadlineMs, call: "generate" };
      await ask({ ...about, body: named("one") });
      assert.deepEqual((await ask({ ...about, body: named("another") })).warnings, warnings);
    }
  });
}
