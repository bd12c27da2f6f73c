/**
 * The one driver of machines: it performs what a machine asks for (a request, a sleep), tells it what happened, and knows
 * no rule. A request has one AbortController, one timer and one fetch; nothing is aborted that has ended already.
 */

import { limited, pause, type StopSignal, withSignal } from "../internal/abort.js";
import { pathHint, redirectOf } from "./base-url.js";
import { exchange, freshly, NOT_SENT, type Seen, START, WOKE } from "./exchange.js";
import type { KeyRing } from "./key.js";
import type { Machine as OneMachine } from "./machines.js";
import type { Ended, Report } from "./report.js";
import type { Settings } from "./settings.js";
import type { transferModule } from "./transfer-wasm.js";

type Machine = OneMachine | InstanceType<ReturnType<typeof transferModule>["UploadMachine"]>;

/** What a machine asks for, as src/protocol/codec.rs writes it. */
export interface Effect {
  do: "fetch" | "sleep" | "done";
  ms: number;
  /** The number of the attempt under way, from 1. */
  attempt: number;
  /** "open": a paid request may be on its way. "review": the task has become one for review. */
  mark: string;
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

/**
 * Runs a machine to its end. An abort rejects at once with the signal's reason; `beforeEach` ends it with undefined. What
 * stands in here is held through every sleep, so there is little.
 */
export async function run(from: Sender, conversation: Operation): Promise<Ended | undefined> {
  let seen: Seen | undefined = START;
  try {
    conversation.signal?.throwIfAborted();
    while (seen) {
      const next: Next = perform(from, conversation, seen);
      // Nothing of the answer is held meanwhile.
      seen = undefined;
      if ("end" in next) return next.end;
      if ("sleep" in next) {
        await next.sleep;
        seen = WOKE;
      } else seen = await next.seen;
    }
    return undefined;
  } finally {
    conversation.machine.free();
  }
}

interface Sender {
  settings: Settings;
  keys: KeyRing;
}

/** What comes next: a sleep, what will be seen (nothing where a request may not leave), or the end. */
type Next = { sleep: Promise<void> } | { seen: Promise<Seen | undefined> } | { end: Ended };

/** Tells the machine, and performs what it asks for. */
function perform(from: Sender, conversation: Operation, seen: Seen): Next {
  const { settings, keys } = from;
  const { machine, baseOption = "baseUrl", signal, onEffect } = conversation;
  const effect = step(machine, seen);
  const { text = "" } = seen;
  if (effect.do === "fetch") return { seen: send(from, conversation, effect, text) };
  onEffect?.(effect, text);
  if (effect.do === "sleep") return { sleep: pause(effect.ms, signal) };
  return { end: ended(effect.report, seen, keys, settings.base, baseOption) };
}

/** Sends, once it is allowed; answers nothing where it is not. */
async function send(
  { settings, keys }: Sender,
  { path, body, contentType = typeof body === "string" ? "application/json" : undefined, ...rest }: Operation,
  effect: Effect,
  text: string,
): Promise<Seen | undefined> {
  const { idempotencyKey, signal, onEffect, beforeEach } = rest;
  const allowed = allow(keys, beforeEach);
  const ready = allowed instanceof Promise ? await inTime(allowed, effect.ms, signal) : allowed;
  if (ready === false) return undefined;
  if (ready instanceof Unsent) return { kind: NOT_SENT, cause: ready.cause };
  // It may have been aborted since that was known, and nothing has left yet.
  signal?.throwIfAborted();
  const headers = new Headers(settings.headers);
  if (ready !== undefined) headers.set("authorization", ready);
  if (contentType !== undefined) headers.set("content-type", contentType);
  if (idempotencyKey !== undefined) headers.set("idempotency-key", idempotencyKey);
  const init: RequestInit = body === undefined ? freshly() : { ...freshly(), method: "POST", body };
  onEffect?.(effect, text);
  const seen = await exchange(settings.fetch, settings.base + path, { ...init, headers }, effect.ms, signal);
  // A server that echoes the key must not make us show it.
  if (seen.text !== undefined) seen.text = keys.redactText(seen.text);
  return seen;
}

/** Milliseconds of a clock that does not jump. */
function now(): number {
  return performance.now();
}

/** Tells the machine what was seen. */
function step(machine: Machine, { kind, status = 0, text, headers }: Seen): Effect {
  const header = (name: string) => headers?.get(name) ?? "";
  // One text crosses the border quicker than three.
  const whole = headers ? `${header("retry-after")}\n${header("date")}\n${text ?? ""}` : text;
  const told = machine.step(kind, status, whole, now(), Date.now(), Math.random());
  const [line = "", report] = told.split("\n", 2);
  const [what, ms, attempt, mark = ""] = line.split(" ");
  return {
    do: what as Effect["do"],
    ms: Number(ms),
    attempt: Number(attempt),
    mark,
    report: report === undefined ? {} : JSON.parse(report),
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

function ended(report: Report, seen: Seen, keys: KeyRing, base: string, option: string): Ended {
  const { text = "", headers, cause } = seen;
  const end: Ended = { report, text };
  const { error } = report;
  if (!error) return end;
  const redirect = redirectOf(seen, keys.redactText, option);
  if (redirect) error.message += redirect.words;
  const hint = redirect?.hint ?? (error.status === 404 ? pathHint(base, option) : undefined);
  if (hint !== undefined) error.hint = error.hint ? `${error.hint}; ${hint}` : hint;
  const requestId = headers?.get("x-request-id") ?? headers?.get("x-oneapi-request-id");
  if (requestId) end.requestId = keys.redactText(requestId);
  // Some engines quote an answer they cannot read.
  if (cause !== undefined) end.cause = keys.redactError(cause);
  return end;
}
