// The proxy in workerd: two Workers, which are two isolates, and the Durable Objects they share.
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { createHttpHandler, createSimulator } from "wanreel/simulator";
import { workerModules } from "../../scripts/lib/worker-modules.mjs";
import { client, KEY, POST, REQUEST, serve } from "./world.mjs";

// Read when miniflare is loaded: nothing is to be asked of the network.
Object.assign(process.env, { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" });

const here = dirname(fileURLToPath(import.meta.url));
const simulator = createSimulator({ apiKeys: [KEY], generationMs: 700, latency: 30 });
let miniflare;
let origins;

before(async () => {
  const { Miniflare } = await import("miniflare");
  const bundled = await build({
    entryPoints: [join(here, "worker.mjs")],
    bundle: true,
    write: false,
    format: "esm",
    conditions: ["workerd"],
    external: ["*.wasm", "node:*", "cloudflare:*"],
  });
  const worker = (name, script) => ({
    name,
    modules: workerModules(bundled.outputFiles[0].text),
    compatibilityDate: "2026-04-01",
    bindings: { EVOLINK_API_KEY: KEY, API: api },
    durableObjects: {
      LIMITS: { className: "LimitsObject", ...script },
      TASKS: { className: "TaskStoreObject", ...script },
    },
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
  });
  const api = await serve(createHttpHandler(simulator, { all: true }));
  miniflare = new Miniflare({
    host: "127.0.0.1",
    cf: false,
    workers: [worker("one"), worker("two", { scriptName: "one" })],
  });
  await miniflare.ready;
  origins = await Promise.all(["one", "two"].map(async (name) => (await miniflare.unsafeGetDirectURL(name)).origin));
});
after(() => miniflare?.dispose());

const post = (at, body, headers = {}) =>
  fetch(origins[at] + POST, {
    method: "POST",
    headers: { "content-type": "application/json", "x-user": "ann", ...headers },
    body: JSON.stringify(body),
  });

test("a page's client, its submit in one isolate, everything else in the other", async () => {
  simulator.reset();
  const headers = { "x-user": "eva" };
  const [one, two] = origins.map((origin) => client(`${origin}/api/wan`, { headers, fetch }));
  const submitted = await one.submit(REQUEST);
  const task = await two.wait(submitted.id);
  const video = await two.download(task);
  assert.equal(video.headers.get("content-type"), "video/mp4");
  assert.ok((await video.arrayBuffer()).byteLength > 1000);
  assert.equal(
    (await fetch(`${origins[1]}/api/wan/v1/tasks/${task.id}`, { headers: { "x-user": "eve" } })).status,
    404,
  );
  const part = await fetch(task.results[0], { headers: { range: "bytes=0-99" } });
  assert.equal(part.status, 206);
  assert.equal((await part.arrayBuffer()).byteLength, 100);
});

test("racing for the last of a budget, and with one key, from both isolates", async () => {
  simulator.reset();
  const racing = Array.from({ length: 12 }, (_, number) =>
    post(number % 2, { ...REQUEST, prompt: `${REQUEST.prompt}, take ${number}` }),
  );
  const statuses = (await Promise.all(racing)).map(({ status }) => status).sort();
  assert.deepEqual(statuses, [200, 200, 200, ...Array(9).fill(402)]);
  assert.equal(simulator.tasks().length, 3);
  const key = { "idempotency-key": "paid-intent-0000000001", "x-user": "bob" };
  const same = await Promise.all(Array.from({ length: 6 }, (_, number) => post(number % 2, REQUEST, key)));
  const ids = new Set((await Promise.all(same.map((answer) => answer.json()))).map(({ id }) => id));
  assert.equal(ids.size, 1);
  assert.equal(simulator.tasks().length, 4);
});

test("refusals and unknown outcomes are what they are in Node", async () => {
  simulator.reset();
  assert.equal((await fetch(origins[0] + POST, { method: "POST", body: "{}" })).status, 401);
  assert.equal((await post(0, REQUEST, { "content-type": "text/plain" })).status, 415);
  assert.equal((await post(0, { ...REQUEST, prompt: "x".repeat(70_000) })).status, 413);
  assert.equal((await post(0, REQUEST, { "sec-fetch-site": "cross-site" })).status, 403);
  assert.equal((await post(0, { ...REQUEST, duration: 99 })).status, 400);
  for (const path of [
    "/v1/credits",
    "/../v1/credits",
    "//v1/credits",
    "/v1/tasks/a%2fb",
    "/v1/tasks/task-unified-1-abc",
  ]) {
    const answer = await fetch(`${origins[0]}/api/wan${path}`, { headers: { "x-user": "ann" } });
    assert.equal(answer.status, 404, path);
  }
  for (const [fault, name] of [
    [{ do: "drop_after" }, "SubmissionUnknownError"],
    [{ status: 502 }, "SubmissionUnknownError"],
    [{ status: 307, headers: { location: "https://evil.example/" } }, "SubmissionUnknownError"],
    [{ status: 400 }, "InvalidRequestError"],
    [{ status: 429, retryAfter: 600 }, "RateLimitError"],
  ]) {
    simulator.setFaults({ on: "submit", ...fault });
    const page = client(`${origins[0]}/api/wan`, { headers: { "x-user": `user-${JSON.stringify(fault)}` }, fetch });
    await assert.rejects(page.submit(REQUEST), { name });
  }
  simulator.setFaults([]);
});

test("a page that goes away does not stop what was sent", async () => {
  simulator.reset();
  simulator.setFaults({ on: "submit", delayMs: 300 });
  const headers = { "content-type": "application/json", "x-user": "cleo", "idempotency-key": "paid-intent-0000000002" };
  const stop = new AbortController();
  const gone = fetch(origins[0] + POST, {
    method: "POST",
    headers,
    body: JSON.stringify(REQUEST),
    signal: stop.signal,
  });
  setTimeout(() => stop.abort(), 120);
  await assert.rejects(gone, { name: "AbortError" });
  const answer = await post(1, REQUEST, headers);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("idempotency-replayed"), "true");
  assert.equal(simulator.tasks().length, 1);
  simulator.setFaults([]);
});

test("a task that is polled again and again is seen to end", async () => {
  simulator.reset();
  const { id } = await (await post(0, REQUEST, { "x-user": "dora" })).json();
  const seen = new Set();
  for (const end = performance.now() + 10_000; !seen.has("completed") && performance.now() < end; ) {
    const answer = await fetch(`${origins[0]}/api/wan/v1/tasks/${id}`, { headers: { "x-user": "dora" } });
    assert.equal(answer.status, 200);
    seen.add((await answer.json()).status);
    // A user's requests of a minute are counted, and a quick machine would use them up.
    await new Promise((done) => setTimeout(done, 25));
  }
  assert.ok(seen.size > 1 && seen.has("completed"), [...seen].join());
});

test("a page that goes away in the middle of a poll keeps no other waiting", async () => {
  simulator.reset();
  const { id } = await (await post(0, REQUEST, { "x-user": "finn" })).json();
  simulator.setFaults({ on: "poll", delayMs: 20_000, times: 1 });
  const poll = (signal) =>
    fetch(`${origins[0]}/api/wan/v1/tasks/${id}`, { headers: { "x-user": "finn" }, ...(signal && { signal }) });
  const gone = assert.rejects(poll(AbortSignal.timeout(300)), { name: "TimeoutError" });
  await new Promise((done) => setTimeout(done, 100));
  const started = performance.now();
  assert.deepEqual(await Promise.all(Array.from({ length: 5 }, async () => (await poll()).status)), Array(5).fill(200));
  assert.ok(performance.now() - started < 5_000, "the one that had gone was waited for");
  await gone;
  simulator.setFaults([]);
});
