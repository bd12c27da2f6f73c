// A pipeline in workerd, with a simulated API and a webhook, each over real HTTP.
import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { verifyNotification } from "wanreel/edge";
import { createHttpHandler, createSimulator } from "wanreel/simulator";
import { workerModules } from "../../scripts/lib/worker-modules.mjs";

// Read when miniflare is loaded: nothing is to be asked of the network.
Object.assign(process.env, { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" });

export const KEY = "sk-this-is-the-key-nobody-may-ever-see";
export const SECRET = `whsec_${Buffer.alloc(32, "secret").toString("base64")}`;
/** 5 s at 720p: 430,000 micro-dollars (guide, section 7: $0.086 a second). */
export const TEXT = {
  model: "wan2.7-text-to-video",
  prompt: "A lighthouse keeper climbs the stairs at dusk",
  duration: 5,
};
export const PRICE = 430_000;
export const CALLBACKS = "https://videos.example.com";

const here = dirname(fileURLToPath(import.meta.url));
const _dist = dirname(createRequire(import.meta.url).resolve("wanreel/wanreel_bg.wasm"));

let bundled;
async function program() {
  bundled ??= build({
    entryPoints: [join(here, "worker.mjs")],
    bundle: true,
    write: false,
    format: "esm",
    conditions: ["workerd"],
    external: ["*.wasm", "cloudflare:*", "./options.mjs"],
  });
  return (await bundled).outputFiles[0].text;
}

/** The options of miniflare for a pipeline of these options. */
export async function workerOf({ api, webhook, persist, worker = {} }) {
  const options = { key: KEY, ...worker };
  return {
    host: "127.0.0.1",
    cf: false,
    compatibilityDate: "2026-04-01",
    // Faults that tests make are told at length; what a Worker prints is wanted where a test fails by it.
    handleRuntimeStdio: (...streams) => {
      for (const stream of streams) stream.on("data", (text) => options.print && process.stderr.write(text));
    },
    modules: [
      ...workerModules(await program()),
      { type: "ESModule", path: "options.mjs", contents: `export default ${JSON.stringify(options)};` },
    ],
    bindings: { API: api, WEBHOOK: webhook, WEBHOOK_SECRET: SECRET },
    durableObjects: {
      JOBS: { className: "JobObject", useSQLite: true },
      BUDGETS: { className: "BudgetObject", useSQLite: true },
      COORDINATOR: { className: "CoordinatorObject", useSQLite: true },
    },
    r2Buckets: ["VIDEOS"],
    queueProducers: { SUBMITS: "submits" },
    queueConsumers: {
      submits: { maxBatchSize: 10, maxBatchTimeout: 0, maxRetries: 3, deadLetterQueue: "submits-dead" },
      "submits-dead": { maxBatchSize: 10, maxBatchTimeout: 0 },
    },
    ...(persist ? { durableObjectsPersist: `${persist}/objects`, r2Persist: `${persist}/bucket` } : {}),
  };
}

/** Starts a listener; answers where. */
export async function serve(listener) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  // A POST over a connection that Node closes at this moment would be one of unknown outcome, which no test asked for.
  server.keepAliveTimeout = 600_000;
  await once(server, "listening");
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, stop };
}

/** A webhook that checks what it is told; `answers`: a status, or what makes one of the number of the delivery. */
export async function webhookOf(answer = () => 204) {
  const told = [];
  const { origin, stop } = await serve(async (incoming, outgoing) => {
    const chunks = [];
    try {
      for await (const chunk of incoming) chunks.push(chunk);
    } catch {
      // Whoever sent it was killed in the middle: that is no delivery.
      return;
    }
    const request = new Request("http://hook.test/", {
      method: "POST",
      headers: incoming.headers,
      body: Buffer.concat(chunks),
    });
    const delivery = { headers: incoming.headers };
    told.push(delivery);
    try {
      Object.assign(delivery, await verifyNotification(request, SECRET));
      outgoing.writeHead(answer(told.length, delivery)).end();
    } catch (error) {
      delivery.error = error;
      outgoing.writeHead(403).end();
    }
  });
  return { url: origin, told, stop };
}

/**
 * All of it. `simulate`: of the API; `pipeline`: options of createPipeline; `worker`: what else the test's Worker takes;
 * `answer`: the webhook's status by the number of the delivery; `results`: a file host.
 */
export async function world({ simulate = {}, pipeline = {}, worker = {}, answer, results, callbacks = true } = {}) {
  const { Miniflare } = await import("miniflare");
  let origin = "";
  const sent = { callbacks: 0 };
  const simulator = createSimulator({
    apiKeys: [KEY],
    generationMs: 150,
    callbackFetch: async (url, init) => {
      sent.callbacks += 1;
      sent.last = { url, body: init.body };
      return fetch(url.replace(CALLBACKS, origin), init);
    },
    ...simulate,
  });
  const simulated = createHttpHandler(simulator, { all: true });
  // A file host of the test's own, in place of the simulator's.
  const api = await serve((request, response) =>
    results && request.url.startsWith("/results/") ? results(request, response) : simulated(request, response),
  );
  const hook = await webhookOf(answer);
  const options = {
    poll: { initialMs: 60, maxMs: 200 },
    ...(callbacks ? { callbackOrigin: CALLBACKS } : {}),
    perMinute: 60_000,
    ...pipeline,
  };
  const miniflare = new Miniflare(
    await workerOf({ api: api.origin, webhook: hook.url, worker: { ...worker, pipeline: options } }),
  );
  ({ origin } = await miniflare.ready);
  const stop = async () => {
    await miniflare.dispose();
    api.stop();
    hook.stop();
  };
  return { simulator, hook, origin, sent, stop, miniflare, ...clientOf(origin) };
}

/** The engine's front closes a connection now and then that was kept open: what changes nothing is asked again. */
async function patiently(send) {
  try {
    return await send();
  } catch {
    await sleep(300);
    return send();
  }
}

/** What a test asks a pipeline. */
export function clientOf(origin) {
  const call = async (path, init = {}, user = "ann") => {
    const headers = { ...(user === null ? {} : { "x-user": user }), ...init.headers };
    const send = () => fetch(origin + path, { ...init, headers });
    return init.method === undefined ? patiently(send) : send();
  };
  const post = (body, { user, headers } = {}) =>
    call(
      "/jobs",
      { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) },
      user,
    );
  const test = async (what, body = {}) => {
    const send = () => fetch(`${origin}/test/${what}`, { method: "POST", body: JSON.stringify(body) });
    const answer = await patiently(send);
    if (!answer.ok) throw new Error(`${what}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const show = async (id, user) => (await call(`/jobs/${id}`, {}, user)).json();
  /** Looks until the job is as wanted. */
  const until = async (id, wanted, { user, ms = 15_000 } = {}) => {
    const is = typeof wanted === "function" ? wanted : (job) => job.state === wanted;
    let job;
    for (const end = performance.now() + ms; performance.now() < end; await sleep(40)) {
      job = await show(id, user);
      if (is(job)) return job;
    }
    throw new Error(`it did not become so: ${JSON.stringify(job)}`);
  };
  let offset = 0;
  /** Lets time pass for the pipeline, and rings the alarms that would have rung meanwhile. */
  const pass = async (ms, ...jobs) => {
    offset += ms;
    await test("faults", { offset });
    await test("ring", { binding: "COORDINATOR", name: "coordinator" });
    for (const name of jobs) await test("ring", { name });
  };
  return { call, post, test, show, until, pass };
}
