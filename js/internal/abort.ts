import { timerMs } from "./timer.js";

/** An AbortSignal, or what takes its place within the package. */
export type StopSignal = AbortSignal | Stop;

/** An AbortController that no engine knows, and its signal: making and hearing one of those takes Node 3 µs. */
export class Stop {
  aborted = false;
  reason: unknown;
  readonly hearers = new Set<() => void>();

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

function tellAll(hearers: Set<() => void>): void {
  const each = [...hearers];
  hearers.clear();
  for (const one of each) one();
}

/** Who hears an engine's signal through this module, and its one listener. */
interface Hearing {
  hearers: Set<() => void>;
  tell: () => void;
}

const hearings = new WeakMap<AbortSignal, Hearing>();

/**
 * Calls `abort` once the signal is aborted, unless `offAbort` comes first; never where it is aborted already, which is to be
 * asked before. However many hear it, the signal has one listener: at the eleventh Node would warn of a leak.
 */
export function onAbort(signal: StopSignal | undefined, abort: () => void): void {
  if (!signal || signal.aborted) return;
  if (signal instanceof Stop) {
    signal.hearers.add(abort);
    return;
  }
  let hearing = hearings.get(signal);
  if (!hearing) {
    const hearers = new Set<() => void>();
    hearing = { hearers, tell: () => tellAll(hearers) };
    hearings.set(signal, hearing);
  }
  const { hearers, tell } = hearing;
  if (hearers.size === 0) signal.addEventListener("abort", tell, { once: true });
  hearers.add(abort);
}

/** Calls `abort` no more. */
export function offAbort(signal: StopSignal | undefined, abort: () => void): void {
  if (!signal) return;
  if (signal instanceof Stop) {
    signal.hearers.delete(abort);
    return;
  }
  const hearing = hearings.get(signal);
  if (hearing?.hearers.delete(abort) && hearing.hearers.size === 0) signal.removeEventListener("abort", hearing.tell);
}

/** What a promise comes to, unless the signal is first; a failure that comes after it is nobody's. */
export function withSignal<T>(promise: Promise<T>, signal: StopSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    onAbort(signal, abort);
    promise.then(
      (value) => {
        offAbort(signal, abort);
        resolve(value);
      },
      (error: unknown) => {
        offAbort(signal, abort);
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
  const abort = () => stop.abort(signal?.reason);
  if (signal?.aborted) abort();
  onAbort(signal, abort);
  return () => offAbort(signal, abort);
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
    const timer = setTimeout(() => {
      offAbort(signal, abort);
      resolve();
    }, timerMs(ms));
    onAbort(signal, abort);
  });
}
