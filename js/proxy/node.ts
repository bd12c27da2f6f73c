/** A proxy behind node:http and Express. Types are structural: no node:http is imported, so this loads anywhere. */
import type { WanProxy } from "./types.js";

/** The part of node:http's IncomingMessage, and of Express' Request, used here. */
export interface NodeRequest extends AsyncIterable<unknown> {
  method?: string | undefined;
  url?: string | undefined;
  /** Express: the URL before it was cut at the router's mount. */
  originalUrl?: string | undefined;
  headers: { readonly [name: string]: string | readonly string[] | undefined };
  /** Express, after a body parser. */
  body?: unknown;
  readableEnded?: boolean;
  httpVersionMajor?: number;
  socket?: { encrypted?: boolean } | object;
}

/** The part of node:http's ServerResponse used here. */
export interface NodeResponse {
  writeHead(status: number, headers: Record<string, string>): unknown;
  write(bytes: Uint8Array): boolean;
  end(): unknown;
  destroy(): unknown;
  once(event: "close" | "drain", listener: () => void): unknown;
  off(event: "close" | "drain", listener: () => void): unknown;
}

/**
 * The proxy as a listener of node:http, or a handler of Express: `app.use("/api/wan", toNodeHandler(proxy))`. Body parsers
 * before it are allowed for.
 */
export function toNodeHandler(proxy: WanProxy): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  return async (incoming, outgoing) => {
    let request: Request | undefined;
    try {
      request = toRequest(incoming);
    } catch {
      // TRACE and CONNECT, a Host that is none, a path in absolute form.
    }
    try {
      await write(request ? await proxy(request) : new Response(null, { status: 400 }), incoming, outgoing);
    } catch {
      // The other side has gone, or the file host broke off: there is nothing more to say.
      outgoing.destroy();
    }
  };
}

function toRequest(incoming: NodeRequest): Request {
  const { method = "GET", originalUrl, url = "/", socket } = incoming;
  const path = originalUrl ?? url;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value === undefined || name.startsWith(":")) continue;
    headers.set(name, typeof value === "string" ? value : value.join(", "));
  }
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
  if (incoming.readableEnded && body !== undefined) {
    return typeof body === "string" || body instanceof Uint8Array
      ? (body as Uint8Array<ArrayBuffer>)
      : JSON.stringify(body);
  }
  const chunks = incoming[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value as Uint8Array);
    },
  });
}

async function write(answer: Response, incoming: NodeRequest, outgoing: NodeResponse): Promise<void> {
  let gone = false;
  const closed = new Promise<void>((resolve) => {
    outgoing.once("close", () => {
      gone = true;
      resolve();
    });
  });
  const unread = incoming.readableEnded === false && incoming.method === "POST" && incoming.httpVersionMajor === 1;
  // A body that was refused half-way is not waited for.
  outgoing.writeHead(answer.status, {
    ...Object.fromEntries(answer.headers),
    ...(unread ? { connection: "close" } : {}),
  });
  const reader = answer.body?.getReader();
  closed.then(() => reader?.cancel().catch(() => {}));
  while (reader && !gone) {
    const { done, value } = await reader.read();
    if (done || gone) break;
    if (outgoing.write(value)) continue;
    let drained = () => {};
    const drain = new Promise<void>((resolve) => {
      drained = resolve;
    });
    outgoing.once("drain", drained);
    await Promise.race([drain, closed]);
    outgoing.off("drain", drained);
  }
  outgoing.end();
}
