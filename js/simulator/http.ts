/** A simulator behind a Node HTTP server. */
import { headersOf, type Incoming, type Outgoing, writeAnswer } from "../internal/node-http.js";
import { LONGEST_TIMER_MS } from "../internal/timer.js";
import type { Sent } from "./exchange.js";
import { doors } from "./handlers.js";
import type { Simulator } from "./types.js";

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

const ROUTES = /^\/(v1|api\/v1|results|files)\//;

/**
 * A handler for node:http. It resolves to false, and leaves the response alone, where the path is not the API's; so a
 * server can have pages of its own beside it.
 */
export function createHttpHandler(
  simulator: Simulator,
  options: HttpHandlerOptions = {},
): (request: IncomingRequest, response: OutgoingResponse) => Promise<boolean> {
  const send = doors.get(simulator);
  if (!send) throw new TypeError("createHttpHandler: not a simulator of createSimulator");
  return async (request, response) => {
    const path = request.url ?? "/";
    if (!options.all && !ROUTES.test(path)) return false;
    const closed = new AbortController();
    const gone = new Promise<void>((resolve) => response.once("close", resolve));
    gone.then(() => closed.abort());
    try {
      const sent = await read(request, path, options.origin, closed.signal);
      // Waits for a reader that has stopped: a test may hold one for as long as it likes.
      await writeAnswer(await send(sent), response, { stallMs: LONGEST_TIMER_MS, closed: gone });
    } catch {
      // A fault broke the connection, or the other side did: either way nothing more is to be said.
      response.destroy();
    }
    return true;
  };
}

async function read(
  request: IncomingRequest,
  path: string,
  origin: string | undefined,
  signal: AbortSignal,
): Promise<Sent> {
  const headers: Record<string, string> = Object.fromEntries(headersOf(request));
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  const body = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  const host = headers.host ?? "localhost";
  return { method: request.method ?? "GET", path, host, origin: origin ?? `http://${host}`, headers, body, signal };
}
