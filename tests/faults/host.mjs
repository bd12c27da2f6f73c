// One simulator a row, behind real sockets. Started as a program of its own: node host.mjs [folder of pages].
// Prints its port. Time in here is the driver's: each request says when it is sent, and what the simulator sleeps
// through it sleeps through on the row's clock.
import { AsyncLocalStorage } from "node:async_hooks";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { createHttpHandler, createSimulator } from "wanreel/simulator";
import { real, Timers } from "./clock.mjs";

const HOUR = 3_600_000;
const rows = new Map();
/** Connections that have served a request. */
const served = new WeakSet();
/** Which row and request a timer of the simulator's belongs to. */
const within = new AsyncLocalStorage();

globalThis.setTimeout = (work, ms, ...args) => {
  const request = within.getStore();
  if (!request) return real.setTimeout(work, ms, ...args);
  const { row } = request;
  request.sleeping += 1;
  const number = row.timers.add(row.now + ms, () => {
    request.sleeping -= 1;
    within.run(request, work, ...args);
  });
  return { clear: () => row.timers.remove(number) };
};
globalThis.clearTimeout = (timer) => (timer?.clear ? timer.clear() : real.clearTimeout(timer));

/** A redirect within the API stays within the row. */
function pointing({ headers, ...fault }, origin) {
  return headers ? { ...fault, headers: { ...headers, location: origin + headers.location } } : fault;
}

class Row {
  now = 0;
  timers = new Timers();
  requests = new Map();
  deliveries = [];
  followed = 0;
  /** Submits on a connection that served another request before. */
  reused = 0;

  constructor(options, origin) {
    const { epoch, offline = [], callbackStatus = 200, keepAlive = false, ...given } = options;
    Object.assign(this, { offline, keepAlive, date: () => epoch + Math.floor(this.now) });
    this.simulator = createSimulator({
      generationMs: 60_000,
      ...given,
      faults: given.faults.map((fault) => pointing(fault, origin)),
      clock: () => this.date(),
      onRequest: ({ fault }) => {
        const request = within.getStore();
        if (request) request.hanging = fault === "hang";
      },
      callbackFetch: async (url, { body }) => {
        this.deliveries.push({ url, body });
        return { status: callbackStatus };
      },
    });
    this.handler = createHttpHandler(this.simulator, { origin, all: true });
  }

  advance(to) {
    for (let timer = this.timers.take(to); timer; timer = this.timers.take(to)) {
      this.now = Math.max(this.now, timer.due);
      timer.work();
    }
    this.now = Math.max(this.now, to);
  }

  async serve(number, incoming, response) {
    if (this.offline.some(([from, to]) => from <= this.now && this.now < to)) return incoming.socket.destroy();
    const request = { row: this, sleeping: 0, hanging: false };
    this.requests.set(number, request);
    response.shouldKeepAlive = this.keepAlive;
    if (incoming.method === "POST" && served.has(incoming.socket)) this.reused += 1;
    served.add(incoming.socket);
    await within.run(request, () => this.handler(incoming, response));
    this.requests.delete(number);
  }

  /** Which of these requests wait for time to pass, or for ever. */
  stalled(numbers) {
    return numbers.filter((number) => {
      const request = this.requests.get(number);
      return request && (request.sleeping > 0 || request.hanging);
    });
  }

  /** Everything runs to its end; then the ledger is read. */
  async ledger() {
    this.advance(this.now + HOUR);
    for (let second = 0; second < 20; second++) {
      await within.exit(() => this.simulator.tick());
      this.now += 1000;
    }
    const tasks = this.simulator.tasks().map(({ id, status, idempotencyKey, billedMicroUsd, polls }) => {
      return { id, status, idempotencyKey, billedMicroUsd, polls };
    });
    const posts = this.simulator.log().filter(({ kind }) => kind === "submit").length;
    const { followed, reused } = this;
    return { tasks, posts, followed, reused, log: this.simulator.log().map(({ body, ...rest }) => rest) };
  }
}

const orders = {
  new: (_, { id, ...options }, host) => {
    const origin = `http://${host}/sim/${id}`;
    rows.set(id, new Row(options, origin));
    return { base: origin };
  },
  stalled: (row, { requests }) => ({ stalled: row.stalled(requests), next: row.timers.next() ?? null }),
  advance: (row, { now }) => row.advance(now) ?? {},
  callbacks: async (row, { now }) => {
    row.advance(now);
    await within.exit(() => row.simulator.tick());
    return row.deliveries;
  },
  ledger: async (row, _, __, id) => {
    const ledger = await row.ledger();
    rows.delete(id);
    server.closeIdleConnections();
    return ledger;
  },
};

async function order(request, response, [name, id]) {
  let text = "";
  for await (const chunk of request) text += chunk;
  const answer = await orders[name](rows.get(id), JSON.parse(text), request.headers.host, id);
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(answer));
}

const TYPES = { html: "text/html", js: "text/javascript" };

function page(path, response) {
  const [folder] = process.argv.slice(2);
  response.setHeader("content-type", TYPES[path.split(".").pop()]);
  response.end(readFileSync(join(folder, path)));
}

const server = createServer(async (request, response) => {
  const [, kind, ...rest] = request.url.split("/");
  // A browser sends a request again of its own accord where a connection breaks that served another before.
  response.shouldKeepAlive = false;
  try {
    if (kind === "order") return await order(request, response, rest);
    if (kind !== "sim") return page(kind, response);
    // /sim/<row>@<request>@<when>/v1/…: said in the path, since results are fetched without a header of ours.
    const [id, number, now] = rest[0].split("@");
    const row = rows.get(id);
    if (now === undefined) row.followed += 1;
    else row.advance(Number(now));
    request.url = `/${rest.slice(1).join("/")}`;
    // By the row's clock, as everything it says.
    response.setHeader("date", new Date(row.date()).toUTCString());
    await row.serve(number, request, response);
  } catch (error) {
    console.error(error);
    response.destroy();
  }
});
/** A port nobody listens at: none of those that a system gives away, since another process may be given it meanwhile. */
async function closedPort() {
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  const socket = connect(port, "127.0.0.1").on("error", () => {});
  await new Promise((resolve) => socket.once("close", resolve).once("connect", () => socket.destroy()));
  return socket.errored?.code === "ECONNREFUSED" ? port : closedPort();
}

const refused = await closedPort();
server.listen(0, "127.0.0.1", () => console.log(`${server.address().port} ${refused}`));
process.on("disconnect", () => process.exit());
