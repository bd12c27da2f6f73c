// A real client before the proxy: what it is told is what happened, and nothing is paid for twice.
import assert from "node:assert/strict";
import { test } from "node:test";
import { WanClient } from "wanreel";
import { createProxy, MemoryLimits } from "wanreel/proxy";
import { createSimulator } from "wanreel/simulator";
import { atFullHour, client, KEY, POST, PRICE, REQUEST, serve, session, world } from "./world.mjs";

const IMAGE = "https://media.example.com/cat.jpg";
const VIDEO = "https://media.example.com/cat.mp4";
const INTENT = "paid-intent-0000000001";

const MODES = {
  "text to video": REQUEST,
  "image to video": {
    model: "wan2.7-image-to-video",
    image_start: IMAGE,
    prompt: "The cat looks up and slowly walks away",
  },
  "reference video": {
    model: "wan2.7-reference-video",
    image_urls: [IMAGE],
    prompt: "Image 1 shows a cat that crosses the street",
  },
  "video edit": {
    model: "wan2.7-video-edit",
    video_urls: [VIDEO],
    prompt: "Make the scene look like a watercolour painting",
  },
};

for (const [name, request] of Object.entries(MODES)) {
  test(`${name}, from the page's client to the video`, async () => {
    const scene = await world({ budget: { perUserDayMicroUsd: 5_000_000 } });
    const page = scene.client();
    const task = await page.generate(request);
    assert.equal(task.model, request.model);
    assert.deepEqual(task.results, [`${scene.origin}/api/wan/v1/tasks/${task.id}/content`]);
    const video = await page.download(task);
    assert.equal(video.headers.get("content-type"), "video/mp4");
    assert.ok((await video.arrayBuffer()).byteLength > 1000);
    const [made] = scene.simulator.tasks();
    assert.notEqual(task.id, made.id);
    assert.equal(scene.simulator.tasks().length, 1);
    assert.equal((await page.retrieve(task.id)).status, "completed");
  });
}

test("signed links: pages that sign in by a header can show and download, for an hour", async () => {
  const byHeader = (request) => {
    const user = request.headers.get("x-user");
    return user === null ? null : { user };
  };
  const scene = await world({ authorize: byHeader, results: "signed" });
  const page = client(`${scene.origin}/api/wan`, { headers: { "x-user": "ann" }, fetch });
  const task = await page.generate(REQUEST);
  const video = await page.download(task);
  assert.equal(video.status, 200);
  await video.body.cancel();
  const [link] = task.results;
  const ask = async (url, headers) => {
    const answer = await fetch(url, { headers });
    await answer.body?.cancel();
    return answer.status;
  };
  assert.equal(await ask(link, { "sec-fetch-site": "cross-site" }), 200);
  assert.equal(await ask(link.split("?")[0], {}), 401);
  assert.equal(await ask(link.replace(/expires=\d/, "expires=2"), {}), 404);
  assert.equal(
    await ask(
      link.replace(/.$/, (last) => (last === "A" ? "B" : "A")),
      {},
    ),
    404,
  );
  assert.equal(await ask(link.replace(/expires=\d+/, "expires=1000000000000"), {}), 404);
  assert.equal(await ask(link.replace("signature=", "signature=&x="), {}), 404);
  const { now } = Date;
  Date.now = () => now() + 3_601_000;
  try {
    assert.equal(await ask(link, {}), 404);
  } finally {
    Date.now = now;
  }
  assert.equal(await ask(`${scene.origin}/api/wan/v1/tasks/${task.id}?${link.split("?")[1]}`, {}), 401);
});

test("direct links: the API's own, no content route", async () => {
  const scene = await world({ results: "direct" });
  const task = await scene.client().generate(REQUEST);
  assert.match(task.results[0], /\/results\/task-unified-/);
  assert.equal((await scene.call(`/api/wan/v1/tasks/${task.id}/content`)).status, 404);
});

// ── what came of a submit ──

/** Error class by fault; the number of POSTs that reach the API; what is reserved after it. */
const OUTCOMES = [
  { fault: { do: "drop_before" }, name: "SubmissionUnknownError", posts: 1, kept: true },
  { fault: { do: "drop_after" }, name: "SubmissionUnknownError", posts: 1, kept: true },
  { fault: { do: "drop_body" }, name: "SubmissionUnknownError", posts: 1, kept: true },
  { fault: { do: "hang" }, name: "SubmissionUnknownError", posts: 1, kept: true },
  { fault: { do: "html" }, name: "SubmissionUnknownError", posts: 1, kept: true },
  { fault: { do: "truncated" }, name: "SubmissionUnknownError", posts: 1, kept: true },
  { fault: { do: "no_id" }, name: "SubmissionUnknownError", posts: 1, kept: true },
  { fault: { do: "null" }, name: "SubmissionUnknownError", posts: 1, kept: true },
  { fault: { status: 408 }, name: "SubmissionUnknownError", posts: 1, kept: true },
  { fault: { status: 500, body: "html" }, name: "SubmissionUnknownError", posts: 1, kept: true },
  { fault: { status: 502 }, name: "SubmissionUnknownError", posts: 1, kept: true },
  { fault: { status: 502, accepted: true }, name: "SubmissionUnknownError", posts: 1, kept: true },
  { fault: { status: 503 }, name: "SubmissionUnknownError", posts: 1, kept: true },
  { fault: { status: 504, accepted: true }, name: "SubmissionUnknownError", posts: 1, kept: true },
  { fault: { status: 307 }, name: "SubmissionUnknownError", posts: 1, kept: true },
  { fault: { status: 400 }, name: "InvalidRequestError", posts: 1 },
  { fault: { status: 400, code: "invalid_content" }, name: "ContentPolicyError", posts: 1 },
  { fault: { status: 401 }, name: "AuthenticationError", posts: 1 },
  { fault: { status: 402 }, name: "InsufficientQuotaError", posts: 1 },
  { fault: { status: 403 }, name: "PermissionDeniedError", posts: 1 },
  { fault: { status: 404, body: "empty" }, name: "UnknownModelError", posts: 1 },
  // fetch itself asks once more after a 421: at the proxy, and not again at the page.
  { fault: { status: 421 }, name: "InvalidRequestError", posts: 2 },
  { fault: { status: 503, code: "model_not_found" }, name: "UnknownModelError", posts: 1 },
  { fault: { status: 429, body: "empty" }, name: "RateLimitError", posts: 3 },
  { fault: { status: 429, retryAfter: 0 }, name: "RateLimitError", posts: 3 },
  { fault: { status: 429, retryAfter: 600 }, name: "RateLimitError", posts: 1, retryAfterMs: 600_000 },
  { fault: { status: 503, retryAfter: 0 }, name: "ServerError", posts: 3 },
  { fault: { status: 503, retryAfter: 999, body: "html" }, name: "RateLimitError", posts: 1, retryAfterMs: 999_000 },
];

for (const { fault, name, posts, kept = false, retryAfterMs } of OUTCOMES) {
  test(`${JSON.stringify(fault)} is ${name} at the page, after ${posts} POST`, async () => {
    const scene = await world({ timeouts: { submitMs: 300 }, budget: { perUserDayMicroUsd: PRICE } });
    const direct = client(scene.api, { apiKey: KEY, fetch, timeouts: { submitMs: 300 } });
    const submitting = async (page) => {
      scene.simulator.reset();
      scene.simulator.setFaults({ on: "submit", ...fault });
      const error = await page.submit(REQUEST).then(
        () => undefined,
        (thrown) => thrown,
      );
      return { error, count: scene.reached("submit").length };
    };
    const seen = await submitting(scene.client());
    assert.equal(seen.error?.name, name, String(seen.error));
    assert.equal(seen.count, posts);
    if (retryAfterMs !== undefined) assert.equal(seen.error.retryAfterMs, retryAfterMs);
    // The proxy changes nothing about what a client is told: a client of the API itself is told the same.
    const bare = await submitting(direct);
    if (fault.status !== 421)
      assert.deepEqual([bare.error?.name, bare.count, bare.error?.code], [name, posts, seen.error.code]);
    scene.simulator.reset();
    scene.simulator.setFaults([]);
    assert.equal(
      (await scene.post()).status,
      kept ? 402 : 200,
      kept ? "the money stays reserved" : "the money is free again",
    );
  });
}

test("a 500 in the API's own envelope stays one, for the page's client to judge", async () => {
  const scene = await world({ budget: { totalMicroUsd: PRICE } });
  scene.simulator.setFaults({ on: "submit", status: 500, times: 1 });
  const answer = await scene.post(REQUEST, { "idempotency-key": INTENT });
  assert.equal(answer.status, 500);
  assert.equal((await answer.json()).error.code, "internal_error");
  assert.equal((await scene.post(REQUEST, { "idempotency-key": INTENT })).status, 200);
});

test("an API that cannot be reached: 503 with Retry-After, since nothing was sent", async () => {
  const closed = await serve(() => {}, { closed: true });
  const scene = await world({ baseUrl: closed, budget: { totalMicroUsd: PRICE } });
  for (let time = 0; time < 2; time++) {
    const answer = await scene.post();
    assert.equal(answer.status, 503);
    assert.equal(answer.headers.get("retry-after"), "5");
    assert.equal((await answer.json()).error.code, "service_unavailable");
  }
});

// ── once ──

test("the same key twice, one after the other and at once: one POST, one task", async () => {
  const scene = await world({ simulate: { latency: 60 }, budget: { totalMicroUsd: PRICE } });
  const again = () => scene.post(REQUEST, { "idempotency-key": INTENT });
  const answers = await Promise.all([again(), again(), again()]);
  answers.push(await again());
  const tasks = await Promise.all(answers.map((answer) => answer.json()));
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200, 200],
  );
  assert.equal(new Set(tasks.map(({ id }) => id)).size, 1);
  assert.equal(answers.filter(({ headers }) => headers.get("idempotency-replayed") === "true").length, 3);
  assert.equal(scene.reached("submit").length, 1);
  assert.equal(scene.simulator.tasks().length, 1);
});

test("a page that makes sure after a lost answer gets its task, and pays once", async () => {
  const scene = await world();
  const { proxy } = scene;
  // The proxy sees the submit through, the page never hears of it.
  let lost = 0;
  const origin = await serve(async (incoming, outgoing) => {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const init = { method: incoming.method, headers: incoming.headers };
    if (incoming.method === "POST") init.body = Buffer.concat(chunks);
    const answer = await proxy(new Request(`http://${incoming.headers.host}${incoming.url}`, init));
    if (incoming.method === "POST" && lost++ === 0) return incoming.socket.destroy();
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  });
  const task = await client(`${origin}/api/wan`, { onUnknownOutcome: "resend-once" }).generate(REQUEST);
  assert.equal(task.status, "completed");
  assert.equal(scene.simulator.tasks().length, 1);
});

test("an unknown outcome stays unknown, however often the key comes again", async () => {
  const scene = await world({ budget: { totalMicroUsd: 10 * PRICE } });
  scene.simulator.setFaults({ on: "submit", do: "drop_after", times: 1 });
  for (let time = 0; time < 3; time++) {
    const answer = await scene.post(REQUEST, { "idempotency-key": INTENT });
    assert.equal(answer.status, 502);
    assert.equal(answer.headers.get("retry-after"), null);
    assert.equal((await answer.json()).error, undefined);
  }
  assert.equal(scene.reached("submit").length, 1);
  scene.simulator.setFaults({ on: "submit", do: "drop_after", times: 1 });
  const sure = scene.client({ onUnknownOutcome: "resend-once" });
  await assert.rejects(sure.submit({ ...REQUEST, duration: 3 }), { name: "SubmissionUnknownError" });
  assert.equal(scene.reached("submit").length, 2);
});

test('"resend" passes the same key on, which an API that honours it answers with the first task', async () => {
  const scene = await world({
    simulate: { idempotency: "honour" },
    onUnknownOutcome: "resend",
    budget: { totalMicroUsd: PRICE },
  });
  scene.simulator.setFaults({ on: "submit", do: "drop_after", times: 1 });
  const page = scene.client({ onUnknownOutcome: "resend-once" });
  const task = await page.generate(REQUEST);
  assert.equal(task.status, "completed");
  assert.equal(scene.reached("submit").length, 2);
  assert.equal(scene.simulator.tasks().length, 1);
});

test("a task that the API itself knew already is not reserved for twice", async () => {
  const limits = new MemoryLimits();
  const options = { limits, budget: { totalMicroUsd: 2 * PRICE } };
  const scene = await world({ ...options, simulate: { idempotency: "honour" } });
  const key = { "idempotency-key": INTENT };
  assert.equal((await scene.post(REQUEST, key)).status, 200);
  // Another isolate, whose store knows nothing of it.
  const other = await world({ ...options, baseUrl: scene.api });
  const answer = await other.post(REQUEST, key);
  assert.equal(answer.headers.get("idempotency-replayed"), "true");
  assert.equal((await scene.post()).status, 200);
  assert.equal((await scene.post()).status, 402);
  assert.equal(scene.simulator.tasks().length, 2);
});

test('"resend" and refused: the first may still be there, so it stays unknown', async () => {
  const scene = await world({ onUnknownOutcome: "resend" });
  scene.simulator.setFaults([
    { on: "submit", do: "drop_after", times: 1 },
    { on: "submit", status: 400 },
  ]);
  for (let time = 0; time < 5; time++) {
    assert.equal((await scene.post(REQUEST, { "idempotency-key": INTENT })).status, 502);
  }
  assert.equal(scene.reached("submit").length, 2, "once, not as often as it is asked for");
});

test('"resend" after midnight, then failed: nothing is given back of the new day, which reserved nothing', async () => {
  const charges = [];
  const limits = { add: async (all) => void charges.push(...all) };
  const simulate = { idempotency: "honour" };
  const scene = await world({ limits, simulate, onUnknownOutcome: "resend", budget: { perUserDayMicroUsd: PRICE } });
  scene.simulator.setFaults([
    { on: "submit", do: "drop_after", times: 1 },
    { on: "poll", status: 200, body: { text: JSON.stringify({ id: "x", status: "failed" }) } },
  ]);
  const key = { "idempotency-key": INTENT };
  assert.equal((await scene.post(REQUEST, key)).status, 502);
  const { now } = Date;
  const day = 86_400_000;
  Date.now = () => now() + day - (now() % day) + 1000;
  try {
    const answer = await scene.post(REQUEST, key);
    const { id } = await answer.json();
    assert.equal((await (await scene.call(`/api/wan/v1/tasks/${id}`)).json()).status, "failed");
  } finally {
    Date.now = now;
  }
  // Of the first day, once in each counter; and nothing is given back before the store says that it was reserved.
  const sums = charges.filter(({ amount }) => Math.abs(amount) === PRICE);
  assert.deepEqual(
    sums.map(({ amount }) => amount),
    [PRICE, PRICE, PRICE],
  );
  assert.equal(new Set(sums.map(({ key }) => key)).size, 3);
});

test("a page that goes away does not stop what was sent", async () => {
  const scene = await world({ simulate: { latency: 150 } });
  const stop = new AbortController();
  const headers = { "content-type": "application/json", "idempotency-key": INTENT };
  const gone = scene.call(POST, { method: "POST", headers, body: JSON.stringify(REQUEST), signal: stop.signal });
  setTimeout(() => stop.abort(), 60);
  await assert.rejects(gone, { name: "AbortError" });
  const answer = await scene.post(REQUEST, { "idempotency-key": INTENT });
  assert.equal(answer.headers.get("idempotency-replayed"), "true");
  assert.equal(scene.simulator.tasks().length, 1);
});

test("waitUntil is told of a submit, wherever the runtime passes it", async () => {
  const scene = await world();
  const promises = [];
  const context = { waitUntil: (promise) => promises.push(promise) };
  for (const more of [[context], [{ EVOLINK: "env" }, context], [{ params: {} }], []]) {
    const request = new Request(`https://shop.example${POST}`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie: "session=ann" },
      body: JSON.stringify(REQUEST),
    });
    assert.equal((await scene.proxy(request, ...more)).status, 200);
  }
  assert.equal(promises.length, 2);
  await Promise.all(promises);
});

test("stores that fail: before the POST nothing is sent, after it the answer counts", async () => {
  const broken = () => Promise.reject(new Error("store down"));
  const none = async () => undefined;
  const before = await world({ store: { get: none, claim: broken, set: none, delete: none } });
  const answer = await before.post();
  assert.equal(answer.status, 503);
  assert.ok(answer.headers.has("retry-after"));
  assert.deepEqual(before.reached(), []);
  const after = await world({ store: { get: none, claim: none, set: broken, delete: broken } });
  assert.equal((await after.post()).status, 200);
  assert.equal(after.events.find(({ type }) => type === "failed").where, "store");
  const limits = await world({ limits: { add: broken }, budget: { totalMicroUsd: PRICE } });
  assert.equal((await limits.post()).status, 503);
  assert.deepEqual(limits.reached(), []);
});

test("what happened is told, without the key", async () => {
  const scene = await world({ budget: { totalMicroUsd: PRICE } });
  await scene.post();
  await scene.post();
  await scene.call("/api/wan/v1/tasks/nope");
  assert.deepEqual(
    scene.events.map(({ type, user, code }) => [type, user, code]),
    [
      ["submitted", "ann", undefined],
      ["refused", "ann", "budget_exceeded"],
      ["refused", "ann", "task_not_found"],
    ],
  );
  assert.equal(scene.events[0].taskId, scene.simulator.tasks()[0].id);
  assert.equal(scene.events[0].microUsd, PRICE);
});

test("a log that throws or rejects costs no answer, not even where its error cannot be printed", async () => {
  const { error } = console;
  const printed = [];
  const listeners = [
    () => {
      throw new Error("log");
    },
    async () => {
      throw new Error("log");
    },
  ];
  try {
    for (const onEvent of listeners) {
      for (const print of [(thrown) => printed.push(thrown.message), listeners[0]]) {
        console.error = print;
        const scene = await world({ apiKey: async () => KEY, onEvent, budget: { totalMicroUsd: PRICE } });
        assert.equal((await scene.post()).status, 200);
        assert.equal((await scene.post()).status, 402);
        assert.equal((await scene.call("/api/wan/v1/tasks/nope")).status, 404);
        // A rejection that nobody hears of ends a process, a turn later.
        await new Promise((done) => setTimeout(done, 5));
      }
    }
  } finally {
    console.error = error;
  }
  assert.deepEqual(printed, Array(6).fill("log"));
});

test("a key function may fail: nothing is sent", async () => {
  const failing = await world({ apiKey: () => Promise.reject(new Error("vault")) });
  assert.equal((await failing.post()).status, 500);
  assert.deepEqual(failing.reached(), []);
});

test("made anew for each request, proxies still share their limits", async (t) => {
  atFullHour(t);
  const scene = await world();
  const apiKey = `${KEY}-of-its-own`;
  const make = () => createProxy({ apiKey, authorize: session, baseUrl: scene.api, rateLimit: { perHour: 2 } });
  const ask = () =>
    make()(
      new Request(`https://shop.example${POST}`, {
        method: "POST",
        headers: { "content-type": "application/json", cookie: "session=ann" },
        body: JSON.stringify(REQUEST),
      }),
    );
  const statuses = [];
  for (let time = 0; time < 3; time++) statuses.push((await ask()).status);
  // The simulator does not know this key; the proxy counts all the same.
  assert.deepEqual(statuses, [401, 401, 429]);
});

test("proxies that ask different APIs have nothing in common, those that ask the same have all", async () => {
  const budget = { perUserDayMicroUsd: PRICE };
  const post = async (proxy, key) => {
    const headers = { "content-type": "application/json", "idempotency-key": key };
    const body = JSON.stringify(REQUEST);
    return (await proxy(new Request(`https://app.example${POST}`, { method: "POST", headers, body }))).status;
  };
  const [one, two] = [createSimulator(), createSimulator()];
  const proxyOf = ({ fetch }) => createProxy({ apiKey: KEY, authorize: () => ({ user: "ann" }), fetch, budget });
  assert.equal(await post(proxyOf(one), INTENT), 200);
  assert.equal(await post(proxyOf(two), INTENT), 200);
  assert.deepEqual([one.tasks().length, two.tasks().length], [1, 1]);
  // Made anew, as in a handler of its own for each request: the same money, and the same task under the same key.
  assert.equal(await post(proxyOf(one), "paid-intent-0000000002"), 402);
  assert.equal(await post(proxyOf(one), INTENT), 200);
  assert.equal(one.tasks().length, 1);
  const wrapped = () => proxyOf({ fetch: (...given) => one.fetch(...given) });
  const user = "paid-intent-0000000003";
  assert.equal(await post(wrapped(), user), 200);
  assert.equal(await post(wrapped(), "paid-intent-0000000004"), 402);
});

test("at the root of its host where that is its mount, links lead there; else at its mount alone", async () => {
  const { fetch } = createSimulator({ generationMs: 10 });
  const proxy = createProxy({ apiKey: KEY, authorize: () => ({ user: "ann" }), fetch, mount: "/" });
  const page = new WanClient({
    baseUrl: "https://wan.example",
    fetch: (url, init) => proxy(new Request(url, init)),
    poll: { initialMs: 20 },
  });
  const { id, results } = await page.generate(REQUEST);
  assert.deepEqual(results, [`https://wan.example/v1/tasks/${id}/content`]);
  for (const [options, path] of [
    [{ mount: "/" }, "/api/wan"],
    [{ mount: "/api/wan" }, ""],
    [{}, ""],
  ]) {
    const elsewhere = createProxy({ apiKey: KEY, authorize: () => ({ user: "ann" }), fetch, ...options });
    const answer = await elsewhere(new Request(`https://wan.example${path}/v1/videos/generations`, { method: "POST" }));
    assert.equal((await answer.json()).error.code, "not_found");
  }
});

test("what keeps a proxy from working is printed where nobody listens, without the key", async (t) => {
  const printed = t.mock.method(console, "error", () => {});
  const lost = new Error(`no such key: ${KEY}`);
  const authorize = () => {
    throw lost;
  };
  const quiet = createProxy({ apiKey: KEY, authorize, onEvent() {} });
  const loud = createProxy({ apiKey: KEY, authorize });
  const ask = () => new Request("https://app.example/api/wan/v1/tasks/task-unified-1");
  await loud(ask());
  const [error] = printed.mock.calls.at(-1).arguments;
  // A key that was never used is not known yet, and one that is known is hidden.
  assert.match(error.message, /no such key/);
  await quiet(ask());
  assert.equal(printed.mock.callCount(), 1);
});
