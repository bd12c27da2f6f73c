/**
 * Submitting, polling and waiting, beside what one would write by hand: fetch with a time-out and, around it, a loop. Both
 * over the same fetch, which answers at once out of this process: what is timed is what is written around it. Arguments:
 * `exchange`, or `waits` and a number; `profile submit|poll` runs one of them alone, for a profiler.
 */
import { setMaxListeners } from "node:events";
import { monitorEventLoopDelay } from "node:perf_hooks";
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

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");
/** Long enough for a second look, and for a third of some. */
const WATCHED_MS = 12_000;

/** Bytes that a task takes while it waits for its next poll, and the event loop's delay meanwhile, in milliseconds. */
async function waits(made, count) {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const client = made(FETCHES["that only answers"]);
  const held = async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    collect();
    return process.memoryUsage().heapUsed + (memory?.buffer.byteLength ?? 0);
  };
  const before = await held();
  const all = Array.from({ length: count }, (_, index) => client.wait(stop.signal, index).catch(() => {}));
  const bytes = ((await held()) - before) / count;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await new Promise((resolve) => setTimeout(resolve, WATCHED_MS));
  delay.disable();
  stop.abort();
  await Promise.all(all);
  return { bytes, delayMs: delay.percentile(99) / 1e6 };
}

async function exchange() {
  const figures = {};
  for (const [kind, answering] of Object.entries(FETCHES)) {
    const [left, right] = [ours(answering), byHand(answering)];
    for (const name of ["submit", "poll"]) {
      const both = () =>
        side(
          (index) => left[name](index),
          (index) => right[name](index),
        );
      // What is compiled on the way, and the first garbage.
      await both();
      const [own, hand] = await both();
      figures[`${name}, over a fetch ${kind}`] = { wanreel: own, hand };
    }
  }
  return figures;
}

const [what, which, count] = process.argv.slice(2);
if (what === "profile") {
  const client = ours(FETCHES["that only answers"]);
  for (let index = 1; index <= 20_000; index++) await client[which](index);
} else {
  const makers = { wanreel: ours, hand: byHand };
  console.log(JSON.stringify(what === "exchange" ? await exchange() : await waits(makers[which], Number(count))));
}
process.exit();
