// The queue recipe of the documentation, as it stands there: run, killed in the middle, delivered twice.
import assert from "node:assert/strict";
import { test } from "node:test";
import { buildRequest, estimateCost, WanClient } from "wanreel";
import { createSimulator } from "wanreel/simulator";
import { MemoryLimits, MemoryStore } from "wanreel/stores";
import { sampleWith } from "../docs/samples.mjs";
import { TEXT } from "./support.mjs";

const { code: recipe } = sampleWith("// Where visitors ask:");
const [asking, working] = recipe.split(/\n\n(?=\/\/ Where jobs are worked off)/);

const AsyncFunction = (async () => {}).constructor;
const running = (code, scope) => new AsyncFunction(...Object.keys(scope), code)(...Object.values(scope));

/** What all workers share, and a queue that a visitor has put one job in. */
async function scene() {
  const simulator = createSimulator({ generationMs: 50 });
  const queued = [];
  const queue = { send: async (job) => void queued.push(structuredClone(job)) };
  await running(asking, { buildRequest, estimateCost, queue, request: TEXT, user: "ada" });
  const videos = new Map();
  const bucket = { put: async (key, body) => void videos.set(key, await new Response(body).arrayBuffer()) };
  const shared = { store: new MemoryStore(), limits: new MemoryLimits(), budget: { totalMicroUsd: 500_000 } };
  const deadlines = [];
  /** A worker's process: its client is its own, and `fetch` may be the one that dies with it. */
  const worker = (fetch = simulator.fetch) => {
    const Client = class extends WanClient {
      constructor(options) {
        deadlines.push(options.poll.deadlineMs);
        super({ ...options, apiKey: "sk-anything-123", fetch, poll: { ...options.poll, initialMs: 10 } });
      }
    };
    return running(working, { WanClient: Client, ...shared, bucket, job: structuredClone(queued[0]) });
  };
  return { simulator, worker, videos, deadlines, shared };
}

test("one job, worked off: one video, kept under the job's name, and paid once", async () => {
  const { simulator, worker, videos, deadlines } = await scene();
  await worker();
  assert.deepEqual([...videos.keys()], [`ada/${buildRequest(TEXT).fingerprint}.mp4`]);
  assert.ok(videos.values().next().value.byteLength > 1000);
  assert.equal(simulator.tasks().length, 1);
  assert.deepEqual(deadlines, [720_000], "shorter than the fifteen minutes of a queue consumer");
});

test("delivered twice, at once and later: one task", async () => {
  const { simulator, worker } = await scene();
  await Promise.all([worker(), worker()]);
  await worker();
  assert.equal(simulator.tasks().length, 1);
  assert.equal(simulator.billedMicroUsd(), estimateCost(TEXT).microUsd);
});

test("a worker that dies while it waits: the next goes on with its task", async (t) => {
  const { simulator, worker, videos } = await scene();
  let posted;
  const dying = new Promise((resolve) => {
    posted = resolve;
  });
  // Its wait is ended with the test.
  let refuse;
  const refused = new Promise((resolve) => {
    refuse = () => resolve(new Response('{"error":{"message":"no","code":"unauthorized"}}', { status: 401 }));
  });
  t.after(() => refuse());
  const fetch = async (url, init) => {
    // After its submit it hears nothing more, as a process that was ended.
    if (init?.method !== "POST") return refused;
    const response = await simulator.fetch(url, init);
    setTimeout(posted, 20);
    return response;
  };
  worker(fetch).catch(() => {});
  await dying;
  await worker();
  assert.equal(simulator.tasks().length, 1);
  assert.equal(videos.size, 1);
});
