// What a job costs of Cloudflare's engine, counted: requests to objects, rows written, operations of the queue. Published
// prices: developers.cloudflare.com/durable-objects/platform/pricing, /queues/platform/pricing.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { TEXT, world } from "./world.mjs";

const JOBS = 20;
const worlds = [];
after(() => Promise.all(worlds.map((each) => each.stop())));

async function costOf({ pipeline, simulate, callbacks }) {
  const here = await world({ pipeline, simulate, callbacks });
  worlds.push(here);
  // The first job makes tables; it is not counted.
  const first = await (await here.post({ ...TEXT, prompt: "The first" })).json();
  await here.until(first.id, (job) => job.notification === "delivered");
  await sleep(300);
  const before = await here.test("cost");
  const ids = [];
  for (let number = 0; number < JOBS; number++) {
    ids.push((await (await here.post({ ...TEXT, prompt: `A job, number ${number}` })).json()).id);
  }
  const deadline = performance.now() + 30_000;
  // Looked at through the webhook alone: a GET would be a request that the job did not need.
  while (here.hook.told.length < JOBS + 1 && performance.now() < deadline) await sleep(50);
  await sleep(500);
  const cost = await here.test("cost");
  const total = (now, then) => Object.keys(now).reduce((sum, name) => sum + now[name] - (then[name] ?? 0), 0) / JOBS;
  const polls =
    here.simulator
      .tasks()
      .slice(1)
      .reduce((sum, task) => sum + task.polls, 0) / JOBS;
  const detail = Object.fromEntries(
    [...Object.entries(cost.requests), ...Object.entries(cost.rows)].map(([name, value]) => [
      name,
      (value - (before.requests[name] ?? before.rows[name] ?? 0)) / JOBS,
    ]),
  );
  return {
    requests: total(cost.requests, before.requests),
    rows: total(cost.rows, before.rows),
    // Written, read and deleted.
    queue: (3 * (cost.messages - before.messages)) / JOBS,
    polls,
    detail,
  };
}

/** Micro-dollars of a job by the published prices: $0.15 a million requests, $1.00 a million rows, $0.40 a million operations; R2 $4.50 a million writes. */
const dollarsAMillion = ({ requests, rows, queue }) => requests * 0.15 + rows * 1 + queue * 0.4 + 4.5;

test("a job with a callback and at most 3 polls", { timeout: 60_000 }, async (t) => {
  const cost = await costOf({
    pipeline: { poll: { initialMs: 5_000 } },
    simulate: { generationMs: 400 },
    callbacks: true,
  });
  t.diagnostic(JSON.stringify({ ...cost, dollarsAMillion: dollarsAMillion(cost) }));
  assert.ok(cost.polls <= 3, `${cost.polls} polls`);
  assert.ok(cost.requests <= 10, `${cost.requests} requests: ${JSON.stringify(cost.detail)}`);
  assert.ok(cost.rows <= 18, `${cost.rows} rows: ${JSON.stringify(cost.detail)}`);
  assert.equal(cost.queue, 3);
});

test("a job of 8 polls", { timeout: 60_000 }, async (t) => {
  const cost = await costOf({
    pipeline: { poll: { initialMs: 100, maxMs: 100, jitter: 0, adaptive: false } },
    simulate: { completeAfterPolls: 8, generationMs: 60_000 },
    callbacks: false,
  });
  t.diagnostic(JSON.stringify({ ...cost, dollarsAMillion: dollarsAMillion(cost) }));
  assert.ok(cost.polls >= 8 && cost.polls < 9, `${cost.polls} polls`);
  assert.ok(cost.requests <= 16, `${cost.requests} requests: ${JSON.stringify(cost.detail)}`);
  assert.ok(cost.rows <= 34, `${cost.rows} rows: ${JSON.stringify(cost.detail)}`);
});
