/** One request to the machine, and its reply as the network delivers it: late, slow, in half or not at all. */
import type { Machine } from "./wasm.js";

/** A request, taken apart. */
export interface Sent {
  method: string;
  /** Path and query. */
  path: string;
  host: string;
  /** Where results and files are to be linked to; default the simulator's publicUrl. */
  origin?: string | undefined;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Uint8Array;
  /** What else a form held; the body is then its file. */
  form?: Form | undefined;
  /** The body was longer than the machine reads, and was not read to its end. */
  unread?: boolean;
  signal: AbortSignal;
}

/** A multipart/form-data body without its file's bytes. */
export interface Form {
  /** Name and type. */
  file?: [string, string];
  fields: Record<string, string>;
}

interface Head {
  status: number;
  headers: Record<string, string>;
  delayMs: number;
  trickleMs: number;
  cut?: "refused" | "dropped" | "halfway" | "hanging";
  message?: string;
  code?: string;
}

const BODYLESS = new Set([204, 205, 304]);
/** A slow body comes in so many pieces. */
const PIECES = 10;

/** Asks the machine; the answer is on its way once this returns. */
export function exchange(machine: Machine, sent: Sent, now: number): () => Promise<Response> {
  const { body, signal, ...rest } = sent;
  const head: Head = JSON.parse(machine.handle(JSON.stringify(rest), body, now));
  // Owned by this reply: the machine may have answered another by the time it is read.
  const bytes = machine.take_body() as Uint8Array<ArrayBuffer>;
  return () => deliver(head, bytes, sent);
}

async function deliver(head: Head, bytes: Uint8Array<ArrayBuffer>, { method, host, signal }: Sent): Promise<Response> {
  if (head.delayMs > 0) await sleep(head.delayMs, signal);
  signal.throwIfAborted();
  if (head.cut === "hanging") await aborted(signal);
  if (head.cut === "refused" || head.cut === "dropped") throw broken(head, host);
  const { status, headers } = head;
  if (BODYLESS.has(status) || method === "HEAD") return new Response(null, { status, headers });
  if (head.cut === "halfway" || head.trickleMs > 0) {
    return new Response(slowly(head, bytes, signal), { status, headers });
  }
  return new Response(bytes.length > 0 ? bytes : null, { status, headers });
}

/** What fetch rejects with in Node, unless the fault asks for another engine's wording. */
function broken(head: Head, host: string): TypeError {
  if (head.message !== undefined && head.code === undefined) return new TypeError(head.message);
  const refused = head.cut === "refused";
  const code = head.code ?? (refused ? "ECONNREFUSED" : "UND_ERR_SOCKET");
  const text = {
    ECONNREFUSED: "connect ECONNREFUSED",
    ENOTFOUND: `getaddrinfo ENOTFOUND ${host}`,
    UND_ERR_SOCKET: "other side closed",
  };
  const cause = Object.assign(new Error(text[code as keyof typeof text] ?? code), { code });
  return new TypeError(head.message ?? "fetch failed", { cause });
}

function slowly(head: Head, bytes: Uint8Array<ArrayBuffer>, signal: AbortSignal): ReadableStream<Uint8Array> {
  const end = head.cut === "halfway" ? Math.floor(bytes.length / 2) : bytes.length;
  const step = Math.max(1, Math.ceil(end / PIECES));
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      try {
        if (head.trickleMs > 0) await sleep(head.trickleMs / PIECES, signal);
        signal.throwIfAborted();
        if (at < end) {
          controller.enqueue(bytes.slice(at, Math.min(at + step, end)));
          at += step;
        } else if (head.cut === "halfway") {
          controller.error(
            broken({ ...head, message: head.message ?? "terminated", code: head.code ?? "UND_ERR_SOCKET" }, ""),
          );
        } else {
          controller.close();
        }
      } catch (reason) {
        controller.error(reason);
      }
    },
  });
}

/** Resolves after that time, or rejects with the signal's reason at once. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
  });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
