/** A simulator behind a Node HTTP server. */
import { headersOf, type Incoming, type Outgoing, writeAnswer } from "../internal/node-http.js";
import { LONGEST_TIMER_MS } from "../internal/timer.js";
import type { Sent } from "./exchange.js";
import { insides } from "./inside.js";
import type { Simulator } from "./types.js";
import { readAtMost } from "./unpack.js";
import { bodyLimit } from "./wasm.js";

/** The part of node:http's IncomingMessage used here. */
export interface IncomingRequest extends Incoming {}

/** The part of node:http's ServerResponse used here. */
export interface OutgoingResponse extends Outgoing {}

export interface HttpHandlerOptions {
  /** Where results and files are linked to. Default: http:// and the Host header. */
  origin?: string;
  /** Answer paths that are not the API's, too (with the API's 404). Default false. */
  all?: boolean;
}

/** How long the rest of a body that is too large is let in, and dropped: cut off at once, a client loses the answer. */
const LINGER_MS = 5_000;

const ROUTES = /^\/(v1|api\/v1|results|files)\//;

/**
 * A handler for node:http. It resolves to false, and leaves the response alone, where the path is not the API's; so a
 * server can have pages of its own beside it.
 */
export function createHttpHandler(
  simulator: Simulator,
  options: HttpHandlerOptions = {},
): (request: IncomingRequest, response: OutgoingResponse) => Promise<boolean> {
  const inside = insides.get(simulator);
  if (!inside) throw new TypeError("createHttpHandler: not a simulator of createSimulator");
  return async (request, response) => {
    const { path, host } = target(request);
    if (!options.all && !ROUTES.test(path)) return false;
    const closed = new AbortController();
    const gone = new Promise<void>((resolve) => response.once("close", resolve));
    gone.then(() => closed.abort());
    try {
      const chunks = request[Symbol.asyncIterator]();
      const sent = await read(request, chunks, { path, host, origin: options.origin, signal: closed.signal });
      const reply = await inside.send(sent);
      const answer = sent.unread ? lingering(reply, dropped(chunks, gone)) : reply;
      // Waits for a reader that has stopped: a test may hold one for as long as it likes.
      await writeAnswer(answer, response, { stallMs: LONGEST_TIMER_MS, closed: gone });
    } catch {
      // A fault broke the connection, or the other side did: either way nothing more is to be said.
      response.destroy();
    }
    return true;
  };
}

/** The path and host asked for. A client behind HTTP_PROXY asks for the whole URL (RFC 9112, section 3.2.2). */
function target({ url = "/", headers }: IncomingRequest): { path: string; host: string } {
  const named = typeof headers.host === "string" ? headers.host : "localhost";
  if (!/^https?:\/\//i.test(url)) return { path: url, host: named };
  try {
    const { pathname, search, host } = new URL(url);
    return { path: pathname + search, host };
  } catch {
    return { path: url, host: named };
  }
}

async function read(
  request: IncomingRequest,
  chunks: AsyncIterator<unknown>,
  { path, host, origin, signal }: { path: string; host: string; origin: string | undefined; signal: AbortSignal },
): Promise<Sent> {
  const headers: Record<string, string> = Object.fromEntries(headersOf(request));
  const method = request.method ?? "GET";
  const limit = bodyLimit(method, path);
  const tooLong = Number(headers["content-length"] ?? 0) > limit;
  const body = tooLong ? undefined : await readAtMost(kept(chunks), limit);
  const sent = { method, path, host, origin: origin ?? `http://${host}`, headers, signal };
  return body ? { ...sent, body } : { ...sent, body: new Uint8Array(), unread: true };
}

/** The chunks of a request, which is not destroyed when they are left half read: it is still to be answered. */
async function* kept(chunks: AsyncIterator<unknown>): AsyncGenerator<unknown> {
  for (;;) {
    const { done, value } = await chunks.next();
    if (done) return;
    yield value;
  }
}

/** Resolves when the rest of a body has come and was dropped, or takes too long. */
async function dropped(chunks: AsyncIterator<unknown>, gone: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LINGER_MS);
  });
  let over = false;
  const ended = (async () => {
    while (!over && !(await chunks.next()).done);
  })().catch(() => {});
  await Promise.race([ended, gone, late]);
  over = true;
  clearTimeout(timer);
}

/** The same answer, which ends no sooner than that: while a body is on its way the connection stays open. */
function lingering(reply: Response, until: Promise<void>): Response {
  const { status, headers, body } = reply;
  headers.set("connection", "close");
  const held = new TransformStream<Uint8Array, Uint8Array>({ flush: () => until });
  return new Response(body?.pipeThrough(held) ?? null, { status, headers });
}
