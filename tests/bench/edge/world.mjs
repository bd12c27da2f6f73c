import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { createHttpHandler, createSimulator } from "wanreel/simulator";
import { workerModules } from "../../../scripts/lib/worker-modules.mjs";
import { CALLBACKS, KEY, SECRET, serve, TEXT } from "../../edge/world.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const _dist = dirname(createRequire(import.meta.url).resolve("wanreel/wanreel_bg.wasm"));

/** Here one batch is delivered at a time, where Cloudflare's queues deliver up to 250: a batch of ten would be what is measured. */
const CONSUMER = { maxBatchSize: 100, maxBatchTimeout: 0, maxRetries: 3 };

/** With the objects' files there, the processor is measured, and not how long this machine's disk takes for an fsync. */
export const MEMORY = "/dev/shm";

/** What each is bound to. */
const BINDINGS = {
  pipeline: {
    durableObjects: {
      JOBS: { className: "JobObject", useSQLite: true },
      BUDGETS: { className: "BudgetObject", useSQLite: true },
      COORDINATOR: { className: "CoordinatorObject", useSQLite: true },
    },
    queueProducers: { SUBMITS: "submits" },
    queueConsumers: { submits: CONSUMER },
  },
  workflow: {
    workflows: { VIDEO: { name: "video", className: "VideoWorkflow" } },
    durableObjects: { BUDGETS: { className: "BudgetObject", useSQLite: true } },
  },
  queue: {
    kvNamespaces: ["STATUS"],
    queueProducers: { SUBMITS: "submits" },
    queueConsumers: { submits: CONSUMER },
  },
};

async function program(kind) {
  const { outputFiles } = await build({
    entryPoints: [join(here, `${kind}.worker.mjs`)],
    bundle: true,
    write: false,
    format: "esm",
    conditions: ["workerd"],
    external: ["*.wasm", "cloudflare:*", "./options.mjs"],
  });
  return outputFiles[0].text;
}

/** Counts whom a webhook is told of, each once. */
async function webhook() {
  const told = new Map();
  const { origin, stop } = await serve(async (incoming, outgoing) => {
    let text = "";
    for await (const chunk of incoming) text += chunk;
    told.set(JSON.parse(text).data.id, performance.now());
    outgoing.writeHead(204).end();
  });
  return { url: origin, told, stop };
}

/**
 * @param kind "pipeline", "workflow" or "queue"; @param options of the Worker; @param simulate of the API; @param inMemory whether
 * what is stored is to be in memory, where the machine has a folder there
 */
export async function start(kind, { options = {}, simulate = {}, inMemory = false } = {}) {
  const { Miniflare } = await import("miniflare");
  const folder = inMemory && existsSync(MEMORY) ? mkdtempSync(join(MEMORY, "wanreel-bench-")) : undefined;
  let origin = "";
  const simulator = createSimulator({
    apiKeys: [KEY],
    callbackFetch: (url, init) => fetch(url.replace(CALLBACKS, origin), init),
    ...simulate,
  });
  const api = await serve(createHttpHandler(simulator, { all: true }));
  const hook = await webhook();
  const contents = `export default ${JSON.stringify(options)};`;
  const miniflare = new Miniflare({
    host: "127.0.0.1",
    cf: false,
    compatibilityDate: "2026-04-01",
    handleRuntimeStdio: (...streams) => {
      for (const stream of streams) stream.on("data", (text) => options.print && process.stderr.write(text));
    },
    modules: [...workerModules(await program(kind)), { type: "ESModule", path: "options.mjs", contents }],
    bindings: { API: api.origin, WEBHOOK: hook.url, WEBHOOK_SECRET: SECRET, KEY },
    r2Buckets: ["VIDEOS"],
    ...BINDINGS[kind],
    ...(folder
      ? {
          durableObjectsPersist: `${folder}/objects`,
          r2Persist: `${folder}/bucket`,
          kvPersist: `${folder}/keys`,
          workflowsPersist: `${folder}/workflows`,
        }
      : {}),
  });
  ({ origin } = await miniflare.ready);
  const stop = async () => {
    await miniflare.dispose();
    if (folder) rmSync(folder, { recursive: true, force: true });
    api.stop();
    hook.stop();
  };
  return { simulator, told: hook.told, origin, stop };
}

/** The engine's front drops a connection now and then that was kept open: it is asked again, a few times. */
export async function patiently(...given) {
  for (let left = 5; ; left--) {
    try {
      return await fetch(...given);
    } catch (error) {
      if (left === 0) throw error;
      await sleep(200);
    }
  }
}

/** Posts a job, and answers how long that took. */
export async function post({ origin }, user, prompt) {
  const headers = { "content-type": "application/json", "x-user": user };
  const body = JSON.stringify({ ...TEXT, prompt });
  const began = performance.now();
  const answer = await patiently(`${origin}/jobs`, { method: "POST", headers, body });
  const { id, error } = await answer.json();
  if (answer.status !== 202) throw new Error(`POST /jobs: ${answer.status} ${JSON.stringify(error)}`);
  return { id, ms: performance.now() - began };
}

/** What an operator sees of a pipeline. */
export async function overview({ origin }) {
  const answer = await patiently(`${origin}/review`, { headers: { "x-operator": "yes" } });
  return answer.json();
}
