/** A proxy behind node:http and Express. */
import { headersOf, type Incoming, isUnread, type Outgoing, streamOf, writeAnswer } from "../internal/node-http.js";
import { timerMs } from "../internal/timer.js";
import { positive } from "./checks.js";
import type { WanProxy } from "./types.js";

/** The part of node:http's IncomingMessage, and of Express' Request, used here. */
export interface NodeRequest extends Incoming {
  /** Express: the URL before it was cut at the router's mount. */
  originalUrl?: string | undefined;
  /** Express, after a body parser. */
  body?: unknown;
  socket?: { encrypted?: boolean } | object;
}

/** The part of node:http's ServerResponse used here. */
export interface NodeResponse extends Outgoing {}

export interface NodeHandlerOptions {
  /** A reader that takes nothing for so long is cut off, in milliseconds. Default 60000. */
  stallMs?: number;
}

/**
 * The proxy as a listener of node:http, or a handler of Express: `app.use("/api/wan", toNodeHandler(proxy))`. Body parsers
 * before it are allowed for.
 * @throws ConfigError where stallMs is no number greater than 0
 */
export function toNodeHandler(
  proxy: (...given: Parameters<WanProxy>) => Promise<Response>,
  { stallMs: given = 60_000 }: NodeHandlerOptions = {},
): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  const stallMs = timerMs(positive("stallMs", given));
  return async (incoming, outgoing) => {
    const closed = new Promise<void>((resolve) => outgoing.once("close", resolve));
    let request: Request | undefined;
    try {
      request = toRequest(incoming);
    } catch {
      // TRACE and CONNECT, a Host that is none, a path in absolute form.
    }
    try {
      const answer = request ? await proxy(request) : new Response(null, { status: 400 });
      // A body that was refused half-way is not waited for.
      const headers: Record<string, string> = isUnread(incoming) ? { connection: "close" } : {};
      await writeAnswer(answer, outgoing, { stallMs, closed, headers });
    } catch {
      // The other side has gone, or the file host broke off: there is nothing more to say.
      outgoing.destroy();
    }
  };
}

function toRequest(incoming: NodeRequest): Request {
  const { method = "GET", originalUrl, url = "/", socket } = incoming;
  const path = originalUrl ?? url;
  const headers = headersOf(incoming);
  const scheme = (socket as { encrypted?: boolean } | undefined)?.encrypted ? "https" : "http";
  const host = headers.get("host") ?? String(incoming.headers[":authority"] ?? "localhost");
  const base = new URL(`${scheme}://${host}/`);
  if (base.pathname !== "/" || base.username || base.search || base.hash) throw new TypeError("no host");
  const whole = new URL(base.origin + path);
  // `//host`, `..`, backslashes and the absolute form read otherwise than they stand: nothing honest is spelt so.
  if (!path.startsWith("/") || whole.pathname + whole.search !== path) throw new TypeError("no plain path");
  const body = method === "GET" || method === "HEAD" ? undefined : bodyOf(incoming);
  return new Request(whole, {
    method,
    headers,
    ...(body === undefined ? {} : { body, duplex: "half" }),
  } as RequestInit);
}

function bodyOf(incoming: NodeRequest): ReadableStream<Uint8Array> | string | Uint8Array<ArrayBuffer> | undefined {
  const { body } = incoming;
  if (!incoming.readableEnded || body === undefined) return streamOf(incoming);
  const isWhole = typeof body === "string" || body instanceof Uint8Array;
  return isWhole ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body);
}
