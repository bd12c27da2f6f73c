// Rates and money: who races for the last of them, who gives them back, and where they are counted.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createProxy, DurableObjectLimits, KvLimits, LimitsObject, MemoryLimits, toNodeHandler } from "wanreel/proxy";
import { atFullHour, attack, KEY, PRICE, printTable, REQUEST, serve, session, world } from "./world.mjs";

after(printTable);

const errorOf = async (response) => (await response.json()).error;
const statuses = (answers) => answers.map(({ status }) => status).sort();
const other = (number) => ({ ...REQUEST, prompt: `${REQUEST.prompt}, take number ${number}` });

/** A Durable Object's storage, as far as it is used, each step of it late by a turn. */
function storage() {
  const kept = new Map();
  let alarm = null;
  const late = (value) => new Promise((resolve) => setImmediate(() => resolve(value)));
  return {
    kept,
    get: (keys) => late(new Map(keys.filter((key) => kept.has(key)).map((key) => [key, kept.get(key)]))),
    put: (entries) => late(Object.entries(entries).map(([key, value]) => kept.set(key, structuredClone(value)))),
    delete: (keys) => late(keys.map((key) => kept.delete(key))),
    list: ({ limit, startAfter = "" }) =>
      late(
        new Map(
          [...kept]
            .filter(([key]) => key > startAfter)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .slice(0, limit),
        ),
      ),
    getAlarm: () => late(alarm),
    setAlarm(time) {
      alarm = time;
      return late();
    },
  };
}

/** One object, its requests let in as Cloudflare lets them in. */
function namespace() {
  const store = storage();
  let turn = Promise.resolve();
  const object = new LimitsObject({
    storage: store,
    blockConcurrencyWhile(work) {
      const done = turn.then(work);
      turn = done.catch(() => {});
      return done;
    },
  });
  return {
    store,
    object,
    idFromName: (name) => name,
    get: () => ({ fetch: (url, init) => object.fetch(new Request(url, init)) }),
  };
}

function kv() {
  const kept = new Map();
  return {
    kept,
    get: async (key) => kept.get(key)?.value ?? null,
    put: async (key, value, options) => void kept.set(key, { value, options }),
    delete: async (key) => void kept.delete(key),
  };
}

const STORES = {
  memory: () => new MemoryLimits(),
  "Durable Object": () => new DurableObjectLimits(namespace()),
  KV: () => new KvLimits(kv()),
};

for (const [name, make] of Object.entries(STORES)) {
  test(`${name}: all or nothing, back again (not in KV), never below nothing, forgotten in time`, async () => {
    const limits = make();
    const expiresAt = Date.now() + 100_000;
    const charge = (key, amount, most) => ({ key, amount, most, expiresAt });
    assert.equal(await limits.add([charge("a", 3, 5), charge("b", 1, 1)]), undefined);
    assert.deepEqual(await limits.add([charge("a", 1, 5), charge("b", 1, 1)]), { index: 1, used: 1 });
    assert.deepEqual(await limits.add([charge("a", 3, 5)]), { index: 0, used: 3 });
    assert.equal(await limits.add([charge("a", 2, 5)]), undefined);
    if (name === "KV") {
      // Two that do not see each other's writes would give the same money back twice.
      assert.equal(await limits.add([charge("a", -4), charge("c", 1, 1)]), undefined);
      assert.deepEqual(await limits.add([charge("a", 1, 5)]), { index: 0, used: 5 });
      assert.deepEqual(await limits.add([charge("c", 1, 1)]), { index: 0, used: 1 });
      return;
    }
    assert.equal(
      await limits.add([
        { key: "a", amount: -4, expiresAt },
        { key: "b", amount: -9, expiresAt },
      ]),
      undefined,
    );
    assert.equal(await limits.add([charge("a", 4, 5), charge("b", 1, 1)]), undefined);
    assert.deepEqual(await limits.add([charge("a", 1, 5)]), { index: 0, used: 5 });
    assert.equal(await limits.add([{ key: "c", amount: 1, most: 1, expiresAt: Date.now() - 1 }]), undefined);
    assert.equal(await limits.add([charge("c", 1, 1)]), undefined);
    const racers = Array.from({ length: 20 }, () => limits.add([charge("race", 1, 7)]));
    assert.equal((await Promise.all(racers)).filter((full) => full === undefined).length, 7);
  });
}

test("a Durable Object forgets what is over, and keeps what never is", async () => {
  const { store, object } = namespace();
  const add = (charges) => object.fetch(new Request("https://x/", { method: "POST", body: JSON.stringify(charges) }));
  const soon = Date.now() + 20;
  await add([{ key: "total", amount: 5 }]);
  for (let each = 0; each < 300; each++) await add([{ key: `old/${each}`, amount: 1, expiresAt: soon }]);
  await add([{ key: "later", amount: 1, expiresAt: Date.now() + 100_000 }]);
  await new Promise((done) => setTimeout(done, 30));
  await object.alarm();
  assert.deepEqual([...store.kept.keys()].sort(), ["later", "total"]);
  assert.ok((await store.getAlarm()) > Date.now());
});

test("KV is told when to forget, at least a minute ahead", async () => {
  const binding = kv();
  await new KvLimits(binding).add([
    { key: "a", amount: 1, expiresAt: Date.now() + 10 },
    { key: "b", amount: 1 },
  ]);
  assert.ok(binding.kept.get("wanreel-limits/a").options.expiration * 1000 >= Date.now() + 60_000);
  assert.equal(binding.kept.get("wanreel-limits/b").options, undefined);
});

attack(
  "over budget: one call, a user's day, the whole",
  "402 budget_exceeded, nothing sent, not tried again",
  async () => {
    for (const [budget, request, code] of [
      [{ perCallMicroUsd: PRICE - 1 }, REQUEST, 402],
      [{ perUserDayMicroUsd: PRICE - 1 }, REQUEST, 402],
      [{ totalMicroUsd: PRICE - 1 }, REQUEST, 402],
      [
        { referenceVideoDayMicroUsd: 1 },
        {
          model: "wan2.7-reference-video",
          image_urls: ["https://a.example/a.jpg"],
          prompt: "Image 1 shows a cat that crosses the street",
        },
        402,
      ],
      [{ maxDuration: 4 }, REQUEST, 400],
      [{ maxQuality: "720p" }, { ...REQUEST, quality: "1080p" }, 400],
    ]) {
      const scene = await world({ budget });
      const answer = await scene.post(request);
      assert.equal(answer.status, code, JSON.stringify(budget));
      const { error, issues } = await answer.json();
      assert.equal(error.code, code === 402 ? "budget_exceeded" : "invalid_request");
      if (code === 400) assert.ok(["duration", "quality"].includes(issues[0].path[0]));
      assert.doesNotMatch(error.message, budget.totalMicroUsd ? /\d/ : /^$/);
      const page = scene.client({ validate: "off" });
      await assert.rejects(page.submit(request), {
        name: code === 402 ? "InsufficientQuotaError" : "InvalidRequestError",
      });
      assert.deepEqual(scene.reached(), []);
    }
  },
);

attack("an input whose length is not known", "the most it can cost is reserved", async () => {
  const edit = {
    model: "wan2.7-video-edit",
    video_urls: ["https://a.example/a.mp4"],
    prompt: "Make it look like a watercolour painting",
  };
  const scene = await world({ inputs: false, budget: { perUserDayMicroUsd: 86_000 * 20 } });
  assert.equal((await scene.post(edit)).status, 200);
  assert.equal(scene.events[0].microUsd, 86_000 * 20);
  assert.equal((await scene.post(edit)).status, 402);
});

attack("20 requests at once for the last of a budget", "one gets it", async () => {
  for (const limits of [new MemoryLimits(), new DurableObjectLimits(namespace())]) {
    const scene = await world({ limits, simulate: { latency: 20 }, budget: { perUserDayMicroUsd: PRICE } });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, number) => scene.post(other(number))));
    assert.deepEqual(statuses(answers), [200, ...Array(19).fill(402)]);
    assert.equal(scene.simulator.tasks().length, 1);
  }
});

attack("the same, spread over two isolates that share a Durable Object", "one gets it", async () => {
  const limits = new DurableObjectLimits(namespace());
  const scene = await world({ limits, simulate: { latency: 20 }, budget: { totalMicroUsd: PRICE } });
  const second = createProxy({
    apiKey: KEY,
    authorize: session,
    baseUrl: scene.api,
    limits,
    rateLimit: false,
    budget: { totalMicroUsd: PRICE },
  });
  const origin = await serve(toNodeHandler(second));
  const ask = (number) =>
    fetch(`${number % 2 ? origin : scene.origin}/api/wan/v1/videos/generations`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie: `session=user${number}` },
      body: JSON.stringify(other(number)),
    });
  assert.deepEqual(statuses(await Promise.all(Array.from({ length: 10 }, (_, number) => ask(number)))), [
    200,
    ...Array(9).fill(402),
  ]);
});

attack("one user's budget", "is not another's", async () => {
  const scene = await world({ budget: { perUserDayMicroUsd: PRICE } });
  assert.equal((await scene.post()).status, 200);
  assert.equal((await scene.post()).status, 402);
  assert.equal((await scene.post(REQUEST, {}, "bob")).status, 200);
});

attack("too many submits, also at once", "429 with Retry-After until the window ends", async (t) => {
  atFullHour(t);
  const scene = await world({ rateLimit: { perHour: 3 } });
  const answers = await Promise.all(Array.from({ length: 8 }, (_, number) => scene.post(other(number))));
  assert.deepEqual(statuses(answers), [200, 200, 200, 429, 429, 429, 429, 429]);
  const refused = answers.find(({ status }) => status === 429);
  const wait = Number(refused.headers.get("retry-after"));
  assert.ok(wait >= 0 && wait <= 3600);
  assert.equal((await errorOf(refused)).code, "rate_limit_exceeded");
  assert.equal((await scene.post(REQUEST, {}, "bob")).status, 200);
  assert.equal(scene.simulator.tasks().length, 4);
});

attack("too many submits, with no limit given", "30 a minute", async () => {
  const scene = await world({ rateLimit: undefined });
  const answers = [];
  for (let number = 0; number < 61; number++) answers.push((await scene.post(other(number))).status);
  // A minute may end in between.
  assert.ok(answers.includes(429));
  assert.ok(answers.filter((status) => status === 200).length <= 60);
});

attack("polling in a tight loop", "429 after requestsPerMinute, the API is spared", async () => {
  const scene = await world({ rateLimit: { requestsPerMinute: 5 } });
  const { id } = await (await scene.post()).json();
  const answers = await Promise.all(Array.from({ length: 30 }, () => scene.call(`/api/wan/v1/tasks/${id}`)));
  assert.ok(answers.filter(({ status }) => status === 200).length <= 9);
  assert.ok(answers.some(({ status, headers }) => status === 429 && Number(headers.get("retry-after")) <= 60));
});

attack("a refused or failed task, polled again and again for its money", "given back once", async () => {
  const scene = await world({ budget: { perUserDayMicroUsd: 2 * PRICE, totalMicroUsd: 10 * PRICE } });
  scene.simulator.setFaults({ on: "submit", do: "fail", nth: 1 });
  const { id } = await (await scene.post()).json();
  assert.equal((await scene.post(other(2))).status, 200);
  assert.equal((await scene.post(other(3))).status, 402);
  await new Promise((done) => setTimeout(done, 60));
  for (let time = 0; time < 5; time++) {
    const task = await (await scene.call(`/api/wan/v1/tasks/${id}`)).json();
    assert.equal(task.status, "failed");
    assert.equal(task.error.code, "service_error");
  }
  assert.equal((await scene.post(other(4))).status, 200);
  assert.equal((await scene.post(other(5))).status, 402);
});

attack(
  "a failed task, shown to isolates that each count for themselves",
  "its money back where it was taken",
  async () => {
    const options = { budget: { perUserDayMicroUsd: PRICE } };
    const scene = await world(options);
    const second = await world({ ...options, baseUrl: scene.api });
    scene.simulator.setFaults({ on: "submit", do: "fail", nth: 1 });
    const { id } = await (await scene.post()).json();
    assert.equal((await second.post(other(2))).status, 200);
    await new Promise((done) => setTimeout(done, 60));
    for (const { call } of [second, scene, second, scene]) {
      assert.equal((await (await call(`/api/wan/v1/tasks/${id}`)).json()).status, "failed");
    }
    assert.equal((await second.post(other(3))).status, 402, "what it sold is not unsold");
    assert.equal((await scene.post(other(3))).status, 200);
    assert.equal((await scene.post(other(4))).status, 402);
  },
);

attack("a failed task, shown to isolates that share their counts", "its money back once; from KV never", async () => {
  for (const [name, make] of Object.entries(STORES)) {
    const options = { limits: make(), budget: { perUserDayMicroUsd: 2 * PRICE } };
    const scene = await world(options);
    const second = await world({ ...options, baseUrl: scene.api });
    scene.simulator.setFaults({ on: "submit", do: "fail", nth: 1 });
    const { id } = await (await scene.post()).json();
    assert.equal((await second.post(other(2))).status, 200);
    await new Promise((done) => setTimeout(done, 60));
    for (const { call } of [second, scene, second]) await call(`/api/wan/v1/tasks/${id}`);
    assert.equal((await scene.post(other(3))).status, name === "KV" ? 402 : 200);
    assert.equal((await second.post(other(4))).status, 402);
  }
});
