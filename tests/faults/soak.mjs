#!/usr/bin/env node
// Many tasks at once through random faults, in one process, on a virtual clock; then the simulator's ledger.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { WanClient } from "wanreel";
import { createSimulator } from "wanreel/simulator";
import { MemoryStore } from "wanreel/stores";
import { main } from "../../scripts/lib/steps.mjs";
import { Clock } from "./clock.mjs";
import { auditSoak, describe } from "./soak-audit.mjs";

const HELP = `soak.mjs [--tasks N] [--seed N]

Generates N videos at once (default 10000) while a tenth of all requests goes wrong, as the seed has it (default 1).`;

/** A tenth in all: of each request, a fault of these kinds. */
const FAULTS = [
  { do: "drop_before", rate: 0.012 },
  { do: "drop_after", rate: 0.012 },
  { do: "drop_body", rate: 0.01 },
  { do: "refuse", rate: 0.006 },
  { do: "hang", rate: 0.004 },
  { delayMs: 20_000, rate: 0.006 },
  { do: "html", rate: 0.01 },
  { do: "truncated", rate: 0.005 },
  { do: "empty", rate: 0.005 },
  { status: 429, rate: 0.01 },
  { status: 429, retryAfter: 7, rate: 0.005 },
  { status: 500, rate: 0.005 },
  { status: 502, body: "html", rate: 0.005 },
  { status: 503, retryAfter: 5, rate: 0.005 },
  { on: "submit", do: "no_id", rate: 0.003 },
];
/** Timers this close together fire together; it spares turns of the event loop. */
const GRAIN_MS = 25;
const TURNS = 4;

/** The memory of the client's own module, which no heap statistic shows apart. */
function watchMemory() {
  const { Instance } = WebAssembly;
  const memories = {};
  WebAssembly.Instance = function linked(module, imports) {
    const instance = new Instance(module, imports);
    for (const name of Object.keys(imports)) memories[name] = instance.exports.memory;
    return instance;
  };
  return {
    bytes: () => memories["./wanreel_bg.js"]?.buffer.byteLength ?? 0,
    restore: () => Object.assign(WebAssembly, { Instance }),
  };
}

function collector() {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc");
}

/** Generates them all; what came of each, and the ledger. */
export async function soak({ tasks, seed = 1 }) {
  const collect = collector();
  const memory = watchMemory();
  const began = performance.now();
  const real = { now: performance.now.bind(performance), random: Math.random };
  const clock = new Clock(Date.now());
  const unhandled = [];
  const onUnhandled = (reason) => unhandled.push(reason);
  process.on("unhandledRejection", onUnhandled);
  clock.install();
  // The client's jitter, repeatable.
  const generator = xoroshiro128plus(seed);
  Math.random = () => uniformFloat64(generator);
  try {
    const simulator = createSimulator({
      clock: () => clock.date(),
      seed,
      faults: FAULTS,
      generationMs: { min: 20_000, max: 240_000 },
    });
    let requests = 0;
    const fetch = (...args) => {
      requests += 1;
      return simulator.fetch(...args);
    };
    const sent = new Map();
    const store = new MemoryStore();
    const client = new WanClient({
      apiKey: "sk-soak-0123456789",
      fetch,
      store,
      onEvent: (event) => event.type === "submit" && sent.set(event.fingerprint, event.idempotencyKey),
    });
    const heap = () => {
      collect();
      return { heap: process.memoryUsage().heapUsed, module: memory.bytes() };
    };
    // Compiled and warm before anything is measured.
    await settle(clock, client.generate({ model: "wan2.7-text-to-video", prompt: "Warm up" }));
    const before = heap();
    const outcomes = [];
    let over = 0;
    for (let index = 0; index < tasks; index++) {
      const request = { model: "wan2.7-text-to-video", prompt: `Take ${index}: a lighthouse keeper climbs the stairs` };
      client
        .generate(request)
        .then(
          (task) => ({ task }),
          (error) => ({ error }),
        )
        .then((outcome) => {
          over += 1;
          outcomes[index] = outcome;
        });
    }
    let waiting;
    await turnUntil(clock, () => {
      // All have been answered, none has been polled: every one of them waits.
      if (!waiting && clock.now > 4000 && requests >= tasks) waiting = { ...heap(), count: tasks - over };
      return over === tasks;
    });
    clock.advance(clock.now + 3_600_000);
    const records = await store.list();
    const seconds = (real.now() - began) / 1000;
    const grown = { heap: waiting.heap - before.heap, module: waiting.module - before.module };
    return {
      outcomes,
      ledger: simulator.tasks(),
      records,
      sent,
      unhandled,
      requests,
      seconds,
      grown,
      waiting: waiting.count,
    };
  } finally {
    clock.uninstall();
    Math.random = real.random;
    memory.restore();
    process.off("unhandledRejection", onUnhandled);
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

async function turnUntil(clock, over) {
  for (;;) {
    for (let turns = 0; turns < TURNS; turns++) await turn();
    if (over()) return;
    const next = clock.timers.next();
    if (next === undefined) await turn();
    else clock.advance(next + GRAIN_MS);
  }
}

async function settle(clock, promise) {
  let over = false;
  const done = () => {
    over = true;
  };
  promise.then(done, done);
  await turnUntil(clock, () => over);
}

await main(import.meta.url, HELP, async (args) => {
  const given = (name, standard) => (args.includes(name) ? Number(args[args.indexOf(name) + 1]) : standard);
  const result = await soak({ tasks: given("--tasks", 10_000), seed: given("--seed", 1) });
  const found = auditSoak(result);
  console.log(describe(result, found));
  for (const problem of found.problems) console.error(`✗ ${problem}`);
  if (found.problems.length > 0) process.exitCode = 1;
});
