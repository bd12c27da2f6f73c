// What a job costs of Cloudflare's engine, counted: requests to objects, rows written, operations of the queue.
import { setTimeout as sleep } from "node:timers/promises";
import { TEXT, world } from "./world.mjs";

const JOBS = 20;

/** A job with a callback, and one that has to be looked at eight times. */
export const WITH_CALLBACK = {
  pipeline: { poll: { initialMs: 5_000 } },
  simulate: { generationMs: 400 },
  callbacks: true,
};
export const EIGHT_POLLS = {
  pipeline: { poll: { initialMs: 100, maxMs: 100, jitter: 0, adaptive: false } },
  simulate: { completeAfterPolls: 8, generationMs: 60_000 },
  callbacks: false,
};

/**
 * Of one job on average, all objects included, up to its notification: `{ requests, rows, queue, polls, dollars, detail }`.
 * @param worlds takes the world, to be stopped
 */
export async function costOf({ pipeline, simulate, callbacks }, worlds) {
  const here = await world({ pipeline, simulate, callbacks });
  worlds.push(here);
  // The first job makes tables; it is not counted.
  const first = await (await here.post({ ...TEXT, prompt: "The first" })).json();
  await here.until(first.id, (job) => job.notification === "delivered");
  await sleep(300);
  const before = await here.test("cost");
  for (let number = 0; number < JOBS; number++) {
    await (await here.post({ ...TEXT, prompt: `A job, number ${number}` })).json();
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
  const counted = {
    requests: total(cost.requests, before.requests),
    rows: total(cost.rows, before.rows),
    // Written, read and deleted.
    queue: (3 * (cost.messages - before.messages)) / JOBS,
    polls,
  };
  return { ...counted, dollars: dollarsAMillion(counted), detail };
}

/**
 * Dollars of a million jobs by the published prices: $0.15 a million requests, $1.00 a million rows, $0.40 a million operations of
 * the queue; R2 $4.50 a million writes, one a job. developers.cloudflare.com/durable-objects/platform/pricing,
 * /queues/platform/pricing, /r2/pricing
 */
const dollarsAMillion = ({ requests, rows, queue }) => requests * 0.15 + rows * 1 + queue * 0.4 + 4.5;
