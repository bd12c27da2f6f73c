/** A file behind a URL: only the bytes that are asked for are fetched, where the server can do that. */
import { timerMs } from "../internal/timer.js";
import { MediaError } from "./error.js";
import type { Source } from "./local.js";
import { Prefix } from "./prefix.js";
import type { ProbeOptions } from "./types.js";

const TIMEOUT_MS = 15_000;

export class Remote implements Source {
  size: number | undefined;
  readonly #url: URL;
  readonly #fetch: NonNullable<ProbeOptions["fetch"]>;
  readonly #stop = new AbortController();
  readonly #stopped: Promise<never>;
  readonly #forget: () => void;
  /** The whole file from its start, of a server that answers with nothing less. */
  #prefix: Prefix | undefined;

  constructor(url: string | URL, options: ProbeOptions) {
    this.#url = parse(url);
    this.#fetch = options.fetch ?? globalThis.fetch;
    const { signal, timeoutMs = TIMEOUT_MS } = options;
    let reject: (reason: unknown) => void = () => {};
    this.#stopped = new Promise((_, refuse) => {
      reject = refuse;
    });
    // Whoever waits on it hears of it; nobody need.
    this.#stopped.catch(() => {});
    const end = (reason: unknown) => {
      reject(reason);
      this.#stop.abort(reason);
    };
    const abort = () => end(signal?.reason);
    const late = () => end(this.#unreachable(`did not answer within ${timeoutMs / 1000} s`));
    const timer = setTimeout(late, timerMs(timeoutMs));
    this.#forget = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  }

  async read(start: number, end: number): Promise<Uint8Array | undefined> {
    if (this.#prefix) return this.#fromPrefix(start, end);
    const response = await this.#ask({ range: `bytes=${start}-${end - 1}` });
    if (response.status === 206) return this.#part(response, start, end);
    if (response.status === 200) {
      this.#prefix = new Prefix(response, lengthOf(response), (work) => this.#unlessStopped(work));
      this.#learn(this.#prefix.stated);
      return this.#fromPrefix(start, end);
    }
    drop(response);
    if (response.status === 416) {
      // Nothing is there: the file ends before.
      this.#learn(total(response));
      return new Uint8Array();
    }
    throw this.#unreachable(`answered ${response.status}`);
  }

  close(): void {
    this.#forget();
    this.#prefix?.cancel();
  }

  async #fromPrefix(start: number, end: number): Promise<Uint8Array | undefined> {
    const bytes = await this.#prefix?.read(start, end).catch((cause) => this.#fail(cause));
    if (this.#prefix?.ended !== undefined) this.size = this.#prefix.ended;
    return bytes;
  }

  async #part(response: Response, start: number, end: number): Promise<Uint8Array> {
    const range = response.headers.get("content-range");
    // A page does not see the header on another origin that does not expose it; then the answer is taken as asked for.
    if (range !== null && Number(/^bytes (\d+)-/i.exec(range)?.[1]) !== start) {
      drop(response);
      throw this.#unreachable("answered another range than it was asked for");
    }
    this.#learn(total(response));
    const part = new Prefix(response, undefined, (work) => this.#unlessStopped(work));
    const bytes = await part.read(0, end - start).catch((cause) => this.#fail(cause));
    part.cancel();
    if (range === null && this.size === undefined && start === 0) await this.#askSize();
    return bytes ?? new Uint8Array();
  }

  /** The length of an answer is seen everywhere; its body is not read. */
  async #askSize(): Promise<void> {
    const response = await this.#ask({}).catch(() => undefined);
    if (response?.status === 200) this.#learn(lengthOf(response));
    if (response) drop(response);
  }

  #learn(size: number | undefined): void {
    if (size === undefined) return;
    if (this.size !== undefined && this.size !== size) {
      throw new MediaError(`${this.#name} changed while it was read`, { code: "media_unreadable" });
    }
    this.size = size;
  }

  async #ask(headers: Record<string, string>): Promise<Response> {
    const send = this.#fetch;
    const init: RequestInit = { headers, redirect: "follow", signal: this.#stop.signal };
    // Workers have no cookies, and refuse the field.
    if (typeof Request === "function" && "credentials" in Request.prototype) init.credentials = "omit";
    try {
      return await this.#unlessStopped(send(this.#url.href, init));
    } catch (cause) {
      return this.#fail(cause);
    }
  }

  #unlessStopped<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#stopped]);
  }

  #fail(cause: unknown): never {
    if (this.#stop.signal.aborted) throw this.#stop.signal.reason;
    if (cause instanceof MediaError) throw cause;
    throw this.#unreachable("could not be fetched", cause);
  }

  /** Without the query, which may hold a signature. */
  get #name(): string {
    return this.#url.host + this.#url.pathname;
  }

  #unreachable(what: string, cause?: unknown): MediaError {
    const hint = cause === undefined ? undefined : "in a page, the server must allow it (CORS)";
    return new MediaError(`${this.#name} ${what}`, { code: "media_unreachable", hint, cause });
  }
}

function parse(given: string | URL): URL {
  let url: URL | undefined;
  try {
    url = new URL(given);
  } catch {
    // Reported below.
  }
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    const hint = "give an absolute http or https URL, a Blob, or bytes";
    throw new MediaError("the URL is not an absolute http or https URL", { code: "media_unreachable", hint });
  }
  if (url.username !== "" || url.password !== "") {
    throw new MediaError("the URL has a name or password in it, which is not sent", { code: "media_unreachable" });
  }
  return url;
}

function total(response: Response): number | undefined {
  const stated = /\/(\d+)$/.exec(response.headers.get("content-range") ?? "")?.[1];
  return stated === undefined ? undefined : Number(stated);
}

/** Not the length of what was compressed on the way. */
function lengthOf({ headers }: Response): number | undefined {
  const length = headers.get("content-length");
  return length === null || headers.has("content-encoding") || !/^\d+$/.test(length) ? undefined : Number(length);
}

function drop(response: Response): void {
  response.body?.cancel().catch(() => {});
}
