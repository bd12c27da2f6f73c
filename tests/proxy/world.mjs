// A simulated API, a proxy before it and pages before that, each over real HTTP.
import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { after, test } from "node:test";
import { WanClient } from "wanreel";
import { createProxy, MemoryLimits, toNodeHandler } from "wanreel/proxy";
import { createHttpHandler, createSimulator } from "wanreel/simulator";
import { MemoryStore } from "wanreel/stores";

export const KEY = "sk-this-is-the-key-nobody-may-ever-see";
export const REQUEST = { model: "wan2.7-text-to-video", prompt: "A lighthouse keeper climbs the stairs at dusk" };
/** What REQUEST costs: 5 s at 720p. */
export const PRICE = 430_000;
export const POST = "/api/wan/v1/videos/generations";

const servers = new Set();
after(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** Starts a listener; answers where. `closed`: where one was. */
export async function serve(listener, { closed = false } = {}) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  if (closed) await new Promise((done) => server.close(done));
  else servers.add(server);
  return `http://127.0.0.1:${port}`;
}

/**
 * Until the test ends this process's clock stands where an hour has just begun: what is counted by the minute or the hour would
 * otherwise be counted anew where one ends in the middle of the test.
 */
export function atFullHour(t) {
  const real = Date.now;
  const since = real() % 3_600_000;
  Date.now = () => real() - since;
  t.after(() => {
    Date.now = real;
  });
}

/** Whose session cookie it is. Anything else is nobody. */
export function session(request) {
  const user = /(?:^|; )session=([^;]*)/.exec(request.headers.get("cookie") ?? "")?.[1];
  return user === undefined ? null : { user: decodeURIComponent(user) };
}

/** `upstream`: a listener in the simulator's place. */
export async function world({ simulate, upstream, ...options } = {}) {
  const simulator = createSimulator({ apiKeys: [KEY], generationMs: 40, ...simulate });
  const api = await serve(upstream ?? createHttpHandler(simulator, { all: true }));
  const events = [];
  const proxy = createProxy({
    apiKey: KEY,
    authorize: session,
    baseUrl: api,
    filesBaseUrl: api,
    limits: new MemoryLimits(),
    store: new MemoryStore(),
    rateLimit: false,
    onEvent: (event) => events.push(event),
    ...options,
  });
  const origin = await serve(toNodeHandler(proxy));
  const call = (path, init = {}, user = "ann") =>
    fetch(origin + path, {
      ...init,
      headers: { ...(user && { cookie: `session=${encodeURIComponent(user)}` }), ...init.headers },
    });
  return {
    simulator,
    proxy,
    origin,
    api,
    events,
    call,
    /** A submit as a page would send it. */
    post: (body = REQUEST, headers = {}, user = "ann") =>
      call(
        POST,
        {
          method: "POST",
          headers: { "content-type": "application/json", ...headers },
          body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body),
        },
        user,
      ),
    /** The requests that reached the API. */
    reached: (kind) => simulator.log().filter((each) => !kind || each.kind === kind),
    client: (more = {}, user = "ann") => client(`${origin}/api/wan`, more, user),
  };
}

/** A page's client: cookies go to the proxy's own origin, as a browser sends them. */
export function client(baseUrl, more = {}, user = "ann") {
  const { origin } = new URL(baseUrl);
  const browser = (input, init = {}) => {
    const headers = new Headers(init.headers);
    if (new URL(input).origin === origin) headers.set("cookie", `session=${encodeURIComponent(user)}`);
    return fetch(input, { ...init, headers });
  };
  const quick = { initialMs: 15, maxMs: 40, deadlineMs: 5000 };
  return new WanClient({ baseUrl, fetch: browser, poll: quick, retry: { initialMs: 5 }, ...more });
}

/** Bytes to a port, and what comes back until the other side closes. */
export async function raw(origin, bytes, { pieceMs } = {}) {
  const { port } = new URL(origin);
  const socket = connect(Number(port), "127.0.0.1");
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk.toString("latin1");
  });
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.on("error", () => {});
  if (pieceMs === undefined) socket.write(bytes);
  else {
    let at = 0;
    const drip = setInterval(() => {
      if (socket.destroyed || at >= bytes.length) clearInterval(drip);
      else socket.write(bytes.slice(at, ++at));
    }, pieceMs);
  }
  const timer = setTimeout(() => socket.destroy(), 4000);
  await closed;
  clearTimeout(timer);
  return { text, status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0) };
}

/** Asks and reads nothing; resolves when the other side hangs up, or after ten seconds. */
export async function stalled(origin, bytes) {
  const socket = connect(Number(new URL(origin).port), "127.0.0.1");
  socket.on("error", () => {});
  socket.pause();
  socket.write(bytes);
  // A paused socket is not told of an end: writing to it is.
  const probe = setInterval(() => socket.write("x"), 100);
  const timer = setTimeout(() => socket.destroy(), 10_000);
  await new Promise((resolve) => socket.once("close", resolve));
  clearInterval(probe);
  clearTimeout(timer);
}

const rows = [];

/** A test that is a row of the attack table, which is printed when all are through. */
export function attack(what, answer, run) {
  const row = { what, answer, held: false };
  rows.push(row);
  test(`${what} → ${answer}`, async (context) => {
    await run(context);
    row.held = true;
  });
}

export function printTable() {
  // To stderr: on stdout a test talks to its runner.
  const width = Math.max(...rows.map(({ what }) => what.length));
  for (const { what, answer, held } of rows) console.error(`${held ? "✓" : "✗"} ${what.padEnd(width)}  ${answer}`);
}
