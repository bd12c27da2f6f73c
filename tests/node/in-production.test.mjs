// "A queue of your own" in the documentation: its samples as they stand, in workerd with a real queue, Durable Objects and R2.
import assert from "node:assert/strict";
import { dirname } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { createSimulator } from "wanreel/simulator";
import { workerModules } from "../../scripts/lib/worker-modules.mjs";
import { sampleWith } from "../docs/samples.mjs";
import { KEY, TEXT } from "./support.mjs";

// Read when miniflare is loaded: nothing is to be asked of the network.
Object.assign(process.env, { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" });

const { code: sample } = sampleWith("// Where visitors ask:");
const [asked = "", worked = ""] = sample.split(/(?=\/\/ Where jobs are worked off)/);

/** What stands around the samples in a Worker, and stops a delivery where a test says so. */
const PROGRAM = `
import { buildRequest, estimateCost, WanClient } from "wanreel";
import { DurableObjectLimits, DurableObjectStore, LimitsObject, TaskStoreObject } from "wanreel/stores";
export { LimitsObject, TaskStoreObject };
const budget = { perUserDayMicroUsd: 900_000 };
export default {
  async fetch(given, env) {
    const { request, user } = await given.json();
    const queue = env.JOBS;
    try {
      ${asked}
      return Response.json({ id: built.fingerprint });
    } catch (error) {
      return Response.json({ error: error.name, message: error.message }, { status: 400 });
    }
  },
  async queue(batch, env) {
    const limits = new DurableObjectLimits(env.LIMITS);
    const store = new DurableObjectStore(env.TASKS);
    const bucket = env.VIDEOS;
    for (const { body: job } of batch.messages) {
      try {
        ${worked}
        await bucket.put("done/" + job.user + "/" + job.id, task.id);
      } catch (error) {
        if (error.name !== "BudgetError" && error.name !== "SubmissionUnknownError") throw error;
        await bucket.put("failed/" + job.user + "/" + job.id, error.name + ": " + error.message);
      }
    }
  },
};`;

const simulator = createSimulator({ apiKeys: [KEY], generationMs: 100 });
let miniflare;
let worker;
let videos;
before(async () => {
  const { Miniflare, Response } = await import("miniflare");
  const { outputFiles } = await build({
    stdin: { contents: PROGRAM, resolveDir: dirname(fileURLToPath(import.meta.url)), sourcefile: "program.js" },
    bundle: true,
    write: false,
    format: "esm",
    conditions: ["workerd", "worker"],
    external: ["*.wasm", "node:*", "cloudflare:*"],
  });
  miniflare = new Miniflare({
    cf: false,
    compatibilityDate: "2026-04-01",
    compatibilityFlags: ["nodejs_compat"],
    modules: workerModules(outputFiles[0].text),
    bindings: { EVOLINK_API_KEY: KEY },
    durableObjects: {
      LIMITS: { className: "LimitsObject", useSQLite: true },
      TASKS: { className: "TaskStoreObject", useSQLite: true },
    },
    r2Buckets: ["VIDEOS"],
    queueProducers: { JOBS: "jobs" },
    queueConsumers: { jobs: { maxBatchSize: 1, maxBatchTimeout: 0, maxRetries: 5, retryDelay: 0 } },
    // The API's own address: what stands there is the simulator.
    outboundService: async (request) => {
      const answer = await simulator.fetch(request.url, {
        method: request.method,
        headers: Object.fromEntries(request.headers),
        ...(request.method === "POST" ? { body: await request.text() } : {}),
      });
      return new Response(await answer.arrayBuffer(), { status: answer.status, headers: [...answer.headers] });
    },
  });
  await miniflare.ready;
  worker = (body) => miniflare.dispatchFetch("http://app.test/", { method: "POST", body: JSON.stringify(body) });
  videos = await miniflare.getR2Bucket("VIDEOS");
});
after(() => miniflare?.dispose());

/** What stands there, once it does. */
async function arrived(key) {
  for (let time = 0; time < 400; time++) {
    const found = await videos.get(key);
    if (found) return found;
    await sleep(100);
  }
  return assert.fail(`${key} does not come`);
}

test("the samples are there, in two halves", () => {
  assert.match(asked, /buildRequest[\s\S]*queue\.send/);
  assert.match(worked, /new WanClient[\s\S]*generate[\s\S]*archive/);
});

test("what is wrong or too dear is said at once, and nothing is sent", async () => {
  for (const [request, error] of [
    [{ ...TEXT, duration: 99 }, "ValidationError"],
    [{ model: "wan27" }, "ValidationError"],
    [{ ...TEXT, duration: 15, quality: "1080p" }, "RangeError"],
  ]) {
    const answer = await worker({ request, user: "ada" });
    assert.deepEqual([answer.status, (await answer.json()).error], [400, error]);
  }
  assert.equal(simulator.log().length, 0);
});

test("a job delivered many times is one task, paid once, and its video lies in the bucket", {
  timeout: 120_000,
}, async () => {
  const { id } = await (await worker({ request: TEXT, user: "ada" })).json();
  assert.match(id, /^[0-9a-f]{64}$/);
  for (let time = 0; time < 2; time++) await worker({ request: TEXT, user: "ada" });
  const video = await arrived(`ada/${id}.mp4`);
  assert.equal(video.httpMetadata.contentType, "video/mp4");
  assert.equal(
    Buffer.from(await video.arrayBuffer())
      .subarray(4, 8)
      .toString("latin1"),
    "ftyp",
  );
  await arrived(`done/ada/${id}`);
  await sleep(500);
  assert.equal(simulator.tasks().length, 1);
  assert.equal(simulator.billedMicroUsd(), 430_000);
  // Another user's job of the same request is another task, under the budget of that user.
  await worker({ request: TEXT, user: "bob" });
  await arrived(`bob/${id}.mp4`);
  assert.equal(simulator.tasks().length, 2);
});

test("all workers spend one budget", { timeout: 120_000 }, async () => {
  const jobs = await Promise.all(
    [1, 2, 3].map(async (take) => {
      const request = { ...TEXT, prompt: `${TEXT.prompt}, take ${take}` };
      return (await (await worker({ request, user: "cleo" })).json()).id;
    }),
  );
  const ends = await Promise.all(
    jobs.map((id) => Promise.any([arrived(`done/cleo/${id}`), arrived(`failed/cleo/${id}`)])),
  );
  const failed = ends.filter(({ key }) => key.startsWith("failed/"));
  assert.equal(failed.length, 1);
  assert.match(await failed[0].text(), /^BudgetError: the request costs \$0\.43; .* has \$0\.04 left$/);
});
