// A pipeline's Worker with what tests need beside it: a clock that jumps, faults of its parts, counts of what it costs.
import { createPipeline } from "wanreel/edge";
import options from "./options.mjs";

/** Of this isolate, which all handlers and objects share. */
const faults = { offset: 0, brokenUntil: {}, puts: 0, sends: 0, gets: 0 };
const cost = { requests: {}, rows: {}, messages: 0, parts: 0, events: [] };
const add = (counts, name, amount = 1) => {
  counts[name] = (counts[name] ?? 0) + amount;
};

const pipeline = createPipeline({
  clock: { now: () => Date.now() + faults.offset },
  authorize: (request) => {
    const user = request.headers.get("x-user");
    const [feature, priority] = ["x-feature", "x-priority"].map((name) => request.headers.get(name));
    return user === null ? null : { user, feature: feature ?? "", priority: Number(priority ?? 0) };
  },
  operators: (request) => {
    const said = request.headers.get("x-operator");
    if (said === "login") return new Response(null, { status: 302, headers: { location: "https://login.example/" } });
    return said === "yes";
  },
  apiKey: () => faults.key ?? options.key,
  baseUrl: (env) => env.API,
  notify: { url: (_, env) => faults.webhook ?? env.WEBHOOK, secret: (env) => env.WEBHOOK_SECRET },
  // From a store of secrets, which may be slow.
  secret: async () => {
    if (faults.secretMs) await new Promise((done) => setTimeout(done, faults.secretMs));
    return "of-callbacks-and-links-0123456789abcdef";
  },
  onEvent: (event) => {
    cost.events.push(event);
    if (cost.events.length > 2_000) cost.events.shift();
    if (event.level !== "info" && options.print) console.log(JSON.stringify(event));
  },
  ...options.pipeline,
});

/** What is written counts, and writes fail where a test says so. */
function counting(name, state) {
  const { storage } = state;
  const counted = new Proxy(storage, {
    get(target, key) {
      if (key === "sql") return { exec: (...given) => measured(name, target.sql.exec(...given)) };
      const value = target[key];
      if (typeof value !== "function") return value;
      return (...given) => {
        if (key === "put" || key === "setAlarm") add(cost.rows, `${name}.${key}`);
        return value.apply(target, given);
      };
    },
  });
  Object.defineProperty(state, "storage", { value: counted });
  return state;
}

function measured(name, cursor) {
  const rows = cursor.toArray();
  add(cost.rows, `${name}.sql`, cursor.rowsWritten);
  return Object.assign(rows, { rowsWritten: cursor.rowsWritten });
}

/** The bucket fails where a test says so, once each. */
function failing(env) {
  const broken = (kind) => {
    if (!(faults[kind] > 0)) return;
    faults[kind] -= 1;
    throw new Error(`${kind} failed (10001)`);
  };
  const upload = (real) => ({
    uploadId: real.uploadId,
    uploadPart: async (...given) => {
      broken("puts");
      const part = await real.uploadPart(...given);
      cost.parts += 1;
      return part;
    },
    complete: (...given) => real.complete(...given),
    abort: () => real.abort(),
  });
  const VIDEOS = {
    head: (...given) => env.VIDEOS.head(...given),
    get: (...given) => env.VIDEOS.get(...given),
    put: async (...given) => {
      broken("puts");
      return env.VIDEOS.put(...given);
    },
    createMultipartUpload: async (...given) => upload(await env.VIDEOS.createMultipartUpload(...given)),
    resumeMultipartUpload: (...given) => upload(env.VIDEOS.resumeMultipartUpload(...given)),
  };
  const SUBMITS = {
    sendBatch: async (messages) => {
      broken("sends");
      const all = Array.from(messages);
      cost.messages += all.length;
      for (let copy = 0; copy < (options.copies ?? 1); copy++) await env.SUBMITS.sendBatch(all);
    },
  };
  return { ...env, VIDEOS, SUBMITS };
}

const objectOf = (name, Class) =>
  class extends Class {
    constructor(state, env) {
      super(counting(name, state), failing(env));
      if (Date.now() < (faults.brokenUntil[name] ?? 0)) throw new Error(`${name} cannot be made`);
    }

    async ask(message) {
      add(cost.requests, name);
      if (Date.now() < (faults.goneUntil?.[name] ?? 0)) throw new Error(`${name} is gone`);
      return super.ask(message);
    }

    async alarm() {
      add(cost.requests, `${name}.alarm`);
      return super.alarm();
    }

    /** As if its alarm fired now. */
    ring() {
      return this.alarm();
    }

    /** As if its alarm had failed too often. */
    drop() {
      return this.ctx.storage.deleteAlarm();
    }

    /** As if it were evicted. */
    evict() {
      this.ctx.abort("evicted by a test");
    }
  };

export class JobObject extends objectOf("job", pipeline.JobObject) {}
export class BudgetObject extends objectOf("budget", pipeline.BudgetObject) {}
export class CoordinatorObject extends objectOf("coordinator", pipeline.CoordinatorObject) {}

/** /test/… is not the pipeline's. */
async function control(url, request, env, context) {
  const body = request.method === "POST" ? await request.json() : {};
  const stub = (binding, name) => env[binding].get(env[binding].idFromName(name));
  switch (url.pathname) {
    case "/test/faults":
      Object.assign(faults, body);
      return Response.json(faults);
    case "/test/ring":
      return Response.json({ answer: await stub(body.binding ?? "JOBS", body.name).ring() });
    case "/test/drop":
      return Response.json({ answer: await stub(body.binding ?? "JOBS", body.name).drop() });
    case "/test/evict":
      return Response.json({
        answer: await stub(body.binding ?? "JOBS", body.name)
          .evict()
          .catch(String),
      });
    case "/test/ask":
      return Response.json(JSON.parse(await stub(body.binding, body.name).ask(JSON.stringify(body.message))));
    case "/test/sweep":
      await pipeline.scheduled({}, failing(env), context);
      return Response.json({});
    case "/test/queue": {
      const seen = [];
      const message = (given, number) => ({
        id: String(number),
        body: given,
        ack: () => seen.push("ack"),
        retry: ({ delaySeconds }) => seen.push(`retry in ${delaySeconds} s`),
      });
      await pipeline.queue({ queue: body.queue, messages: body.messages.map(message) }, failing(env), context);
      return Response.json(seen);
    }
    case "/test/bucket": {
      const { objects } = await env.VIDEOS.list();
      return Response.json(objects.map(({ key, size }) => ({ key, size })));
    }
    case "/test/cost":
      return Response.json(cost);
    default:
      return new Response(null, { status: 404 });
  }
}

const worlds = new WeakMap();
const world = (env) => worlds.get(env) ?? worlds.set(env, failing(env)).get(env);

export default {
  async fetch(request, env, context) {
    const url = new URL(request.url);
    if (url.pathname.startsWith("/test/")) return control(url, request, env, context);
    const waitUntil = (promise) => {
      cost.seenThrough = (cost.seenThrough ?? 0) + 1;
      context.waitUntil(promise);
    };
    return pipeline.fetch(request, world(env), { waitUntil });
  },
  queue: (batch, env, context) => pipeline.queue(batch, world(env), context),
  scheduled: (event, env, context) => pipeline.scheduled(event, world(env), context),
};
