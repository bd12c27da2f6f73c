/** node:http's requests and answers as web ones. Types are structural: no node:http is imported, so this loads anywhere. */

/** The part of node:http's IncomingMessage used here. */
export interface Incoming extends AsyncIterable<unknown> {
  method?: string | undefined;
  url?: string | undefined;
  headers: { readonly [name: string]: string | readonly string[] | undefined };
  readableEnded?: boolean;
  httpVersionMajor?: number;
}

/** The part of node:http's ServerResponse used here. */
export interface Outgoing {
  writeHead(status: number, headers: Record<string, string>): unknown;
  write(bytes: Uint8Array, written: () => void): unknown;
  end(sent?: () => void): unknown;
  destroy(): unknown;
  once(event: "close", listener: () => void): unknown;
}

/** Without HTTP/2's pseudo-headers; one that came several times is joined as Headers joins it. */
export function headersOf({ headers }: Pick<Incoming, "headers">): Headers {
  const read = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || name.startsWith(":")) continue;
    read.set(name, typeof value === "string" ? value : value.join(", "));
  }
  return read;
}

/** The body, read no sooner than it is asked for. */
export function streamOf(incoming: Incoming): ReadableStream<Uint8Array> {
  const chunks = incoming[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value as Uint8Array);
      },
    },
    { highWaterMark: 0 },
  );
}

/** Of HTTP/1, a body that nobody has read: the connection cannot be used again. */
export function isUnread({ headers, readableEnded, httpVersionMajor }: Incoming): boolean {
  const hasBody = headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
  return hasBody && readableEnded === false && httpVersionMajor === 1;
}

/**
 * Writes an answer piece by piece, each once the last one has left: nothing is held for those who do not read, and a body that
 * breaks half-way has had its first half. Whoever takes nothing for `stallMs` is cut off. Rejects where the body breaks.
 */
export async function writeAnswer(
  answer: Response,
  outgoing: Outgoing,
  { stallMs, closed, headers = {} }: { stallMs: number; closed: Promise<void>; headers?: Record<string, string> },
): Promise<void> {
  const reader = (answer.body as ReadableStream<Uint8Array> | null)?.getReader();
  let gone = false;
  closed.then(() => {
    gone = true;
    reader?.cancel().catch(() => {});
  });
  /** Whether it has left before the time was over. */
  const left = async (send: (done: () => void) => unknown): Promise<boolean> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, stallMs, false);
    });
    const done = new Promise<boolean>((resolve) => void send(() => resolve(true)));
    try {
      return await Promise.race([done, late, closed.then(() => true)]);
    } finally {
      clearTimeout(timer);
    }
  };
  outgoing.writeHead(answer.status, { ...Object.fromEntries(answer.headers), ...headers });
  while (reader && !gone) {
    const { done, value } = await reader.read();
    if (done || gone) break;
    if (await left((written) => outgoing.write(value, written))) continue;
    reader.cancel().catch(() => {});
    outgoing.destroy();
    return;
  }
  if (!(await left((sent) => outgoing.end(sent)))) outgoing.destroy();
}
