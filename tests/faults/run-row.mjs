// Runs one phase of a row with the client, in whatever engine this is, and reports what came of it.
import { buildRequest, WanClient } from "wanreel";
import { pass } from "./pace.mjs";
import { KEY, order, World } from "./world.mjs";

export const REQUEST = { model: "wan2.7-text-to-video", prompt: "A lighthouse keeper climbs the stairs at dusk" };
const SECRET = "faults-callback-secret";
const HALF_HOUR = 1_800_000;

/**
 * @param place { host, refused, id, epoch, now, phase, base, page, store(kind, name) }: where the host is, which row and
 * phase this is, when it is, whether this is a page, and the engine's own stores
 */
export async function runRow(row, place) {
  const phase = row.phases?.[place.phase] ?? row;
  const world = new World(row, phase, place);
  const inner = place.store(row.store ?? "memory", place.id);
  const run = new Run(row, phase, place, world, inner);
  world.install();
  try {
    await run.prepare();
    const calls = run.calls();
    await pass(world, () => calls.over);
    const after = world.left ? {} : await run.afterwards();
    return {
      outcomes: run.outcomes,
      events: run.events,
      sent: world.sent,
      unhandled: world.unhandled,
      now: world.clock.now,
      ...after,
    };
  } finally {
    world.uninstall();
  }
}

class Run {
  outcomes = [];
  events = [];
  #clients = [];
  #aborts = [];

  constructor(row, phase, place, world, store) {
    Object.assign(this, { row, phase, place, world, store });
    world.acts.abort = ({ call = 0, reason }) => this.#aborts[call].abort(reason);
    world.acts.free = ({ client = 0 }) => this.#clients[client].free();
  }

  /** What somebody left in the store before. */
  async prepare() {
    const { fingerprint } = buildRequest(REQUEST);
    for (const { agoMs = 0, ...record } of this.place.phase === 0 ? (this.row.records ?? []) : []) {
      const createdAt = this.world.clock.date() - agoMs;
      const expiresAt = createdAt + 25 * 3_600_000;
      const idempotencyKey = "left-by-another-0001";
      await this.store.set(fingerprint, { fingerprint, idempotencyKey, createdAt, expiresAt, ...record });
    }
  }

  #client(number) {
    const { place, row, world } = this;
    const functional = [row.when ?? [], ...(row.phases ?? [])].flat().some(({ at }) => at === "key");
    const apiKey = async () => {
      world.reach("key");
      await undefined;
      return KEY;
    };
    this.#clients[number] ??= new WanClient({
      apiKey: functional ? apiKey : KEY,
      baseUrl: place.base,
      ...(place.page ? { dangerouslyAllowBrowser: true } : {}),
      ...(row.ownFetch ? { fetch: (url, init) => world.fetch(url, init) } : {}),
      store: world.watch(this.store),
      onEvent: ({ error, ...event }) => this.events.push(error ? { ...event, error: String(error) } : event),
      ...row.options,
    });
    return this.#clients[number];
  }

  /** Starts the calls: one after another, or all at once. */
  calls() {
    const calls = this.phase.calls ?? [{ do: "generate" }];
    const state = { over: false };
    const each = (call, index) => {
      this.#aborts[index] = new AbortController();
      return this.#call(call, this.#aborts[index].signal).then((outcome) => {
        this.outcomes[index] = { call: call.do, ...outcome };
      });
    };
    const all = async () => {
      if (this.phase.together) return Promise.all(calls.map(each));
      for (const [index, call] of calls.entries()) await each(call, index);
    };
    all().then(() => {
      state.over = true;
    });
    return state;
  }

  async #call({ do: name, client: number = 0, options, ...call }, signal) {
    const started = this.world.clock.now;
    const spent = () => ({ elapsedMs: Math.round(this.world.clock.now - started) });
    try {
      if (call.afterMs) await new Promise((resolve) => setTimeout(resolve, call.afterMs));
      const client = this.#client(number);
      return { ...(await this[name](client, { signal, ...options }, call)), ...spent() };
    } catch (error) {
      return { ...failed(error), ...spent() };
    }
  }

  async generate(client, options, { request }) {
    return done("completed", await client.generate({ ...REQUEST, ...request }, options));
  }

  async submit(client, options, { request }) {
    return done("submitted", await client.submit({ ...REQUEST, ...request }, options));
  }

  async wait(client, options, { task }) {
    return done("completed", await client.wait(task ?? this.#lastTask(), options));
  }

  async retrieve(client, options, { task }) {
    return done("retrieved", await client.retrieve(task ?? this.#lastTask(), options));
  }

  async credits(client, options) {
    await client.credits(options);
    return { outcome: "credits" };
  }

  async watch(client, options) {
    const seen = [];
    for await (const task of client.watch(this.#lastTask(), options)) seen.push(task.status);
    return { outcome: "watched", seen };
  }

  /** What a page does when it is loaded again. */
  async resume(client, options) {
    const [first] = await client.resume();
    if (!first) return { outcome: "nothing to resume" };
    if (!first.record.taskId) return { outcome: `record ${first.record.state}` };
    return done("completed", await client.wait(first.record.taskId, options));
  }

  async download(client, options) {
    const video = await client.download(this.outcomes.at(-1).task, options);
    return { outcome: "video", bytes: (await video.arrayBuffer()).byteLength };
  }

  /** Hands the simulator's callback to the client, or a forged one. */
  async callback(client, options, { forge, secret = SECRET, body }) {
    const [delivery] = forge ? [{ body: JSON.stringify(body) }] : await this.world.during(() => this.#deliveries());
    const url = `https://hooks.example.com/wan?secret=${secret}`;
    const request = new Request(url, { method: "POST", body: delivery.body });
    const task = await client.receiveCallback(request, { secret: SECRET, ...options });
    return task ? done("taken", task) : { outcome: "duplicate" };
  }

  #deliveries() {
    return order(this.place, "callbacks", { now: this.world.clock.now });
  }

  async sleep(_, __, { ms }) {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return { outcome: "slept" };
  }

  async forget() {
    for (const [key] of await this.store.list()) await this.store.delete(key);
    return { outcome: "forgotten" };
  }

  #lastTask() {
    return this.outcomes.findLast(({ taskId }) => taskId)?.taskId;
  }

  /** After the end nothing may follow: no request, no timer, no rejection. */
  async afterwards() {
    const { world } = this;
    const sent = world.sent.length;
    await pass(world, () => world.flights.size === 0 && world.busy === 0);
    const timers = world.clock.timers.size;
    const end = world.clock.now + HALF_HOUR;
    await pass(world, () => (world.clock.timers.next() ?? Number.POSITIVE_INFINITY) > end);
    const records = (await this.store.list()).map(([, record]) => record);
    const inspected = this.#clients.map((client) => JSON.stringify(client)).join();
    return { records, timers, late: world.sent.length - sent, inspected };
  }
}

function done(outcome, task) {
  const { id, status, deduplicated = false, needsReview = false, results } = task;
  return { outcome, taskId: id, status, deduplicated, needsReview, results: results.length, task };
}

function failed(error) {
  const { name, message, code, taskId, status, fingerprint, idempotencyKey, retryAfterMs } = Object(error);
  const fields = { code, taskId, status, fingerprint, idempotencyKey, retryAfterMs, message, task: error?.task };
  return { outcome: name ?? `reason ${String(error)}`, ...fields, stack: String(error?.stack ?? "") };
}
