// A budget that several clients share: what they spend together is within it, and is counted once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { WanClient } from "wanreel";
import { createSimulator } from "wanreel/simulator";
import { MemoryLimits, MemoryStore } from "wanreel/stores";
import { KEY, TEXT } from "./support.mjs";

const PRICE = 430_000;
const DAY = 86_400_000;

/** A simulator, and a client to each `count`, which share limits and, unless it says otherwise, a store. */
function scene({ count = 1, simulate, ...options } = {}) {
  const simulator = createSimulator({ generationMs: 30, ...simulate });
  const limits = new MemoryLimits();
  const store = new MemoryStore();
  const events = [];
  const make = (more) =>
    new WanClient({
      apiKey: KEY,
      fetch: simulator.fetch,
      poll: { initialMs: 10, maxMs: 20 },
      retry: { initialMs: 5, maxMs: 20 },
      limits,
      store,
      onEvent: (event) => events.push(event),
      ...options,
      ...more,
    });
  const clients = Array.from({ length: count }, () => make());
  return { simulator, limits, store, events, make, clients, client: clients[0] };
}

const take = (number) => ({ ...TEXT, prompt: `${TEXT.prompt}, take ${number}` });
const total = (limits) => limits.value("wanreel1/total");
/** What all lines of the store hold. */
async function lines(limits) {
  const sums = { reserved: 0, spent: 0, ceiling: 0 };
  for (const [key, value] of await limits.list("wanreel1/line/")) sums[key.split("/").at(-1)] += value;
  return sums;
}
const errors = (settled) => settled.map(({ reason }) => reason?.name ?? "sent").sort();

/** As if it were `ms` later, for whoever asks Date. */
async function later(ms, work) {
  const { now } = Date;
  Date.now = () => now() + ms;
  try {
    return await work();
  } finally {
    Date.now = now;
  }
}

test("four clients on one store spend one budget, not four", async () => {
  const { clients, simulator, limits } = scene({ count: 4, budget: { totalMicroUsd: 500_000 } });
  const settled = await Promise.allSettled(clients.map((client, number) => client.generate(take(number))));
  assert.deepEqual(errors(settled), ["BudgetError", "BudgetError", "BudgetError", "sent"]);
  assert.equal(simulator.billedMicroUsd(), PRICE);
  assert.equal(total(limits), PRICE);
  assert.deepEqual(await lines(limits), { reserved: 0, spent: PRICE, ceiling: 0 });
});

test("a hundred at once at the limit, by as many clients: never over", async () => {
  const { clients, simulator, limits } = scene({
    count: 100,
    simulate: { latency: { min: 0, max: 20 } },
    budget: { totalMicroUsd: 7 * PRICE + 1, perUserDayMicroUsd: 4 * PRICE },
  });
  const users = ["ada", "bob"];
  const settled = await Promise.allSettled(
    clients.map((client, number) => client.generate(take(number), { user: users[number % 2] })),
  );
  assert.equal(errors(settled).filter((name) => name === "sent").length, 7);
  assert.equal(simulator.billedMicroUsd(), 7 * PRICE);
  assert.equal(total(limits), 7 * PRICE);
});

test("one user's day is not another's, and each limit says what is left of it", async () => {
  const { clients, limits } = scene({ count: 2, budget: { perUserDayMicroUsd: PRICE + 10 } });
  await clients[0].generate(TEXT, { user: "ada" });
  await assert.rejects(clients[1].submit(take(2), { user: "ada" }), {
    name: "BudgetError",
    limit: "perUserDayMicroUsd",
    requested: PRICE,
    remaining: 10,
  });
  await clients[1].generate(take(2), { user: "bob" });
  assert.equal(total(limits), 2 * PRICE);
});

test("refused, failed and never sent: given back, once", async () => {
  const { client, limits, simulator } = scene({
    budget: { totalMicroUsd: PRICE },
    simulate: {
      faults: [
        { on: "submit", nth: 1, status: 400 },
        { nth: 2, do: "fail" },
      ],
    },
  });
  await assert.rejects(client.generate(TEXT), { name: "InvalidRequestError" });
  assert.equal(total(limits), 0);
  await assert.rejects(client.generate(TEXT), { name: "TaskFailedError" });
  assert.equal(total(limits), 0);
  const stop = new AbortController();
  stop.abort(new Error("enough"));
  await assert.rejects(client.generate(TEXT, { signal: stop.signal }), /enough/);
  await client.generate(TEXT);
  assert.equal(total(limits), PRICE);
  assert.equal(simulator.billedMicroUsd(), PRICE);
});

test("an unknown outcome stays reserved, for all", async () => {
  const { clients, limits } = scene({
    count: 2,
    budget: { totalMicroUsd: PRICE },
    simulate: { faults: [{ on: "submit", nth: 1, do: "drop_after" }] },
  });
  await assert.rejects(clients[0].submit(TEXT), { name: "SubmissionUnknownError" });
  assert.equal(total(limits), PRICE);
  await assert.rejects(clients[1].submit(take(2)), { name: "BudgetError" });
});

test("not accepted, where the counters do not answer: the record stays, and its money is given back the next time", async () => {
  const { client, limits, store, make } = scene({
    budget: { totalMicroUsd: PRICE },
    simulate: { faults: [{ on: "submit", nth: 1, do: "drop_after" }] },
  });
  const { key } = await client.submit(TEXT).catch((error) => error);
  const down = { add: () => Promise.reject(new Error("down")) };
  await assert.rejects(make({ limits: down }).reconcile(key, "not_accepted"), { code: "limits_failed" });
  assert.equal((await store.get(key)).notAcceptedAt, undefined);
  assert.equal(total(limits), PRICE);
  await make().reconcile(key, "not_accepted");
  assert.equal(total(limits), 0);
});

for (const how of ["retrieve", "callback", "resume", "submit again", "wait by id"]) {
  test(`the end of another's task, heard by ${how}: closed once, whoever hears of it too`, async () => {
    for (const fault of [undefined, "fail"]) {
      const { clients, limits, store } = scene({
        count: 3,
        budget: { totalMicroUsd: 9 * PRICE },
        simulate: fault && { faults: [{ do: fault }] },
      });
      const [first, ...others] = clients;
      const { id } = await first.submit(TEXT);
      await sleep(60);
      const hear = async (client) => {
        if (how === "retrieve") await client.retrieve(id);
        else if (how === "wait by id") await client.wait(id);
        else if (how === "submit again") await client.generate(TEXT);
        else if (how === "resume") for (const { record } of await client.resume()) await client.wait(record.taskId);
        else {
          const secret = "a-secret-of-the-callback";
          const url = `https://app.your-cdn.com/hook?secret=${secret}`;
          await client.receiveCallback(new Request(url, { method: "POST", body: JSON.stringify({ id }) }), { secret });
        }
      };
      // A submit of what has failed is a task of its own.
      const heard = how === "submit again" && fault ? others.slice(0, 1) : others;
      await Promise.allSettled(heard.flatMap((client) => [hear(client), hear(client)]));
      await first.wait(id).catch(() => {});
      const spent = fault ? 0 : PRICE;
      assert.equal(total(limits), spent, `${fault}`);
      assert.deepEqual(await lines(limits), { reserved: 0, spent, ceiling: 0 });
      assert.ok((await store.list()).every(([, { finishedAt }]) => finishedAt !== undefined));
    }
  });
}

test("failed tasks that nobody reads do not use up a total: before it is refused, they are read and closed", async () => {
  const { client, make, limits, simulator } = scene({
    budget: { totalMicroUsd: 3 * PRICE },
    simulate: { faults: [{ do: "fail", times: 2 }] },
  });
  for (const number of [1, 2, 3]) await client.submit(take(number));
  await sleep(60);
  assert.equal(total(limits), 3 * PRICE);
  // Young ones may have somebody who waits for them.
  await assert.rejects(make().submit(take(4)), { name: "BudgetError" });
  assert.equal(simulator.billedMicroUsd(), PRICE);
  await later(20 * 60_000, async () => {
    await make().submit(take(4));
    assert.equal(total(limits), 2 * PRICE);
    await make().submit(take(5));
    await assert.rejects(make().submit(take(6)), { name: "BudgetError" });
  });
  // What was read as completed was settled on the way.
  assert.equal((await lines(limits)).spent, PRICE);
});

test("of many that nobody reads, the 20 oldest are read at a time", async () => {
  const { client, make, limits, simulator } = scene({
    budget: { totalMicroUsd: 25 * PRICE },
    simulate: { faults: [{ do: "fail", times: 25 }] },
  });
  const ids = [];
  for (let number = 0; number < 25; number++) ids.push((await client.submit(take(number))).id);
  await sleep(60);
  const reads = () => simulator.log().filter(({ method, path }) => method === "GET" && path.startsWith("/v1/tasks/"));
  await later(14 * 60_000, () => assert.rejects(make().submit(take(26)), { name: "BudgetError" }));
  assert.equal(reads().length, 0, "young ones have somebody who waits for them");
  await later(16 * 60_000, () => make().submit(take(26)));
  assert.equal(reads().length, 20);
  assert.deepEqual(new Set(reads().map(({ path }) => path.slice("/v1/tasks/".length))), new Set(ids.slice(0, 20)));
  assert.equal(total(limits), 6 * PRICE);
});

test("unread for 26 hours it is spent, never free", async () => {
  const { client, make, limits, store } = scene({
    budget: { totalMicroUsd: PRICE },
    simulate: { faults: [{ do: "fail" }] },
  });
  const { id } = await client.submit(TEXT);
  const [[key, record]] = await store.list();
  await store.set(key, { ...record, expiresAt: record.expiresAt + 9 * 3_600_000 });
  await later(27 * 3_600_000, async () => {
    await make().retrieve(id);
    assert.equal(total(limits), PRICE);
    await assert.rejects(make().submit(take(2)), { name: "BudgetError" });
  });
});

test("put aside before midnight, settled or given back after it: it is of the day it was put aside on", async () => {
  for (const shared of [true, false]) {
    for (const fault of [undefined, "fail"]) {
      const day = Date.now() - (Date.now() % DAY) + DAY;
      let now = day - 1000;
      const real = Date.now;
      Date.now = () => now;
      try {
        const { client } = scene({
          ...(shared ? {} : { limits: undefined }),
          budget: { perUserDayMicroUsd: PRICE },
          simulate: { clock: () => now, generationMs: 500, ...(fault && { faults: [{ nth: 1, do: fault }] }) },
        });
        const { id } = await client.submit(TEXT, { user: "ada" });
        now = day + 1000;
        await client.retrieve(id);
        // The new day has its own budget, whole; neither was anything added to it, nor taken from it.
        await client.submit(take(2), { user: "ada" });
        await assert.rejects(client.submit(take(3), { user: "ada" }), { name: "BudgetError", remaining: 0 });
        const [before, after] = client.spending();
        assert.equal(Date.parse(after.day) - Date.parse(before.day), DAY);
        assert.deepEqual([before.reservedMicroUsd, before.spentMicroUsd], [0, fault ? 0 : PRICE]);
        assert.deepEqual([after.reservedMicroUsd, after.spentMicroUsd], [PRICE, 0]);
      } finally {
        Date.now = real;
      }
    }
  }
});

const never = () => new Promise(() => {});
for (const [name, add] of Object.entries({
  "throws at once": () => {
    throw new Error("no");
  },
  rejects: async () => {
    throw new Error("no");
  },
  "answers nonsense": async () => "yes",
  "answers null": async () => null,
  "answers true": async () => true,
  "answers an index of nothing": async () => ({ index: 99, used: 1 }),
  "answers an index that is no number": async () => ({ index: "0", used: 1 }),
  "answers no sum": async () => ({ index: 1, used: Number.NaN }),
  "answers nothing at all of what it should": async () => ({}),
})) {
  test(`a store of limits that ${name}: nothing is sent, and the request is free again`, async () => {
    const { simulator, make, store, limits } = scene();
    const client = make({ limits: { add }, budget: { totalMicroUsd: PRICE } });
    await assert.rejects(client.submit(TEXT), { name: "WanError", code: "limits_failed", hint: /nothing is sent/ });
    assert.equal(simulator.tasks().length, 0);
    assert.deepEqual(await store.list(), []);
    await make({ limits, budget: { totalMicroUsd: PRICE } }).generate(TEXT);
  });
}

test("a store that hangs is given up in 8 seconds; an abort does not wait for it", { timeout: 60_000 }, async () => {
  const { simulator, make } = scene();
  const client = make({ limits: { add: never }, budget: {} });
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error("enough")), 20);
  const began = performance.now();
  await assert.rejects(client.submit(TEXT, { signal: stop.signal }), /enough/);
  assert.ok(performance.now() - began < 3_000);
  assert.equal(simulator.tasks().length, 0);
});

test("an add that comes late, after it was given up, is no reservation", async () => {
  const inner = new MemoryLimits();
  let held;
  const slow = {
    add(charges) {
      // The first comes through when all is over.
      if (held) return inner.add(charges);
      return new Promise((resolve) => {
        held = () => inner.add(charges).then(resolve);
      });
    },
  };
  const { make, simulator } = scene();
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error("enough")), 20);
  const client = make({ limits: slow, budget: { totalMicroUsd: PRICE } });
  await assert.rejects(client.submit(TEXT, { signal: stop.signal }), /enough/);
  await held();
  await sleep(20);
  assert.equal(total(inner), 0);
  await make({ limits: inner, budget: { totalMicroUsd: PRICE } }).generate(TEXT);
  assert.equal(simulator.billedMicroUsd(), total(inner));
});

test("an add whose answer is lost, tried again by the store itself, is one reservation", async () => {
  const inner = new MemoryLimits();
  const twice = { add: (charges) => inner.add(charges).then(() => inner.add(charges)) };
  const { make } = scene();
  await make({ limits: twice, budget: { totalMicroUsd: 9 * PRICE } }).generate(TEXT);
  assert.equal(total(inner), PRICE);
  assert.deepEqual(await lines(inner), { reserved: 0, spent: PRICE, ceiling: 0 });
});

test("a close that fails is told, and made by whoever sees the task next", async () => {
  for (const fault of [undefined, "fail"]) {
    const inner = new MemoryLimits();
    let failing = true;
    const limits = {
      add: async (charges) => {
        if (failing && charges.some(({ key }) => key.endsWith("/closed"))) throw new Error("down");
        return inner.add(charges);
      },
    };
    const { make, events } = scene({ simulate: fault && { faults: [{ do: fault }] } });
    const given = { limits, budget: { totalMicroUsd: PRICE } };
    const first = make(given);
    const { id } = await first.submit(TEXT);
    await first.wait(id).catch(() => {});
    assert.equal(total(inner), PRICE);
    assert.ok(events.some(({ type, error }) => type === "store_failed" && error.code === "limits_failed"));
    failing = false;
    await make(given).retrieve(id);
    assert.equal(total(inner), fault ? 0 : PRICE);
    assert.deepEqual(await lines(inner), { reserved: 0, spent: fault ? 0 : PRICE, ceiling: 0 });
  }
});

test("a record that somebody has written into: nothing is given back for it", async () => {
  for (const reservation of [
    {},
    null,
    "all",
    { id: "x", day: "2026-11-22", microUsd: 1, counters: [] },
    { id: "key:1~a", day: "2026-11-22", microUsd: -5, counters: ["wanreel1/once/x", "wanreel1/total"] },
    { id: `key:${Date.now()}~a`, day: "x", microUsd: 1e300, counters: ["wanreel1/once/x", "wanreel1/total"] },
    { id: `key:${Date.now()}~a`, day: "x", microUsd: PRICE, counters: ["wanreel1/once/never-made", "wanreel1/total"] },
    { id: `key:${Date.now()}~a`, day: "x", microUsd: PRICE, counters: "wanreel1/total" },
  ]) {
    const { client, make, limits, store } = scene({
      budget: { totalMicroUsd: 9 * PRICE },
      simulate: { faults: [{ nth: 1, do: "fail" }] },
    });
    const { id } = await client.submit(TEXT);
    const [[key, record]] = await store.list();
    await store.set(key, { ...record, reservation });
    await sleep(60);
    await make().retrieve(id);
    assert.equal(total(limits), PRICE, JSON.stringify(reservation));
  }
});

test("a store in memory beside limits that are shared: a warning", async () => {
  const { make, events } = scene();
  const limits = { add: async () => undefined };
  make({ limits });
  make({ limits, store: undefined });
  make({ store: undefined });
  await sleep(1);
  assert.deepEqual(
    events.map(({ type, code }) => [type, code]),
    Array(3).fill(["warning", "memory_store"]),
  );
  make();
  make({ limits, store: { ...new MemoryStore(), get() {}, claim() {}, set() {}, delete() {} } });
  make({ limits: undefined, store: undefined });
  await sleep(1);
  assert.equal(events.length, 3);
  assert.throws(() => make({ limits: {} }), { name: "ConfigError" });
});
