/**
 * Fetching a result: from any host, without the key, and only if it is a video. What an answer means, and what to do next,
 * src/protocol/download.rs decides; this performs it.
 */

import { ConfigError, NetworkError } from "../errors/local.js";
import { WanError } from "../errors/wan-error.js";
import { RESULT_MS } from "../generated/lifetimes.js";
import { type Limited, limited, pause, withSignal } from "../internal/abort.js";
import { timerMs } from "../internal/timer.js";
import type { CompletedTask, RequestOptions, Task } from "../types/client.js";
import type { Context } from "./context.js";
import { takeTask } from "./given-task.js";
import { transferModule } from "./transfer-wasm.js";

type Means = Pick<Context, "settings" | "keys" | "emit">;
type Machine = InstanceType<ReturnType<typeof transferModule>["DownloadMachine"]>;

/** What is told of a file's head, in this order: src/bindings/download.rs reads it so. */
const HEADERS = [
  "content-type",
  "content-length",
  "content-encoding",
  "etag",
  "last-modified",
  "content-range",
  "retry-after",
  "date",
];
/** As many bytes tell a video. */
const FIRST_BYTES = 12;
/** As much is read of an answer that is no success. */
const MOST_TEXT = 2048;
/** The header of a box at most. */
const BOX_BYTES = 16;
/** A timer that rings so late was frozen with its page. */
const LATE_MS = 500;
const ENDINGS: Record<string, string> = { "video/webm": "webm", "video/quicktime": "mov" };

/** What the machine asks for. */
interface Effect {
  do: "fetch" | "sleep" | "renew" | "begin" | "stream" | "whole" | "fail";
  ms?: number;
  /** fetch: the first byte wanted, and what If-Range holds. */
  from?: number;
  validator?: string;
  attempt?: number;
  reason?: string;
  /** stream: bytes that were handed on before. */
  skip?: number;
  type?: string;
  length?: number;
  /** fail */
  class?: string;
  code?: string;
  message?: string;
  hint?: string;
  /** Another beginning may do better. */
  again?: boolean;
}

/** A video on its way. */
export class Download {
  readonly #means: Means;
  readonly #signal: AbortSignal | undefined;
  readonly #retrieve: (taskId: string) => Promise<Task>;
  readonly #machine: Machine;
  #task: Task;
  #answer: { response: Response; limit: Limited } | undefined;
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  /** Read, and not handed on yet. */
  #waiting: Uint8Array[] = [];
  #skip = 0;
  #received = 0;
  #cause: unknown;
  /** What it ended with, where it did not end well. */
  failure: unknown;
  #mayStartOver = false;
  #isPulling = false;
  #isCancelled = false;

  /** @param kept a machine that goes on behind bytes which another process has fetched, and how many those are */
  constructor(
    task: Task,
    means: Means,
    options: RequestOptions,
    retrieve: (taskId: string) => Promise<Task>,
    kept?: { machine: Machine; received: number },
  ) {
    this.#task = task;
    this.#means = means;
    this.#signal = options.signal;
    this.#retrieve = retrieve;
    this.#received = kept?.received ?? 0;
    const { retry, readMs } = means.settings;
    const { createdAt, expiresAt } = task;
    const created = createdAt?.getTime() ?? Number.NaN;
    const completed = (expiresAt?.getTime() ?? Number.NaN) - RESULT_MS;
    this.#machine =
      kept?.machine ?? new (transferModule().DownloadMachine)(Float64Array.from(retry), readMs, created, completed);
  }

  get taskId(): string {
    return this.#task.id;
  }

  /** Whether another beginning may do better than what it ended with. */
  get mayStartOver(): boolean {
    return this.#mayStartOver;
  }

  /** Its head, and a body that goes on where a connection breaks, if the host can. */
  open(): Promise<Response> {
    return this.#respond(this.#machine.go(Date.now(), Math.random()));
  }

  /** The same anew, after its body ended with `error`; throws that where it would not help. */
  startOver(error: unknown): Promise<Response> {
    if (!this.#mayStartOver || error !== this.failure) throw error;
    this.#mayStartOver = false;
    this.failure = undefined;
    this.#received = 0;
    return this.#respond(this.#machine.start_over(Date.now(), Math.random()));
  }

  async #respond(first: string): Promise<Response> {
    const { type = "video/mp4", length } = await this.#run(first);
    // Of the host's own headers none that a page would act on: what is handed on may be served under the caller's name.
    const headers = new Headers({
      "content-type": type,
      "content-disposition": `inline; filename="video.${ENDINGS[type] ?? "mp4"}"`,
      "x-content-type-options": "nosniff",
    });
    if (length !== undefined) headers.set("content-length", String(length));
    for (const name of ["etag", "last-modified"]) {
      const value = this.#answer?.response.headers.get(name);
      if (value) headers.set(name, value);
    }
    const body = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const chunk = await this.#next();
        if (chunk) controller.enqueue(chunk);
        else controller.close();
      },
      cancel: (reason) => {
        this.#isCancelled = true;
        this.#letGo(reason);
        // A step may still be under way.
        if (!this.#isPulling) this.#machine.free();
      },
    });
    return new Response(body, { headers });
  }

  /** The next bytes; undefined at the end. */
  async #next(): Promise<Uint8Array | undefined> {
    this.#isPulling = true;
    let over = true;
    try {
      for (;;) {
        const chunk = this.#waiting.shift() ?? (await this.#read());
        if (typeof chunk !== "string") {
          const fresh = this.#skip > 0 ? chunk.subarray(Math.min(this.#skip, chunk.byteLength)) : chunk;
          this.#skip -= chunk.byteLength - fresh.byteLength;
          if (fresh.byteLength === 0) continue;
          this.#show(fresh);
          over = false;
          return fresh;
        }
        if ((await this.#run(chunk)).do === "whole") return undefined;
      }
    } catch (error) {
      if (!this.#isCancelled) this.failure = error;
      over = !this.#mayStartOver;
      this.#letGo(error);
      throw error;
    } finally {
      this.#isPulling = false;
      if (over || this.#isCancelled) this.#machine.free();
    }
  }

  /** Bytes as they come, or what the machine says of their end. */
  async #read(): Promise<Uint8Array | string> {
    try {
      const { value, done } = (await this.#inTime()) ?? { done: true };
      if (!done) return value;
    } catch (cause) {
      return this.#lost(cause);
    }
    this.#letGo();
    return this.#machine.ended(this.#received, Date.now(), Math.random());
  }

  #lost(cause: unknown): string {
    this.#letGo(cause);
    this.#signal?.throwIfAborted();
    this.#cause = this.#means.keys.redactError(cause);
    return this.#machine.lost(this.#received, Date.now(), Math.random());
  }

  /** One read, which a connection that stands still must not hold up for ever. */
  async #inTime() {
    const ms = timerMs(this.#means.settings.readMs);
    const { promise, reject } = defer<never>();
    let began = performance.now();
    const ring = () => {
      const late = performance.now() - began - ms;
      // What was frozen with its page wakes with its timers first: bytes that came meanwhile have their turn before.
      if (late < LATE_MS) return reject(new Error(`no byte of the video came in ${ms / 1000} s`));
      began = performance.now();
      timer = setTimeout(ring, ms);
    };
    let timer = setTimeout(ring, ms);
    try {
      return await Promise.race([this.#reader?.read(), promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Lets the machine see the headers of the file's boxes. */
  #show(chunk: Uint8Array): void {
    const end = this.#received + chunk.byteLength;
    for (let at = this.#machine.wants(); at < end; at = this.#machine.wants()) {
      this.#machine.look(chunk.subarray(at - this.#received, at - this.#received + BOX_BYTES));
    }
    this.#received = end;
  }

  /** Performs what the machine asks for, until there are bytes to hand on, or all were. */
  async #run(first: string): Promise<Effect> {
    let told = first;
    for (;;) {
      const effect: Effect = JSON.parse(told);
      const { do: what, ms = 0, attempt = 0, reason = "" } = effect;
      if (what === "fetch") told = await this.#fetch(effect);
      else if (what === "begin") told = await this.#begin();
      else if (what === "sleep") {
        this.#means.emit({ type: "retry", taskId: this.taskId, attempt, delayMs: ms, reason });
        await pause(ms, this.#signal);
        told = this.#machine.go(Date.now(), Math.random());
      } else if (what === "renew") {
        this.#task = await this.#retrieve(this.taskId);
        const created = this.#task.createdAt?.getTime() ?? Number.NaN;
        told = this.#machine.renewed(created, Date.now(), Math.random());
      } else if (what === "fail") throw this.#error(effect);
      else {
        if (what === "stream") this.#skip = effect.skip ?? 0;
        if (what === "stream") this.#reader ??= this.#answer?.response.body?.getReader();
        return effect;
      }
    }
  }

  /** Asks for the file. A file costs nothing to ask for again. */
  async #fetch({ ms = 0, from, validator }: Effect): Promise<string> {
    const { settings, keys } = this.#means;
    const url = resultOf(this.#task);
    const send = settings.fetch ?? fetch;
    // File hosts get no header of ours. A proxy of the caller's own, which has the key, knows its user by them.
    const ours = settings.keyless && !keys.exists && url.startsWith(`${settings.base}/`);
    const range: Record<string, string> = {};
    if (from !== undefined) {
      range.range = `bytes=${from}-`;
      if (validator !== undefined) range["if-range"] = validator;
    }
    const plain: RequestInit = from === undefined ? {} : { headers: range };
    const limit = limited(this.#signal, ms);
    try {
      const init: RequestInit = ours ? { headers: withHeaders(settings.headers, range), redirect: "manual" } : plain;
      // A fetch of the caller's own may not listen to the signal.
      let response = await withSignal(send(url, { ...init, signal: limit.signal }), limit.signal);
      // Where it leads to is no proxy of the caller's any more: followed without headers. 0 is how a page sees a redirect.
      if (ours && (response.status === 0 || (response.status >= 300 && response.status < 400))) {
        response = await withSignal(send(url, { ...plain, signal: limit.signal }), limit.signal);
      }
      const { status, headers } = response;
      let text = "";
      if (!response.ok) {
        text = await withSignal(beginning(response), limit.signal).catch(() => "");
        limit.end();
      } else {
        // The head is here; the caller's signal goes on being heard.
        limit.inTime();
        this.#answer = { response, limit };
      }
      const lines = [...HEADERS.map((name) => keys.redactText(headers.get(name) ?? "")), text].join("\n");
      return this.#machine.head(status, lines, Date.now(), Math.random());
    } catch (cause) {
      limit.end();
      return this.#lost(cause);
    }
  }

  /** The first bytes, which tell whether it is a video. */
  async #begin(): Promise<string> {
    this.#reader = this.#answer?.response.body?.getReader();
    const head: Uint8Array[] = [];
    let size = 0;
    try {
      while (this.#reader && size < FIRST_BYTES) {
        const { value, done } = (await this.#inTime()) ?? { done: true };
        if (done) break;
        head.push(value);
        size += value.byteLength;
      }
    } catch (cause) {
      return this.#lost(cause);
    }
    this.#waiting = head;
    const bytes = Uint8Array.from(head.flatMap((chunk) => Array.from(chunk.subarray(0, FIRST_BYTES))));
    return this.#machine.began(bytes.subarray(0, FIRST_BYTES), Date.now(), Math.random());
  }

  #letGo(reason?: unknown): void {
    this.#waiting = [];
    this.#reader?.cancel(reason).catch(() => {});
    this.#reader = undefined;
    this.#answer?.limit.end();
    this.#answer = undefined;
  }

  #error(effect: Effect): WanError {
    const { class: name, code = "", message = "", hint, attempt = 1, again = false } = effect;
    this.#letGo();
    this.#mayStartOver = again;
    const fields = { code, hint, taskId: this.taskId };
    if (name !== "NetworkError") return new WanError(message, fields);
    return new NetworkError(message, { ...fields, attempt, cause: this.#cause });
  }
}

/**
 * A download of a task's video, not yet begun.
 * @throws ConfigError where it is no task: an address is none, since whoever hands on a visitor's text would fetch whatever
 * the visitor names
 */
export async function prepare(
  given: CompletedTask | string,
  means: Means,
  options: RequestOptions,
  retrieve: (taskId: string) => Promise<Task>,
): Promise<Download> {
  if (typeof given === "string" && /[/\\:]/.test(given)) {
    throw new ConfigError(
      "what is downloaded must be a task or a task id; an address is neither",
      "pass what generate or wait resolved to, or its id; the links in task.results can be fetched as they are",
    );
  }
  const task = typeof given === "string" ? await retrieve(given) : takeTask(given, "what is downloaded must be a task");
  resultOf(task);
  return new Download(task, means, options, retrieve);
}

function resultOf(task: Task): string {
  const url = task.results[0];
  if (url !== undefined) return url;
  throw new WanError(`the task is ${task.status} and has no video`, {
    code: "no_result",
    hint: "wait for it first",
    taskId: task.id,
  });
}

/** The beginning of a body that is no success, whose words may say why. */
async function beginning(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    while (reader && text.length < MOST_TEXT) {
      const { value, done } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    reader?.cancel().catch(() => {});
  }
  return text.slice(0, MOST_TEXT);
}

function withHeaders(base: Headers, more: Record<string, string>): Headers {
  const headers = new Headers(base);
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  return headers;
}

function defer<T>() {
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<T>((_, no) => {
    reject = no;
  });
  // Where the other was first, nobody hears of this one.
  promise.catch(() => {});
  return { promise, reject };
}
