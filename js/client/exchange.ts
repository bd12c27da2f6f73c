/** One exchange over fetch: a request and its whole answer, in time or not at all. What it means, a machine decides. */

import { joined } from "../internal/joined.js";
import { timerMs } from "../internal/timer.js";

/** What a machine is told (src/protocol/codec.rs): the number of the event, and what was seen. */
export interface Seen {
  kind: number;
  status?: number;
  /** The body of an answer; of an engine's error, its names and codes. */
  text?: string;
  /** Of an answer. */
  headers?: Headers;
  /** What the engine threw. */
  cause?: unknown;
}

export const START: Seen = { kind: 0 };
export const WOKE: Seen = { kind: 1 };
const ANSWER = 2;
const FAILED = 3;
const TIMED_OUT: Seen = { kind: 4 };
export const NOT_SENT = 5;
const TOO_LONG = 6;

/** Far more than any answer of the API: one that is longer has no end. */
const MOST_BYTES = 8_000_000;
/** A timer that rings so late was frozen with its page, or stopped with its process. */
const LATE_MS = 500;
/** How long an answer that came meanwhile has to be read. */
const GRACE_MS = 500;
/** An engine that is offline says so at once. */
const AT_ONCE_MS = 1_000;

/** A request under way and its whole answer: in time, or not at all. It has one AbortController, one timer and one fetch. */
export class Exchange {
  readonly #stop = new AbortController();
  readonly #ms: number;
  readonly #began = performance.now();
  /** Undefined once it is over. */
  #tell: ((seen: Seen) => void) | undefined;
  #timer: ReturnType<typeof setTimeout>;

  /**
   * Sends `init`, completed here, and tells what was seen of it, once and within `ms`. `send` is the caller's own fetch;
   * without it the global one is looked up and called bare, since as a method of another object it throws "Illegal
   * invocation" in Workers.
   */
  constructor(send: typeof fetch | undefined, url: string, init: RequestInit, ms: number, tell: (seen: Seen) => void) {
    this.#ms = ms;
    this.#tell = tell;
    this.#timer = setTimeout(() => this.#ring(), timerMs(ms));
    // One by one: a spread beside other fields takes Node a fortieth of a submit.
    init.redirect = "manual";
    init.signal = this.#stop.signal;
    if (knowsNoStore()) init.cache = "no-store";
    this.#answer(send, url, init).then((seen) => this.#end(seen, seen.kind === TOO_LONG));
  }

  /** Ends it, and tells nothing. */
  abandon(): void {
    this.#tell = undefined;
    clearTimeout(this.#timer);
    this.#stop.abort();
  }

  /** `unfinished`: its answer is still on its way. Nothing is aborted that has ended: making the reason takes longer than a poll. */
  #end(seen: Seen, unfinished: boolean): void {
    const tell = this.#tell;
    if (!tell) return;
    this.#tell = undefined;
    clearTimeout(this.#timer);
    if (unfinished) this.#stop.abort();
    tell(seen);
  }

  /** What was frozen or stopped wakes with its timers first: an answer that is there already has its turn before. */
  #ring(): void {
    const late = this.#elapsed() - this.#ms > LATE_MS;
    this.#timer = setTimeout(() => this.#end(TIMED_OUT, true), late ? GRACE_MS : 0);
  }

  #elapsed(): number {
    return performance.now() - this.#began;
  }

  async #answer(send: typeof fetch | undefined, url: string, init: RequestInit): Promise<Seen> {
    const offline = !send && isOffline(url);
    let response: Response;
    try {
      response = await (send ?? fetch)(url, init);
    } catch (cause) {
      const unsent = offline && isOffline(url) && this.#elapsed() < AT_ONCE_MS;
      return unsent ? { kind: NOT_SENT, cause } : { kind: FAILED, text: words(cause), cause };
    }
    try {
      const { status, headers } = response;
      const text = await readText(response);
      return text === undefined ? { kind: TOO_LONG, status, headers } : { kind: ANSWER, status, headers, text };
    } catch (cause) {
      // The head was here: the request had left, whatever became of the body.
      return { kind: FAILED, cause };
    }
  }
}

/** What is seen of a request that nobody abandons. */
export function exchange(send: typeof fetch | undefined, url: string, init: RequestInit, ms: number): Promise<Seen> {
  return new Promise((resolve) => {
    new Exchange(send, url, init, ms, resolve);
  });
}

/** The body; undefined where it is too long. */
async function readText(response: Response): Promise<string | undefined> {
  const { headers, body } = response;
  const length = headers.get("content-length");
  if (Number(length) > MOST_BYTES) return undefined;
  // The connection holds a body to its length; only what is packed may be longer than it says.
  const bounded = length !== null && headers.get("content-encoding") === null;
  if (bounded || typeof body?.getReader !== "function") return response.text();
  const reader = body.getReader();
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > MOST_BYTES) return undefined;
    pieces.push(value);
  }
  const [first] = pieces;
  decoder ??= new TextDecoder();
  return decoder.decode(pieces.length === 1 ? first : joined(pieces));
}

/** One for all: making one takes as long as what it reads. */
let decoder: TextDecoder | undefined;

/**
 * The name, code, system call and short message of an error, and of its causes: by those an engine tells whether the request
 * left.
 */
function words(error: unknown): string {
  const lines: string[] = [];
  try {
    for (let each = error; each instanceof Object && lines.length < 4; each = (each as Error).cause) {
      const { name, code, syscall, message } = each as Partial<Record<string, unknown>>;
      lines.push([name, code, syscall, message].map(word).join("\t"));
    }
  } catch {
    // An error that cannot be looked at tells nothing.
  }
  return lines.join("\n");
}

/** What is longer, or would divide the line, is no word. */
function word(said: unknown): string {
  return typeof said === "string" && said.length < 40 && !/[\t\n]/.test(said) ? said : "";
}

/** Whether the engine says that no network is there, and this address needs one. Only pages and their workers are told. */
function isOffline(url: string): boolean {
  const { navigator, location } = globalThis as { navigator?: { onLine?: unknown }; location?: { href?: string } };
  if (navigator?.onLine !== false) return false;
  try {
    const { hostname } = new URL(url, location?.href);
    return !/^(localhost|.*\.localhost|127\..*|\[::1\]|0\.0\.0\.0)$/.test(hostname);
  } catch {
    return false;
  }
}

let noStore: boolean | undefined;

/**
 * Pages and frameworks keep answers to a GET, and would answer every poll with the first. Workers of before November 2024
 * do not know the option, and refuse it; there nothing is kept.
 */
function knowsNoStore(): boolean {
  if (noStore === undefined) {
    try {
      noStore = typeof Request !== "function" || Boolean(new Request("https://example.com", { cache: "no-store" }));
    } catch {
      noStore = false;
    }
  }
  return noStore;
}
