/**
 * Submitting, polling and waiting, beside what one would write by hand: fetch with a time-out and, around it, a loop. Both
 * over the same fetch, which answers at once out of this process: what is timed is what is written around it. Batches are
 * short and take turns; of each the 10th percentile counts, since what comes between only adds. Options: --only submit|poll
 * runs one of them alone, for a profiler.
 */
import { setMaxListeners } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const { Instance } = WebAssembly;
let memory;
WebAssembly.Instance = function linked(...args) {
  const instance = new Instance(...args);
  memory ??= instance.exports.memory;
  return instance;
};
const { WanClient } = await import("wanreel");

const API = "https://api.evolink.ai";
const ID = "task-unified-1757169743-7cvnl5zw";
const KEY = "sk-bench-5f1e0c9a7b3d2846";
const REQUEST = {
  model: "wan2.7-text-to-video",
  prompt: "A drone shot over a misty mountain lake at sunrise, slow camera push forward, cinematic color grading",
  quality: "720p",
  aspect_ratio: "16:9",
  duration: 5,
};
const CREATED = JSON.stringify({ id: ID, status: "pending", created: 1757169743, progress: 0, model: REQUEST.model });
const RUNNING = JSON.stringify({
  id: ID,
  status: "processing",
  created: 1757169743,
  progress: 50,
  model: REQUEST.model,
});

const JSON_TYPE = { headers: { "content-type": "application/json" } };

/** What answers: at once and unseen; or after a Request was made, as every engine's own fetch does before it sends. */
const FETCHES = {
  "that only answers": async (_, { method }) => new Response(method === "POST" ? CREATED : RUNNING, JSON_TYPE),
  "that makes a Request": async (url, init) => {
    const { method } = new Request(url, init);
    return new Response(method === "POST" ? CREATED : RUNNING, JSON_TYPE);
  },
};

const byHand = (answering) => ({
  async submit(seed) {
    const response = await answering(`${API}/v1/videos/generations`, {
      method: "POST",
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
      body: JSON.stringify({ ...REQUEST, seed }),
      signal: AbortSignal.timeout(30_000),
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.json();
  },
  async poll() {
    const response = await answering(`${API}/v1/tasks/${ID}`, {
      headers: { authorization: `Bearer ${KEY}` },
      signal: AbortSignal.timeout(15_000),
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.json();
  },
  async wait(signal) {
    for (;;) {
      const task = await this.poll();
      if (task.status === "completed") return task;
      await new Promise((resolve, reject) => {
        const abort = () => {
          clearTimeout(timer);
          reject(signal.reason);
        };
        const timer = setTimeout(() => {
          signal.removeEventListener("abort", abort);
          resolve();
        }, 5_000);
        signal.addEventListener("abort", abort, { once: true });
      });
    }
  },
});

function ours(answering) {
  const client = new WanClient({ apiKey: KEY, fetch: answering });
  return {
    submit: (seed) => client.submit({ ...REQUEST, seed }, { dedupe: false }),
    poll: () => client.retrieve(ID),
    wait: (signal, index) => client.wait(`${ID}-${index}`, { signal }),
  };
}

const BATCH = 8;
const BATCHES = 300;

async function microseconds(work, from) {
  const began = process.hrtime.bigint();
  for (let index = 0; index < BATCH; index++) await work(from + index);
  return Number(process.hrtime.bigint() - began) / BATCH / 1000;
}

/** Microseconds of each, at the 10th percentile. */
async function side(left, right) {
  const times = [[], []];
  for (let batch = 0; batch < BATCHES; batch++) {
    times[0].push(await microseconds(left, batch * BATCH + 1));
    times[1].push(await microseconds(right, batch * BATCH + 1));
  }
  return times.map((all) => all.sort((a, b) => a - b)[Math.floor(all.length / 10)]);
}

const WAITING = 2_000;
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

/** Bytes that one task takes while it waits for its next poll. */
async function waiting(made) {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const client = made(FETCHES["that only answers"]);
  const held = async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    collect();
    return { heap: process.memoryUsage().heapUsed, module: memory.buffer.byteLength };
  };
  const before = await held();
  const all = Array.from({ length: WAITING }, (_, index) => client.wait(stop.signal, index).catch(() => {}));
  const after = await held();
  stop.abort();
  await Promise.all(all);
  return { heap: (after.heap - before.heap) / WAITING, module: (after.module - before.module) / WAITING };
}

const only = process.argv[process.argv.indexOf("--only") + 1];
if (process.argv.includes("--only")) {
  const client = ours(FETCHES["that only answers"]);
  for (let index = 1; index <= 20_000; index++) await client[only](index);
} else {
  const kilobytes = (bytes) => `${(bytes / 1024).toFixed(2)} kB`;
  // First, while the module's memory holds nothing that was freed.
  for (const [name, made] of [
    ["wanreel", ours],
    ["a loop by hand", byHand],
  ]) {
    const { heap, module } = await waiting(made);
    console.log(`a waiting task, ${name}: ${kilobytes(heap)} of heap, ${kilobytes(module)} of the module's memory`);
  }
  for (const [kind, answering] of Object.entries(FETCHES)) {
    const [left, right] = [ours(answering), byHand(answering)];
    for (const name of ["submit", "poll"]) {
      // What is compiled on the way, and the first garbage.
      await side(
        (index) => left[name](index),
        (index) => right[name](index),
      );
      const [own, hand] = await side(
        (index) => left[name](index),
        (index) => right[name](index),
      );
      const times = `${own.toFixed(1)} µs, a fetch with a time-out ${hand.toFixed(1)} µs`;
      console.log(`${name}, over a fetch ${kind}: ${times}: ${(own / hand).toFixed(2)}`);
    }
  }
}
process.exit();
