// Secrets and keys that change or fail: what was paid for, counted and handed out goes on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createProxy, MemoryLimits } from "wanreel/proxy";
import { MemoryStore } from "wanreel/stores";
import { KEY, POST, PRICE, REQUEST, session, world } from "./world.mjs";

const INTENT = { "idempotency-key": "paid-intent-0000000001" };
const [OLD, NEW] = ["a".repeat(32), "b".repeat(32)];
const other = { ...REQUEST, prompt: `${REQUEST.prompt}, once more` };

/** Calls a proxy as a page of ann's would. */
function page(proxy) {
  const at = (path) => `https://shop.example${path}`;
  const cookie = "session=ann";
  return {
    post: (body = REQUEST, headers = {}) =>
      proxy(
        new Request(at(POST), {
          method: "POST",
          headers: { cookie, "content-type": "application/json", ...headers },
          body: JSON.stringify(body),
        }),
      ),
    read: (id) => proxy(new Request(at(`/api/wan/v1/tasks/${id}`), { headers: { cookie } })),
  };
}

/** Two keys of one account, whose tasks both may read: the simulator has an account to a key. */
function account(input, init) {
  const headers = new Headers(init.headers);
  if (headers.get("authorization") === `Bearer ${KEY}-2`) headers.set("authorization", `Bearer ${KEY}`);
  return fetch(input, { ...init, headers });
}

/** Options of a proxy before and after. */
const ROTATIONS = {
  "a new secret before the old": [{ secret: OLD }, { secret: [NEW, OLD] }],
  "a new secret in place of the old": [{ secret: OLD }, { secret: NEW }],
  "a new key, without a secret": [{ apiKey: KEY }, { apiKey: `${KEY}-2` }],
  "a new key behind a secret": [
    { apiKey: KEY, secret: OLD },
    { apiKey: async () => `${KEY}-2`, secret: OLD },
  ],
};

for (const [name, [before, after]] of Object.entries(ROTATIONS)) {
  test(`${name}: the same task, and the day's money and rates go on`, async () => {
    const shared = {
      fetch: account,
      limits: new MemoryLimits(),
      store: new MemoryStore(),
      budget: { perUserDayMicroUsd: 2 * PRICE },
      rateLimit: { perDay: 3 },
    };
    const scene = await world({ ...shared, ...before });
    const first = await (await scene.post(REQUEST, INTENT)).json();
    const options = { apiKey: KEY, authorize: session, baseUrl: scene.api, ...shared, ...after };
    const rotated = page(createProxy(options));
    const again = await rotated.post(REQUEST, INTENT);
    assert.equal(again.headers.get("idempotency-replayed"), "true");
    const { id } = await again.json();
    assert.equal(id.split(".")[0], first.id.split(".")[0]);
    assert.equal((await rotated.read(id)).status, 200, "the id is signed as ids are now");
    assert.equal(scene.reached("submit").length, 1);
    assert.equal((await rotated.post(other)).status, 200);
    assert.equal((await rotated.post(other)).status, 402);
    assert.equal((await page(createProxy({ ...options, budget: undefined })).post(other)).status, 200);
    assert.equal((await page(createProxy({ ...options, budget: undefined })).post(other)).status, 429);
    const keys = scene.simulator.tasks().map(({ idempotencyKey }) => idempotencyKey);
    assert.equal(new Set(keys).size, 3);
  });
}

test("a key function that takes turns, all in memory: one task, one budget", async () => {
  let turn = 0;
  const scene = await world({
    fetch: account,
    apiKey: async () => (turn++ % 2 ? KEY : `${KEY}-2`),
    limits: undefined,
    store: undefined,
    budget: { perUserDayMicroUsd: PRICE },
  });
  const ids = [];
  for (let time = 0; time < 4; time++) {
    // Which of the keys signs is chance here; that is what `secret` is for.
    const { id } = await (await scene.post(REQUEST, INTENT)).json();
    ids.push(id.split(".")[0]);
  }
  assert.equal(new Set(ids).size, 1);
  assert.equal(scene.reached("submit").length, 1);
  for (let time = 0; time < 4; time++) assert.equal((await scene.post(other)).status, 402);
});

test("two keys in one process, all in memory: two services, whose users have the same names", async () => {
  const scene = await world({ simulate: { apiKeys: [KEY, `${KEY}-2`] } });
  for (const apiKey of [KEY, `${KEY}-2`]) {
    const budget = { totalMicroUsd: PRICE };
    const one = page(createProxy({ apiKey, authorize: session, baseUrl: scene.api, budget }));
    const answer = await one.post(REQUEST, INTENT);
    assert.deepEqual([answer.status, answer.headers.get("idempotency-replayed")], [200, null]);
    assert.equal((await one.read((await answer.json()).id)).status, 200);
  }
});

test("what stands in a store names no user, and the same key of two users is two", async () => {
  const keys = new Set();
  const noted = (target) =>
    new Proxy(target, {
      get: (_, name) => (first, second) => {
        for (const key of Array.isArray(first) ? first.map((each) => each.key) : [first]) keys.add(key);
        return target[name](first, second);
      },
    });
  const scene = await world({
    limits: noted({ add: async () => undefined }),
    store: noted(new MemoryStore()),
    budget: { perUserDayMicroUsd: 9 * PRICE },
    rateLimit: { perDay: 9 },
  });
  for (const user of ["ann@example.com", "bob@example.com"]) {
    assert.equal((await scene.post(REQUEST, INTENT, user)).status, 200);
  }
  assert.equal(scene.reached("submit").length, 2);
  assert.ok(keys.size >= 6);
  for (const key of keys) assert.doesNotMatch(key, /@|example|paid-intent/);
});

test("a key function that fails once, at whichever call: nothing paid is lost", async () => {
  for (let failing = 1; ; failing++) {
    let calls = 0;
    const records = new Map();
    const store = new MemoryStore();
    const set = store.set.bind(store);
    store.set = (key, record) => set(key, records.set(key, record).get(key));
    const scene = await world({
      store,
      budget: { totalMicroUsd: PRICE },
      apiKey: async () => {
        if (++calls === failing) throw new Error("vault");
        return KEY;
      },
    });
    const answer = await scene.post(REQUEST, INTENT);
    const [made] = scene.simulator.tasks();
    if (!made) {
      assert.ok([500, 503].includes(answer.status), String(answer.status));
      assert.equal((await scene.post(REQUEST, INTENT)).status, 200, "neither the key nor the money is gone");
      continue;
    }
    assert.equal(answer.status, 200, `failing at call ${failing}`);
    assert.equal(scene.events.find(({ type }) => type === "submitted").taskId, made.id);
    assert.ok(JSON.stringify([...records.values()]).includes(made.id));
    if (calls < failing) break;
  }
});

test("a task that could not be signed is kept: in the record, in an event, and for the same key", async () => {
  const { sign } = SubtleCrypto.prototype;
  const scene = await world({
    budget: { totalMicroUsd: PRICE },
    fetch: async (...args) => {
      const answer = await fetch(...args);
      if (args[1].method === "POST") SubtleCrypto.prototype.sign = () => Promise.reject(new Error("no entropy"));
      return answer;
    },
  });
  try {
    const answer = await scene.post(REQUEST, INTENT);
    assert.equal(answer.status, 502);
    assert.equal((await answer.json()).outcome, "unknown");
  } finally {
    SubtleCrypto.prototype.sign = sign;
  }
  const [{ id }] = scene.simulator.tasks();
  assert.equal(scene.events.find(({ type }) => type === "submitted").taskId, id);
  const answer = await scene.post(REQUEST, INTENT);
  assert.equal(answer.headers.get("idempotency-replayed"), "true");
  assert.equal((await scene.call(`/api/wan/v1/tasks/${(await answer.json()).id}`)).status, 200);
  assert.equal(scene.reached("submit").length, 1);
});
