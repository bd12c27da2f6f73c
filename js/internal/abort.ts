import { timerMs } from "./timer.js";

/** Who hears of an abort: an object, since a wait that sleeps is one already, and a closure would be held beside it. */
export interface Hearer {
  abort(): void;
}

/** An AbortSignal, or what takes its place within the package. */
export type StopSignal = AbortSignal | Stop;

/** An AbortController that no engine knows, and its signal: making and hearing one of those takes Node 3 µs. */
export class Stop {
  aborted = false;
  reason: unknown;
  readonly hearers = new Set<Hearer>();

  get signal(): StopSignal {
    return this;
  }

  abort(reason: unknown = new DOMException("This operation was aborted", "AbortError")): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    tellAll(this.hearers);
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }
}

function tellAll(hearers: Set<Hearer>): void {
  const each = [...hearers];
  hearers.clear();
  for (const one of each) one.abort();
}

/** Who hears an engine's signal through this module, and its one listener. */
interface Hearing {
  hearers: Set<Hearer>;
  tell: () => void;
}

const hearings = new WeakMap<AbortSignal, Hearing>();

/**
 * Tells the hearer once the signal is aborted, unless `offAbort` comes first; never where it is aborted already, which is to be
 * asked before. However many hear it, the signal has one listener: at the eleventh Node would warn of a leak.
 */
export function onAbort(signal: StopSignal | undefined, hearer: Hearer): void {
  if (!signal || signal.aborted) return;
  if (signal instanceof Stop) {
    signal.hearers.add(hearer);
    return;
  }
  let hearing = hearings.get(signal);
  if (!hearing) {
    const hearers = new Set<Hearer>();
    hearing = { hearers, tell: () => tellAll(hearers) };
    hearings.set(signal, hearing);
  }
  const { hearers, tell } = hearing;
  if (hearers.size === 0) signal.addEventListener("abort", tell, { once: true });
  hearers.add(hearer);
}

/** Tells the hearer no more. */
export function offAbort(signal: StopSignal | undefined, hearer: Hearer): void {
  if (!signal) return;
  if (signal instanceof Stop) {
    signal.hearers.delete(hearer);
    return;
  }
  const hearing = hearings.get(signal);
  if (hearing?.hearers.delete(hearer) && hearing.hearers.size === 0) signal.removeEventListener("abort", hearing.tell);
}

/** What a promise comes to, unless the signal is first; a failure that comes after it is nobody's. */
export function withSignal<T>(promise: Promise<T>, signal: StopSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const hearer = { abort: () => reject(signal.reason) };
    if (signal.aborted) hearer.abort();
    onAbort(signal, hearer);
    promise.then(
      (value) => {
        offAbort(signal, hearer);
        resolve(value);
      },
      (error: unknown) => {
        offAbort(signal, hearer);
        reject(error);
      },
    );
  });
}

/** A signal that hears two, where there are two; `end` lets go of them. AbortSignal.any is not everywhere yet. */
export function either(
  first: AbortSignal | undefined,
  second: AbortSignal | undefined,
): { given: { signal?: AbortSignal }; end: () => void } {
  const one = first ?? second;
  if (!one) return { given: {}, end() {} };
  if (!first || !second) return { given: { signal: one }, end() {} };
  const both = new AbortController();
  const forget = [hear(first, both), hear(second, both)];
  const end = () => {
    for (const each of forget) each();
  };
  return { given: { signal: both.signal }, end };
}

/** A signal under a time limit. */
export interface Limited {
  signal: AbortSignal;
  /** Stops the clock; the other signal goes on being heard. */
  inTime(): void;
  /** Lets go of both. */
  end(): void;
}

/** A signal that hears another, and the clock after `ms`, which aborts with `late`. */
export function limited(signal: StopSignal | undefined, ms: number, late?: Error): Limited {
  const stop = new AbortController();
  const forget = hear(signal, stop);
  // Not AbortSignal.timeout: where it cannot be told to stop, a process lives on until it fires.
  const timer = setTimeout(() => stop.abort(late), timerMs(ms));
  const inTime = () => clearTimeout(timer);
  const end = () => {
    inTime();
    forget();
  };
  return { signal: stop.signal, inTime, end };
}

function hear(signal: StopSignal | undefined, stop: AbortController): () => void {
  const hearer = { abort: () => stop.abort(signal?.reason) };
  if (signal?.aborted) hearer.abort();
  onAbort(signal, hearer);
  return () => offAbort(signal, hearer);
}

/** How many times slower than a server a disk may answer: what lies in somebody's cloud is fetched first. */
export const SLOWEST = 4;

/** What reading a file comes to: a disk that is gone may never answer. */
export async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  const limit = limited(undefined, ms, new Error(`it did not answer within ${ms / 1000} s`));
  try {
    return await withSignal(work, limit.signal);
  } finally {
    limit.end();
  }
}

/** Sleeps, unless aborted. */
export function pause(ms: number, signal: StopSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const hearer = { abort };
    const timer = setTimeout(() => {
      offAbort(signal, hearer);
      resolve();
    }, timerMs(ms));
    onAbort(signal, hearer);
  });
}
