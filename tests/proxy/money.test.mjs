// What the proxy counts: by user, feature and model, at the real length where that is told, on the day it was put aside.
import assert from "node:assert/strict";
import { test } from "node:test";
import { WanClient } from "wanreel";
import { createProxy, MemoryLimits } from "wanreel/proxy";
import { createSimulator } from "wanreel/simulator";
import { MemoryStore } from "wanreel/stores";
import { KEY, PRICE, REQUEST, session, world } from "./world.mjs";

const CLIP = "https://cdn.your-cdn.com/clip.mp4";
const REFERENCE = {
  model: "wan2.7-reference-video",
  video_urls: [CLIP],
  prompt: "Video 1 shows a dancer who crosses the street in the rain",
  duration: 10,
};
const other = (number) => ({ ...REQUEST, prompt: `${REQUEST.prompt}, take number ${number}` });
const settled = () => new Promise((done) => setTimeout(done, 80));

test("5 s of reference and 10 s of output count as $1.29 where the length is told, and as a ceiling where it is not", async () => {
  const told = async ({ video_urls: urls }) => Object.fromEntries(urls.map((url) => [url, { seconds: 5 }]));
  for (const [inputs, microUsd] of [
    [told, 1_290_000],
    [false, 3_440_000],
    [() => undefined, 3_440_000],
    [() => Promise.reject(new Error("down")), 3_440_000],
    [() => ({ [CLIP]: { seconds: "5" } }), 3_440_000],
    [() => ({ [CLIP]: { seconds: Number.NaN } }), 3_440_000],
    [() => "5 s", 3_440_000],
  ]) {
    const scene = await world({ inputs, budget: { perUserDayMicroUsd: 9_000_000 } });
    const { id } = await (await scene.post(REFERENCE)).json();
    const [{ reservedMicroUsd }] = await scene.proxy.spending();
    assert.equal(reservedMicroUsd, microUsd);
    await settled();
    await scene.call(`/api/wan/v1/tasks/${id}`);
    const [line] = await scene.proxy.spending({ user: "ann" });
    assert.deepEqual(
      [line.user, line.model, line.reservedMicroUsd, line.spentMicroUsd, line.ceilingMicroUsd],
      ["ann", REFERENCE.model, 0, microUsd, microUsd === 1_290_000 ? 0 : microUsd],
    );
    assert.equal(scene.simulator.billedMicroUsd(), 1_290_000);
  }
});

test("without the option, lengths are read where a budget counts by them: in time, late, or not at all", async () => {
  const simulator = createSimulator({ generationMs: 5 });
  const maker = new WanClient({ apiKey: KEY, fetch: simulator.fetch, poll: { initialMs: 5 } });
  const clip = Buffer.from(await (await maker.download(await maker.generate(REQUEST))).arrayBuffer());
  const whole = () => new Response(clip, { headers: { "content-length": clip.length } });
  const after = (ms) => () => new Promise((done) => setTimeout(() => done(whole()), ms));
  for (const [what, host, generationMs, reserved, spent] of [
    ["in time", whole, 40, 1_290_000, 1_290_000],
    ["while the task runs", after(2_300), 3_200, 3_440_000, 1_290_000],
    ["not a video", () => new Response("<p>"), 40, 3_440_000, 3_440_000],
    ["gone", () => new Response(null, { status: 404 }), 40, 3_440_000, 3_440_000],
    [
      "away to a private host",
      () => new Response(null, { status: 302, headers: { location: "https://10.1.2.3/" } }),
      40,
      3_440_000,
      3_440_000,
    ],
    ["down", () => Promise.reject(new TypeError("fetch failed")), 40, 3_440_000, 3_440_000],
  ]) {
    const asked = [];
    const scene = await world({
      budget: { perUserDayMicroUsd: 9_000_000 },
      simulate: { generationMs },
      fetch: async (url, init) => {
        if (!String(url).startsWith("https:")) return fetch(url, init);
        asked.push([new URL(url).hostname, new Headers(init.headers).get("authorization"), init.redirect]);
        return host();
      },
    });
    const { id } = await (await scene.post(REFERENCE)).json();
    assert.equal((await scene.proxy.spending())[0].reservedMicroUsd, reserved, what);
    const { microUsd, ceiling } = scene.events.find(({ type }) => type === "submitted");
    assert.deepEqual([microUsd, ceiling], [reserved, reserved === 3_440_000], what);
    await new Promise((done) => setTimeout(done, generationMs + 60));
    for (let time = 0; time < 2; time++) await scene.call(`/api/wan/v1/tasks/${id}`);
    const [line] = await scene.proxy.spending();
    const counted = [line.reservedMicroUsd, line.spentMicroUsd, line.ceilingMicroUsd];
    assert.deepEqual(counted, [0, spent, spent === 1_290_000 ? 0 : spent], what);
    assert.ok(
      asked.length > 0 &&
        asked.every(([host, key, redirect]) => !key && host === "cdn.your-cdn.com" && redirect === "manual"),
    );
    const failed = scene.events.filter(({ type, where }) => type === "failed" && where === "inputs");
    assert.equal(failed.length, spent === 1_290_000 ? 0 : 1, what);
    // A second, and last, of that day: what it says is for a visitor, in dollars.
    if (spent === 1_290_000) continue;
    await scene.post({ ...REFERENCE, duration: 9 });
    const refused = await (await scene.post({ ...REFERENCE, duration: 8 })).json();
    const message =
      "the request can cost up to $3.268, since the length of an input video is not known; $2.206 are left today";
    assert.equal(refused.error.message, message);
  }
  for (const options of [{ inputs: false, budget: { perUserDayMicroUsd: 9_000_000 } }, {}]) {
    let asked = 0;
    const fetched = (url, init) => {
      if (!String(url).startsWith("https:")) return fetch(url, init);
      asked++;
      return whole();
    };
    const scene = await world({ ...options, fetch: fetched });
    assert.equal((await scene.post(REFERENCE)).status, 200);
    assert.equal(asked, 0);
  }
  for (const inputs of [true, null, "read", {}]) {
    await assert.rejects(world({ inputs }), { name: "ConfigError", message: /inputs is/ });
  }
});

test("what reads lengths is led to public hosts alone", async () => {
  const asked = [];
  const elsewhere = {
    "https://cdn.your-cdn.com/away.mp4": "http://127.0.0.1/",
    "https://cdn.your-cdn.com/in.mp4": "https://10.0.0.1/",
  };
  const fetched = async (url, init) => {
    if (!String(url).startsWith("https://")) return fetch(url, init);
    asked.push([url, init.redirect, new Headers(init.headers).get("authorization")]);
    const location = elsewhere[url];
    return new Response(null, location ? { status: 302, headers: { location } } : { status: 200 });
  };
  for (const [url, answer] of [
    ["https://cdn.your-cdn.com/a.mp4", 200],
    ["https://cdn.your-cdn.com/away.mp4", "refused"],
    ["https://cdn.your-cdn.com/in.mp4", "refused"],
    ["http://cdn.your-cdn.com/a.mp4", "refused"],
    ["https://127.0.0.1/a.mp4", "refused"],
    ["https://169.254.169.254/latest", "refused"],
    ["https://[::1]/a.mp4", "refused"],
    ["https://user:word@cdn.your-cdn.com/a.mp4", "refused"],
  ]) {
    let got;
    const inputs = async (_, user, guarded) => {
      assert.equal(user, "ann");
      got = await guarded(url).then(
        ({ status }) => status,
        () => "refused",
      );
      return undefined;
    };
    const scene = await world({ inputs, fetch: fetched });
    assert.equal((await scene.post(REFERENCE)).status, 200);
    assert.equal(got, answer, url);
  }
  assert.deepEqual(
    asked.map(([url]) => url),
    ["https://cdn.your-cdn.com/a.mp4", "https://cdn.your-cdn.com/away.mp4", "https://cdn.your-cdn.com/in.mp4"],
  );
  assert.ok(asked.every(([, redirect, key]) => redirect === "manual" && key === null));
});

test("reference-video and video-edit have sums of their own", async () => {
  const edit = { model: "wan2.7-video-edit", video_urls: [CLIP], prompt: "Make it look like a watercolour painting" };
  const inputs = () => ({ [CLIP]: { seconds: 5 } });
  const scene = await world({
    inputs,
    budget: { videoEditDayMicroUsd: 860_000, referenceVideoDayMicroUsd: 1_290_000 },
  });
  assert.equal((await scene.post(edit)).status, 200);
  assert.equal((await scene.post({ ...edit, duration: 2 })).status, 402);
  assert.equal((await scene.post(REFERENCE)).status, 200);
  assert.equal((await scene.post({ ...REFERENCE, duration: 2 })).status, 402);
  assert.equal((await scene.post()).status, 200);
});

test("by user, feature and model, together with the clients that share the limits", async () => {
  const limits = new MemoryLimits();
  const store = new MemoryStore();
  const authorize = (request) => ({ ...session(request), feature: request.headers.get("x-page") ?? undefined });
  const scene = await world({ limits, store, authorize, budget: { perUserDayMicroUsd: 3 * PRICE } });
  await scene.post(REQUEST, { "x-page": "intro/é" });
  await scene.post(other(1), { "x-page": "intro/é" });
  await scene.post(REQUEST, {}, "bob");
  const client = new WanClient({
    apiKey: KEY,
    baseUrl: scene.api,
    limits,
    store,
    budget: { perUserDayMicroUsd: 3 * PRICE },
    poll: { initialMs: 10, maxMs: 20 },
  });
  await client.generate(other(2), { user: "ann", feature: "queue" });
  assert.equal((await scene.post(other(3))).status, 402, "one budget, whoever spends it");
  await assert.rejects(client.submit(other(3), { user: "ann" }), { name: "BudgetError", remaining: 0 });
  const lines = await scene.proxy.spending({ user: "ann" });
  const today = new Date().toISOString().slice(0, 10);
  assert.deepEqual(
    lines
      .map(({ day, feature, reservedMicroUsd, spentMicroUsd }) => [day, feature, reservedMicroUsd, spentMicroUsd])
      .sort(),
    [
      [today, "intro/é", 2 * PRICE, 0],
      [today, "queue", 0, PRICE],
    ],
  );
  assert.equal((await scene.proxy.spending()).length, 3);
  assert.equal((await scene.proxy.spending({ day: "2020-01-01" })).length, 0);
  await assert.rejects(scene.proxy.spending({ day: "yesterday" }), { name: "ConfigError" });
});

test("put aside before midnight, settled or given back after it", async () => {
  const DAY = 86_400_000;
  for (const fault of [undefined, "fail"]) {
    const day = Date.now() - (Date.now() % DAY) + DAY;
    const real = Date.now;
    let now = day - 1000;
    Date.now = () => now;
    try {
      const simulate = { clock: () => now, generationMs: 500, ...(fault && { faults: [{ nth: 1, do: fault }] }) };
      const scene = await world({ simulate, budget: { perUserDayMicroUsd: PRICE } });
      const { id } = await (await scene.post()).json();
      now = day + 1000;
      await scene.call(`/api/wan/v1/tasks/${id}`);
      assert.equal((await scene.post(other(1))).status, 200);
      assert.equal((await scene.post(other(2))).status, 402);
      const lines = (await scene.proxy.spending()).map((line) => [line.reservedMicroUsd, line.spentMicroUsd]);
      assert.deepEqual(lines, [
        [0, fault ? 0 : PRICE],
        [PRICE, 0],
      ]);
    } finally {
      Date.now = real;
    }
  }
});

test("failed tasks that no page reads do not use up the total: before it is refused, they are read", async () => {
  const scene = await world({ budget: { totalMicroUsd: 2 * PRICE }, simulate: { faults: [{ do: "fail", times: 1 }] } });
  await scene.post();
  await scene.post(other(1));
  await settled();
  assert.equal((await scene.post(other(2))).status, 402);
  const { now } = Date;
  Date.now = () => now() + 20 * 60_000;
  try {
    assert.equal((await scene.post(other(3))).status, 200);
    assert.equal((await scene.post(other(4))).status, 402);
  } finally {
    Date.now = now;
  }
});

test("a task of another's ledger is read, and nothing is given back for it", async () => {
  const options = { secret: "0123456789abcdef0123456789abcdef", budget: { perUserDayMicroUsd: PRICE } };
  const scene = await world({ ...options, simulate: { faults: [{ do: "fail", nth: 1 }] } });
  const limits = new MemoryLimits();
  const proxy = createProxy({ apiKey: KEY, authorize: session, baseUrl: scene.api, limits, ...options });
  const ask = (path, init = {}) =>
    proxy(
      new Request(`https://shop.example/api/wan${path}`, {
        ...init,
        headers: { cookie: "session=ann", "content-type": "application/json" },
      }),
    );
  const post = (body) => ask("/v1/videos/generations", { method: "POST", body: JSON.stringify(body) });
  const { id } = await (await scene.post()).json();
  assert.equal((await post(other(1))).status, 200);
  await settled();
  for (let time = 0; time < 3; time++) assert.equal((await (await ask(`/v1/tasks/${id}`)).json()).status, "failed");
  assert.equal((await post(other(2))).status, 402);
});
