import { timerMs } from "../internal/timer.js";

/** What a promise comes to, unless the signal is first. */
export async function withSignal<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  // Where nobody waits for it any more, its failure is nobody's: unhandled, it would end a Node process.
  promise.catch(() => {});
  signal.throwIfAborted();
  const stop = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true, signal: stop.signal });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    stop.abort();
  }
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
export function limited(signal: AbortSignal | undefined, ms: number, late?: Error): Limited {
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

function hear(signal: AbortSignal | undefined, stop: AbortController): () => void {
  const abort = () => stop.abort(signal?.reason);
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort, { once: true });
  return () => signal?.removeEventListener("abort", abort);
}

/** Sleeps, unless aborted. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", abort, { once: true });
  });
}
