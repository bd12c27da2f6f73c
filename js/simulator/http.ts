/** A simulator behind a Node HTTP server. Types are structural: no node:http is imported, so this loads anywhere. */

import type { Sent } from "./exchange.js";
import { doors } from "./handlers.js";
import type { Simulator } from "./types.js";

/** The part of node:http's IncomingMessage used here. */
export interface IncomingRequest extends AsyncIterable<unknown> {
  method?: string | undefined;
  url?: string | undefined;
  headers: { readonly [name: string]: string | readonly string[] | undefined };
}

/** The part of node:http's ServerResponse used here. */
export interface OutgoingResponse {
  writeHead(status: number, headers: Record<string, string>): unknown;
  write(bytes: Uint8Array, written: () => void): unknown;
  end(): unknown;
  destroy(): unknown;
  once(event: "close", listener: () => void): unknown;
}

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
      await write(await send(sent), response, gone, closed.signal);
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
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = typeof value === "string" ? value : value.join(", ");
  }
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

async function write(
  reply: Response,
  response: OutgoingResponse,
  gone: Promise<void>,
  closed: AbortSignal,
): Promise<void> {
  response.writeHead(reply.status, Object.fromEntries(reply.headers));
  const reader = reply.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    if (closed.aborted) return void (await reader.cancel());
    // Until the bytes are out: a body that breaks half-way must have had its first half.
    await Promise.race([gone, new Promise<void>((resolve) => response.write(value, resolve))]);
  }
  response.end();
}
