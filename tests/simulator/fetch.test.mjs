// The simulator's fetch: a drop-in for the real one, in this process.
import assert from "node:assert/strict";
import { test } from "node:test";
import { probe } from "wanreel/media";
import { createSimulator } from "wanreel/simulator";
import { check, checking } from "./schemas.mjs";

const API = "https://api.evolink.ai";
const KEY = { authorization: "Bearer sk-test" };
const REQUEST = { model: "wan2.7-text-to-video", prompt: "A lighthouse keeper climbs the stairs at dusk" };

const post = (fetch, request = REQUEST, init = {}) =>
  fetch(`${API}/v1/videos/generations`, {
    method: "POST",
    headers: { ...KEY, "content-type": "application/json" },
    body: JSON.stringify(request),
    ...init,
  });
const submit = async (fetch, request) => (await (await post(fetch, request)).json()).id;
const poll = async (fetch, id) => (await fetch(`${API}/v1/tasks/${id}`, { headers: KEY })).json();

/** A clock to turn, and a simulator that runs by it. */
function world(options = {}) {
  const time = { now: Date.UTC(2026, 4, 22) };
  const simulator = createSimulator({ clock: () => time.now, generationMs: 10_000, ...options });
  return { simulator, time, fetch: checking(simulator.fetch) };
}

test("a whole conversation, every answer as its schema has it", async () => {
  const { simulator, time, fetch } = world();
  const id = await submit(fetch);
  assert.match(id, /^task-unified-1779408000-[0-9a-z]{8}$/);
  assert.equal((await poll(fetch, id)).status, "pending");
  time.now += 5000;
  assert.equal((await poll(fetch, id)).status, "processing");
  assert.equal(simulator.billedMicroUsd(), 0);
  time.now += 5000;
  const done = await poll(fetch, id);
  assert.equal(done.status, "completed");
  assert.equal(simulator.billedMicroUsd(), 430_000);
  const credits = await (await fetch(`${API}/v1/credits`, { headers: KEY })).json();
  assert.equal(credits.data.user.used_credits, 29.24);
  const [task] = simulator.tasks();
  assert.deepEqual([task.id, task.status, task.polls, task.request.prompt], [id, "completed", 3, REQUEST.prompt]);
  assert.equal(fetch.count(), 5);
});

test("every documented error and every outcome, as its schema has it", async () => {
  const { simulator, time, fetch } = world({ credits: 40 });
  for (const status of [400, 401, 402, 403, 404, 408, 425, 429, 500, 502, 503, 504]) {
    simulator.setFaults({ status });
    assert.equal((await post(fetch)).status, status);
    for (const path of ["/v1/tasks/task-unified-1-x", "/v1/credits"]) {
      assert.equal((await fetch(API + path, { headers: KEY })).status, status);
    }
    const upload = await fetch(`${API}/api/v1/files/upload/url`, { method: "POST", headers: KEY, body: "{}" });
    assert.equal(upload.status, status);
  }
  for (const fault of [{ do: "fail" }, { do: "cancel" }, { do: "no_result" }, { do: "never_finish" }]) {
    simulator.reset();
    simulator.setFaults(fault);
    const id = await submit(fetch);
    time.now += 20_000;
    await poll(fetch, id);
  }
  simulator.reset();
  simulator.setFaults([]);
  await submit(fetch);
  assert.equal((await post(fetch)).status, 402);
  assert.equal((await post(fetch, { ...REQUEST, duration: 99 })).status, 400);
  assert.equal((await fetch(`${API}/v1/credits`)).status, 401);
  assert.equal(fetch.count(), 12 * 4 + 4 * 2 + 4);
});

test("takes what fetch takes", async () => {
  const { simulator } = world();
  const { fetch } = simulator;
  const path = "/v1/credits";
  for (const input of [API + path, new URL(API + path), new Request(API + path, { headers: KEY }), path]) {
    const response = await fetch(input, input instanceof Request ? undefined : { headers: new Headers(KEY) });
    assert.equal(response.status, 200);
    assert.ok(response instanceof Response);
    assert.ok(response.url.endsWith(path));
  }
  const form = new FormData();
  form.append("file", new Blob(["\x89PNG\r\n\x1a\n"], { type: "image/png" }), "ä b.png");
  form.append("uploadPath", "photos");
  const uploaded = await fetch(`${API}/api/v1/files/upload/stream`, { method: "POST", headers: KEY, body: form });
  const { data } = await uploaded.json();
  assert.equal(data.upload_path, "photos");
  const file = await fetch(data.file_url);
  assert.equal(file.headers.get("content-type"), "image/png");
  assert.equal((await file.arrayBuffer()).byteLength, data.file_size);
  await assert.rejects(fetch(API, { method: "GET", body: "x" }), TypeError);
  assert.deepEqual(
    simulator
      .log()
      .map(({ kind, host }) => [kind, host])
      .slice(0, 4),
    [
      ["credits", "api.evolink.ai"],
      ["credits", "api.evolink.ai"],
      ["credits", "api.evolink.ai"],
      ["credits", "simulator.test"],
    ],
  );
});

test("the result is a real video, in whole and in part", async () => {
  const { fetch, time } = world();
  const id = await submit(fetch, { ...REQUEST, aspect_ratio: "1:1" });
  time.now += 10_000;
  const [url] = (await poll(fetch, id)).results;
  const whole = await fetch(url);
  assert.equal(whole.headers.get("content-type"), "video/mp4");
  const expected = await whole.blob();
  const { width, height, seconds } = await probe(expected);
  assert.deepEqual([width, height, seconds], [960, 960, 5]);
  const part = await fetch(url, { headers: { range: "bytes=4-7" } });
  assert.deepEqual([part.status, await part.text()], [206, "ftyp"]);
  const head = await fetch(url, { method: "HEAD" });
  assert.deepEqual([head.headers.get("content-length"), await head.text()], [String(expected.size), ""]);
  time.now += 24 * 3_600_000;
  assert.equal((await fetch(url)).status, 403);
});

test("callbacks: after billing, with retries, through callbackFetch", async () => {
  const sent = [];
  const answers = [Promise.reject(new TypeError("fetch failed")), { status: 500 }, { status: 204 }];
  const heard = [];
  const { simulator, time, fetch } = world({
    callbackFetch: async (url, init) => {
      sent.push([url, init.method, simulator.billedMicroUsd()]);
      check("task", JSON.parse(init.body));
      return answers.shift();
    },
    onCallback: ({ attempt, status }) => heard.push([attempt, status]),
  });
  await submit(fetch, { ...REQUEST, callback_url: "https://hooks.example.com/done" });
  for (const pause of [9_999, 1, 999, 1, 1_999, 1, 60_000]) {
    time.now += pause;
    await simulator.tick();
  }
  assert.deepEqual(sent, Array(3).fill(["https://hooks.example.com/done", "POST", 430_000]));
  assert.deepEqual(heard, [
    [1, null],
    [2, 500],
    [3, 204],
  ]);
  assert.deepEqual(
    simulator.tasks()[0].callbacks.map(({ status }) => status),
    [null, 500, 204],
  );
});

test("callbacks: by the wall clock no tick is needed", async () => {
  const body = await new Promise((resolve) => {
    const { fetch } = createSimulator({
      generationMs: 30,
      callbackFetch: async (_, init) => {
        resolve(JSON.parse(init.body));
        return new Response(null, { status: 204 });
      },
    });
    submit(fetch, { ...REQUEST, callback_url: "https://hooks.example.com/done" });
  });
  assert.equal(body.status, "completed");
});

test("onRequest hears each request; the key is nowhere", async () => {
  const heard = [];
  const { simulator, fetch } = world({ apiKeys: ["sk-test"], onRequest: (request) => heard.push(request) });
  await post(fetch);
  await fetch(`${API}/v1/credits`, { headers: { authorization: "Bearer wrong" } });
  assert.deepEqual(
    heard.map(({ kind, status, authorized }) => [kind, status, authorized]),
    [
      ["submit", 200, true],
      ["credits", 401, true],
    ],
  );
  assert.deepEqual(heard, simulator.log());
  assert.ok(!JSON.stringify([heard, simulator.tasks()]).includes("sk-test"));
});

test("reset begins anew: the same ids, the same faults", async () => {
  const { simulator, fetch } = world({ seed: 1, faults: { on: "submit", nth: 2, status: 500 } });
  const first = await submit(fetch);
  assert.equal((await post(fetch)).status, 500);
  simulator.reset();
  assert.deepEqual([simulator.tasks(), simulator.log(), simulator.billedMicroUsd()], [[], [], 0]);
  assert.equal(await submit(fetch), first);
  assert.equal((await post(fetch)).status, 500);
});

test("simulators do not disturb each other", async () => {
  const [one, two] = [world(), world()];
  const ids = await Promise.all([submit(one.fetch), submit(two.fetch), submit(one.fetch)]);
  assert.equal(new Set(ids).size, 3);
  assert.deepEqual([one.simulator.tasks().length, two.simulator.tasks().length], [2, 1]);
});

test("mistakes in the options are named", () => {
  const wrong = (options, message) => assert.throws(() => createSimulator(options), { name: "TypeError", message });
  wrong({ latncy: 5 }, /^createSimulator: unknown option "latncy"; there are apiKeys, /);
  wrong({ clock: 5 }, "createSimulator: clock must be a function");
  wrong({ generationMs: "soon" }, "createSimulator: generationMs must be a number of milliseconds, 0 or more");
  wrong({ generationMs: Number.NaN }, /generationMs must be/);
  wrong({ faults: [{ do: "explode" }] }, /^createSimulator: faults\[0\].do must be one of refuse, /);
  wrong(null, /^createSimulator: options must be an object/);
  wrong([], /^createSimulator: options must be an object/);
  assert.throws(() => createSimulator().setFaults([{ status: 1 }]), {
    name: "TypeError",
    message: /faults\[0\].status/,
  });
  assert.ok(createSimulator(undefined).fetch);
  assert.ok(createSimulator({ seed: undefined, faults: [] }).fetch);
});
