import { timerMs } from "./timer.js";

interface Hearing {
  all: Set<() => void>;
  tell: () => void;
}

/** What of a signal is used to hear it: an AbortSignal, or what takes its place within the package. */
export interface StopSignal extends Pick<AbortSignal, "aborted" | "reason" | "throwIfAborted"> {
  addEventListener(type: "abort", tell: () => void, options: { once: true }): void;
  removeEventListener(type: "abort", tell: () => void): void;
}

/** An AbortController that no engine knows, and its signal: making and hearing one of those takes Node 3 µs. */
export class Stop implements StopSignal {
  aborted = false;
  reason: unknown;
  #tell: (() => void) | undefined;

  get signal(): StopSignal {
    return this;
  }

  abort(reason: unknown = new DOMException("This operation was aborted", "AbortError")): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    this.#tell?.();
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }

  /** Of one listener: `onAbort` never has more. */
  addEventListener(_: "abort", tell: () => void): void {
    this.#tell = tell;
  }

  removeEventListener(): void {
    this.#tell = undefined;
  }
}

/** Who hears a signal through this module. */
const hearings = new WeakMap<StopSignal, Hearing>();

/**
 * Calls `abort` once the signal is aborted, until the answered function is called; never where it is aborted already, which
 * is to be asked before. However many hear it, the signal has one listener: at the eleventh Node would warn of a leak.
 */
export function onAbort(signal: StopSignal | undefined, abort: () => void): () => void {
  if (!signal || signal.aborted) return () => {};
  let hearing = hearings.get(signal);
  if (!hearing) {
    const all = new Set<() => void>();
    const tell = () => {
      const each = [...all];
      all.clear();
      for (const one of each) one();
    };
    hearing = { all, tell };
    hearings.set(signal, hearing);
  }
  const { all, tell } = hearing;
  if (all.size === 0) signal.addEventListener("abort", tell, { once: true });
  all.add(abort);
  return () => {
    if (all.delete(abort) && all.size === 0) signal.removeEventListener("abort", tell);
  };
}

/** What a promise comes to, unless the signal is first; a failure that comes after it is nobody's. */
export function withSignal<T>(promise: Promise<T>, signal: StopSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    const forget = onAbort(signal, () => reject(signal.reason));
    promise.then(resolve, reject).then(forget);
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
  return onAbort(signal, abort);
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
    const forget = onAbort(signal, () => {
      clearTimeout(timer);
      reject(signal?.reason);
    });
    const timer = setTimeout(() => {
      forget();
      resolve();
    }, timerMs(ms));
  });
}
