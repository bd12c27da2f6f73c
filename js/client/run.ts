/**
 * The one driver of machines: it performs what a machine asks for (a request, a sleep), tells it what happened, and knows
 * no rule.
 */

import { type Hearer, limited, offAbort, onAbort, type StopSignal, withSignal } from "../internal/abort.js";
import { timerMs } from "../internal/timer.js";
import { pathHint, redirectOf } from "./base-url.js";
import { Exchange, NOT_SENT, type Seen, START, WOKE } from "./exchange.js";
import type { KeyRing } from "./key.js";
import type { Machine as OneMachine } from "./machines.js";
import type { Ended, Report } from "./report.js";
import type { Settings } from "./settings.js";
import type { transferModule } from "./transfer-wasm.js";

type Machine = OneMachine | InstanceType<ReturnType<typeof transferModule>["UploadMachine"]>;

/** What a machine asks for; see src/bindings/machines.rs. */
export interface Effect {
  do: (typeof EFFECTS)[number];
  /** How long the request may take, or the sleep lasts. */
  ms: number;
  /** The number of the attempt under way, from 1. */
  attempt: number;
  /** Of a submit: a paid request may be on its way. Of a wait: the task has become one for review. */
  marked: boolean;
  /** What came of the last exchange. */
  report: Report;
}

/** Who asks what. */
export interface Operation {
  /** Freed at the end. */
  machine: Machine;
  /** Below the base. */
  path: string;
  /** The option that gives the base, for hints; "baseUrl" where it is not told. */
  baseOption?: "filesBaseUrl";
  /** A body makes it a POST. */
  body?: string | FormData | ReadableStream<Uint8Array>;
  /** Of a body; a text is JSON where it is not told, and the engine knows a form's. */
  contentType?: string;
  idempotencyKey?: string;
  signal?: StopSignal | undefined;
  /** Hears each effect before it is performed, and the body of the last answer. */
  onEffect?: (effect: Effect, text: string) => void;
  /** Comes before each request: nothing leaves until it is over, and nothing more at all where it answers false. */
  beforeEach?: () => boolean | Promise<boolean>;
}

interface Sender {
  settings: Settings;
  keys: KeyRing;
}

/** Runs a machine to its end. An abort rejects at once with the signal's reason; `beforeEach` ends it with undefined. */
export function run(from: Sender, operation: Operation): Promise<Ended | undefined> {
  return new Promise((resolve, reject) => new Conversation(from, operation, resolve, reject).begin());
}

/**
 * A machine under way. It is driven by what happens, without a promise for each step: a sleeping wait holds this object, its
 * timer and nothing else.
 */
class Conversation implements Hearer {
  readonly #from: Sender;
  readonly #operation: Operation;
  readonly #resolve: (ended: Ended | undefined) => void;
  readonly #reject: (reason: unknown) => void;
  #sleep: ReturnType<typeof setTimeout> | undefined;
  #exchange: Exchange | undefined;
  #over = false;

  constructor(
    from: Sender,
    operation: Operation,
    resolve: (ended: Ended | undefined) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#from = from;
    this.#operation = operation;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  begin(): void {
    const { signal } = this.#operation;
    onAbort(signal, this);
    if (signal?.aborted) this.abort();
    else this.#tell(START);
  }

  abort(): void {
    this.#exchange?.abandon();
    this.#fail(this.#operation.signal?.reason);
  }

  #fail(reason: unknown): void {
    if (this.#over) return;
    this.#letGo();
    this.#reject(reason);
  }

  #end(ended: Ended | undefined): void {
    this.#letGo();
    this.#resolve(ended);
  }

  #letGo(): void {
    const { machine, signal } = this.#operation;
    this.#over = true;
    offAbort(signal, this);
    clearTimeout(this.#sleep);
    machine.free();
  }

  #tell(seen: Seen): void {
    if (this.#over) return;
    this.#exchange = undefined;
    try {
      this.#perform(step(this.#operation.machine, seen), seen);
    } catch (error) {
      this.#fail(error);
    }
  }

  #perform(effect: Effect, seen: Seen): void {
    const { text = "" } = seen;
    if (effect.do === "fetch") {
      this.#ask(effect, text);
      return;
    }
    this.#operation.onEffect?.(effect, text);
    // Whoever heard of it may have aborted.
    if (this.#over) return;
    if (effect.do === "sleep") this.#sleep = setTimeout(() => this.#tell(WOKE), timerMs(effect.ms));
    else this.#end(ended(effect.report, seen, this.#from, this.#operation.baseOption));
  }

  /** Asks whether the request may leave, and sends it. */
  #ask(effect: Effect, text: string): void {
    const { beforeEach, signal } = this.#operation;
    const allowed = allow(this.#from.keys, beforeEach);
    if (!(allowed instanceof Promise)) this.#go(allowed, effect, text);
    else {
      inTime(allowed, effect.ms, signal)
        .then((ready) => this.#go(ready, effect, text))
        .catch((error: unknown) => this.#fail(error));
    }
  }

  #go(ready: string | undefined | false | Unsent, effect: Effect, text: string): void {
    // It may have been aborted since it was asked, and nothing has left yet.
    if (this.#over) return;
    if (ready === false) this.#end(undefined);
    else if (ready instanceof Unsent) this.#tell({ kind: NOT_SENT, cause: ready.cause });
    else this.#send(ready, effect, text);
  }

  #send(authorization: string | undefined, effect: Effect, text: string): void {
    const { path, body, contentType, idempotencyKey } = this.#operation;
    const { settings, keys } = this.#from;
    const headers = new Headers(settings.headers);
    if (authorization !== undefined) headers.set("authorization", authorization);
    const type = contentType ?? (typeof body === "string" ? "application/json" : undefined);
    if (type !== undefined) headers.set("content-type", type);
    if (idempotencyKey !== undefined) headers.set("idempotency-key", idempotencyKey);
    const init: RequestInit = { headers };
    if (body !== undefined) {
      init.method = "POST";
      init.body = body;
    }
    this.#operation.onEffect?.(effect, text);
    if (this.#over) return;
    this.#exchange = new Exchange(settings.fetch, settings.base + path, init, effect.ms, (seen) => {
      // A server that echoes the key must not make us show it.
      if (seen.text !== undefined) seen.text = keys.redactText(seen.text);
      this.#tell(seen);
    });
    // The caller's own fetch may have aborted, while there was nothing yet to abandon.
    if (this.#over) this.#exchange.abandon();
  }
}

/** What a machine can ask for, as src/bindings/steps.rs numbers it. */
const EFFECTS = ["fetch", "sleep", "done"] as const;
const DONE = 2;

/** Tells the machine what was seen. */
function step(machine: Machine, { kind, status = 0, text, headers }: Seen): Effect {
  const retryAfter = headers?.get("retry-after");
  // One text crosses the border quicker than two, and none costs nothing.
  const timing = retryAfter ? `${retryAfter}\n${headers?.get("date") ?? ""}` : undefined;
  const told = machine.step(kind, status, text, timing, performance.now(), Date.now(), Math.random());
  return {
    do: EFFECTS[told & 3] ?? "done",
    ms: (told & 3) === DONE ? 0 : machine.ms,
    attempt: told >> 4,
    marked: (told & 4) !== 0,
    report: told & 8 ? JSON.parse(machine.report()) : {},
  };
}

/** The caller's word that the request may leave, and its Authorization; false where it may not. */
function allow(
  keys: KeyRing,
  beforeEach: Operation["beforeEach"],
): string | undefined | false | Promise<string | undefined | false> {
  const goes = beforeEach?.() ?? true;
  if (goes instanceof Promise) return goes.then((after) => after && keys.authorize());
  return goes && keys.authorize();
}

/** Before the request: what goes wrong here was never sent. */
class Unsent {
  readonly cause: unknown;

  constructor(cause: unknown) {
    this.cause = cause;
  }
}

/** A key function that does not answer must not stop a call for ever. */
async function inTime<T>(ready: Promise<T>, ms: number, signal: StopSignal | undefined): Promise<T | Unsent> {
  const limit = limited(signal, ms);
  try {
    return await withSignal(ready, limit.signal);
  } catch (cause) {
    signal?.throwIfAborted();
    return new Unsent(limit.signal.aborted ? undefined : cause);
  } finally {
    limit.end();
  }
}

function ended(report: Report, seen: Seen, { settings, keys }: Sender, option = "baseUrl"): Ended {
  const { text = "", headers, cause } = seen;
  const end: Ended = { report, text };
  const { error } = report;
  if (!error) return end;
  const redirect = redirectOf(seen, keys.redactText, option);
  if (redirect) error.message += redirect.words;
  const hint = redirect?.hint ?? (error.status === 404 ? pathHint(settings.base, option) : undefined);
  if (hint !== undefined) error.hint = error.hint ? `${error.hint}; ${hint}` : hint;
  const requestId = headers?.get("x-request-id") ?? headers?.get("x-oneapi-request-id");
  if (requestId) end.requestId = keys.redactText(requestId);
  // Some engines quote an answer they cannot read.
  if (cause !== undefined) end.cause = keys.redactError(cause);
  return end;
}
