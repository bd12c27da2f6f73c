// Workers that are killed in mid-job (SIGKILL), and whoever gets the job then: nothing is paid twice, and the budget counts
// each task once. The counters are a real Durable Object's; the records a folder's, or another object's.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { WanClient } from "wanreel";
import { createHttpHandler, createSimulator } from "wanreel/simulator";
import { limitsAt, startObjects, storeAt } from "./shared-objects.mjs";
import { KEY, TEXT } from "./support.mjs";

const WORKER = fileURLToPath(new URL("killed-worker.mjs", import.meta.url));
const PRICE = 430_000;
const BUDGET = { totalMicroUsd: PRICE };
const quick = { poll: { initialMs: 10, maxMs: 20 } };

let objects;
let number = 0;
const servers = new Set();
before(async () => {
  objects = await startObjects();
});
after(async () => {
  await objects?.stop();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function scene(kind, simulate) {
  const simulator = createSimulator({ apiKeys: [KEY], generationMs: 60, ...simulate });
  const server = createServer(createHttpHandler(simulator, { all: true })).listen(0, "127.0.0.1");
  servers.add(server);
  await once(server, "listening");
  const api = `http://127.0.0.1:${server.address().port}`;
  const ledger = `ledger-${++number}`;
  const place = kind === "folder" ? `folder:${mkdtempSync(join(tmpdir(), "wanreel-killed-"))}` : `object:${ledger}`;
  const limits = limitsAt(objects.origin, ledger);
  const store = storeAt(place, objects.origin);
  const given = { api, objects: objects.origin, ledger, place, request: TEXT, budget: BUDGET, key: KEY };
  const client = () => new WanClient({ apiKey: KEY, baseUrl: api, store, limits, budget: BUDGET, ...quick });
  const work = async (point, more = {}) => {
    const worker = spawn(process.execPath, [WORKER, JSON.stringify({ ...given, point, ...more })], {
      stdio: "inherit",
    });
    const [code, signal] = await once(worker, "exit");
    return signal ?? code;
  };
  const counted = async () => {
    const sums = { total: 0, reserved: 0, spent: 0, ceiling: 0 };
    for (const [key, value] of await limits.list("wanreel1/")) {
      const end = key.split("/").at(-1);
      if (end in sums) sums[end] += value;
    }
    return sums;
  };
  return { simulator, store, client, work, counted };
}

/** As if it were `ms` later, for whoever asks Date in this process. */
async function later(ms, run) {
  const { now } = Date;
  Date.now = () => now() + ms;
  try {
    return await run();
  } finally {
    Date.now = now;
  }
}
const MINUTE = 60_000;

for (const kind of ["folder", "object"]) {
  // Nobody knows whether it was sent: it is not sent again, and what was put aside stays so.
  for (const [point, tasks, reserved] of [
    ["after claim", 0, 0],
    ["before reserve", 0, 0],
    ["after reserve", 0, PRICE],
    ["before POST", 0, PRICE],
    ["after POST", 1, PRICE],
    ["before submitted", 1, PRICE],
  ]) {
    test(`killed ${point}, records in a ${kind}: not sent again, and what was put aside stays`, async () => {
      const { simulator, client, work, counted } = await scene(kind);
      assert.equal(await work(point), "SIGKILL");
      await later(6 * MINUTE, async () => {
        const both = await Promise.allSettled([client().generate(TEXT), client().generate(TEXT)]);
        for (const { reason } of both) assert.equal(reason.name, "SubmissionUnknownError");
      });
      assert.equal(simulator.tasks().length, tasks);
      assert.deepEqual(await counted(), { total: reserved, reserved, spent: 0, ceiling: 0 });
      // After 26 hours it still counts.
      await later(27 * 60 * MINUTE, async () => {
        const other = client().submit({ ...TEXT, prompt: `${TEXT.prompt}, another take` });
        if (reserved > 0) await assert.rejects(other, { name: "BudgetError" });
        else await other;
      });
    });
  }

  for (const fault of [undefined, "fail"]) {
    const ends = fault ? "fails" : "completes";
    const spent = fault ? 0 : PRICE;
    for (const point of [
      "after submitted",
      "before poll",
      "after poll",
      "before close",
      "after close",
      ...(fault ? ["before delete", "after delete"] : ["before finished", "after finished"]),
    ]) {
      test(`killed ${point}, records in a ${kind}, a task that ${ends}: closed once, by whoever gets the job`, async () => {
        const { simulator, client, work, counted, store } = await scene(
          kind,
          fault && { faults: [{ nth: 1, do: fault }] },
        );
        assert.equal(await work(point), "SIGKILL");
        const [task] = simulator.tasks();
        assert.equal(simulator.tasks().length, 1);
        // The job comes again, to two workers at once, and a third hears the end by id.
        const two = [client(), client(), client()];
        await Promise.allSettled(two.map((each) => each.wait(task.id)));
        const sums = { total: spent, reserved: 0, spent, ceiling: 0 };
        if (point !== "after delete") assert.deepEqual(await counted(), sums);
        assert.equal(simulator.billedMicroUsd(), spent);
        // Who was to free the record is believed to be at work on it for an hour; its money is given back all the same.
        const left = point === "before delete" ? [task.id] : [];
        if (fault) {
          const tasks = (await store.list()).map(([, { taskId }]) => taskId);
          assert.deepEqual([...new Set(tasks)], left);
        } else {
          assert.equal((await client().generate(TEXT)).id, task.id);
          assert.equal(simulator.tasks().length, 1);
        }
        assert.deepEqual(await counted(), sums);
      });
    }
  }

  test(`six workers of one job at once, records in a ${kind}, each killed elsewhere: one task, counted once`, async () => {
    const { simulator, client, work, counted } = await scene(kind);
    const points = ["after submitted", "before poll", "after poll", "before close", "after close", "before finished"];
    assert.ok((await Promise.all(points.map(work))).every((end) => end === "SIGKILL" || end === 0));
    assert.equal(simulator.tasks().length, 1);
    await client().generate(TEXT);
    assert.deepEqual(await counted(), { total: PRICE, reserved: 0, spent: PRICE, ceiling: 0 });
    assert.equal(simulator.tasks().length, 1);
  });

  test(`four processes with jobs of their own, records in a ${kind}: one budget, not four`, async () => {
    const { simulator, work, counted } = await scene(kind);
    const take = (number) => ({ request: { ...TEXT, prompt: `${TEXT.prompt}, take ${number}` } });
    const ends = await Promise.all([1, 2, 3, 4].map((number) => work(undefined, take(number))));
    assert.deepEqual(ends.sort(), [0, 4, 4, 4]);
    assert.equal(simulator.billedMicroUsd(), PRICE);
    assert.deepEqual(await counted(), { total: PRICE, reserved: 0, spent: PRICE, ceiling: 0 });
  });
}
