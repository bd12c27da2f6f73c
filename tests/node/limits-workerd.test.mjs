// DurableObjectLimits in workerd: races, objects that are restarted, and workerd itself killed in mid-count.
import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { WanClient } from "wanreel";
import { createSimulator } from "wanreel/simulator";
import { KvLimits } from "wanreel/stores";
import { childrenOf, limitsAt, startObjects } from "./shared-objects.mjs";
import { KEY, TEXT } from "./support.mjs";

const folder = () => mkdtempSync(join(tmpdir(), "wanreel-objects-"));
const value = async (limits, key) => (await limits.list(key)).find(([name]) => name === key)?.[1] ?? 0;
const full = (answers) => answers.filter((answer) => answer !== undefined).length;

test("racing for the last of several sums: all or none of each, and never over", async () => {
  const { origin, stop } = await startObjects();
  try {
    for (const [amount, most] of [
      [1, 40],
      [3, 40],
      [7, 40],
      [41, 40],
      [40, 40],
    ]) {
      const name = `race-${amount}`;
      // Each caller has a stub of its own, as isolates have.
      const ask = (number) =>
        limitsAt(origin, name).add([
          { key: `once/${number % 60}`, amount: 1, most: 1 },
          { key: "user", amount, most: 1_000_000 },
          { key: "total", amount, most },
        ]);
      // Everybody comes twice: the second time it is done already.
      const answers = await Promise.all(Array.from({ length: 120 }, (_, number) => ask(number)));
      const fit = Math.floor(most / amount);
      assert.equal(full(answers), 120 - fit);
      const limits = limitsAt(origin, name);
      assert.equal(await value(limits, "total"), fit * amount);
      assert.equal(await value(limits, "user"), fit * amount);
      assert.equal((await limits.list("once/")).length, fit);
    }
  } finally {
    await stop();
  }
});

test("adding and giving back at once comes out even, and nothing falls below 0", async () => {
  const { origin, stop } = await startObjects();
  try {
    const limits = limitsAt(origin, "even");
    await Promise.all(Array.from({ length: 100 }, (_, n) => limits.add([{ key: "sum", amount: n % 2 ? 5 : 3 }])));
    await Promise.all(Array.from({ length: 50 }, () => limitsAt(origin, "even").add([{ key: "sum", amount: -8 }])));
    assert.equal(await value(limits, "sum"), 0);
    await limits.add([{ key: "sum", amount: -100 }]);
    assert.equal(await value(limits, "sum"), 0);
    assert.equal(await limits.add([{ key: "sum", amount: 1, most: 1 }]), undefined);
  } finally {
    await stop();
  }
});

test("what is no charge is refused, and the object counts on", async () => {
  const { origin, stop } = await startObjects();
  try {
    const limits = limitsAt(origin, "odd");
    await limits.add([{ key: "sum", amount: 1 }]);
    for (const body of [
      "",
      "{",
      "null",
      "[1]",
      '[{"key":"sum"}]',
      '[{"key":"","amount":1}]',
      '[{"key":"sum","amount":null}]',
    ]) {
      const answer = await fetch(`${origin}/LIMITS/odd`, { method: "POST", body });
      assert.ok(answer.status >= 400, body);
      await answer.body?.cancel();
    }
    assert.equal(await value(limits, "sum"), 1);
  } finally {
    await stop();
  }
});

test("an object that was put to sleep, and a workerd that was stopped, count on where they were", async () => {
  const place = folder();
  let objects = await startObjects(place);
  try {
    const soon = Date.now() + 3_000;
    await limitsAt(objects.origin, "kept").add([
      { key: "sum", amount: 7, most: 10 },
      { key: "window", amount: 1, most: 1, expiresAt: soon },
    ]);
    // workerd ends an object that nobody has asked for 10 seconds.
    await sleep(11_500);
    const limits = limitsAt(objects.origin, "kept");
    assert.deepEqual(await limits.add([{ key: "sum", amount: 4, most: 10 }]), { index: 0, used: 7 });
    assert.equal(await limits.add([{ key: "window", amount: 1, most: 1, expiresAt: soon + 60_000 }]), undefined);
    await objects.stop();
    objects = await startObjects(place);
    assert.deepEqual(await limitsAt(objects.origin, "kept").add([{ key: "sum", amount: 4, most: 10 }]), {
      index: 0,
      used: 7,
    });
  } finally {
    await objects.stop();
  }
});

test("workerd killed (SIGKILL) in mid-count: what was answered is counted, what was not is whole or not there", async () => {
  const place = folder();
  for (const [round, ms] of [15, 40, 90, 160].entries()) {
    const mine = new Set(childrenOf(process.pid));
    let objects = await startObjects(place);
    const workerd = childrenOf(process.pid).filter((pid) => !mine.has(pid));
    const name = `killed-${round}`;
    let answered = 0;
    const sent = Array.from({ length: 150 }, (_, number) =>
      limitsAt(objects.origin, name)
        .add([
          { key: `once/${number}`, amount: 1, most: 1 },
          { key: "sum", amount: 3, most: 1_000 },
          { key: "twin", amount: 3 },
        ])
        .then(
          () => answered++,
          () => {},
        ),
    );
    await sleep(ms);
    const before = answered;
    for (const pid of workerd) process.kill(pid, "SIGKILL");
    await Promise.all(sent);
    await objects.stop().catch(() => {});
    objects = await startObjects(place);
    try {
      const limits = limitsAt(objects.origin, name);
      const made = (await limits.list("once/")).length;
      assert.ok(made >= before, `${made} of ${before} that were answered`);
      assert.equal(await value(limits, "sum"), made * 3);
      assert.equal(await value(limits, "twin"), made * 3);
      // Tried again, each is counted once.
      await Promise.all(
        Array.from({ length: 150 }, (_, number) =>
          limits.add([
            { key: `once/${number}`, amount: 1, most: 1 },
            { key: "sum", amount: 3, most: 1_000 },
          ]),
        ),
      );
      assert.equal(await value(limits, "sum"), 450);
    } finally {
      await objects.stop();
    }
  }
});

test("Workers KV: a refund changes nothing, what is refused adds nothing, and what a task put aside stays counted", async () => {
  const { kv, stop } = await startObjects();
  try {
    const limits = new KvLimits(await kv());
    const expiresAt = Date.now() + 3_600_000;
    await limits.add([{ key: "sum", amount: 5, most: 10, expiresAt }]);
    await limits.add([{ key: "sum", amount: -5, expiresAt }]);
    assert.equal(await value(limits, "sum"), 5);
    const charges = [
      { key: "other", amount: 1 },
      { key: "sum", amount: 6, most: 10, expiresAt },
    ];
    assert.deepEqual(await limits.add(charges), { index: 1, used: 5 });
    assert.equal(await value(limits, "other"), 0);
    const simulator = createSimulator({ generationMs: 20, faults: [{ do: "fail" }] });
    const budget = { totalMicroUsd: 500_000 };
    const client = new WanClient({ apiKey: KEY, fetch: simulator.fetch, poll: { initialMs: 10 }, limits, budget });
    await assert.rejects(client.generate(TEXT), { name: "TaskFailedError" });
    await assert.rejects(client.submit({ ...TEXT, duration: 6 }), { name: "BudgetError", remaining: 70_000 });
  } finally {
    await stop();
  }
});
