/** What a promise comes to, unless the signal is first. */
export async function withSignal<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
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
  const hear = [first, second].map((signal) => {
    const abort = () => both.abort(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    return () => signal.removeEventListener("abort", abort);
  });
  const end = () => {
    for (const forget of hear) forget();
  };
  return { given: { signal: both.signal }, end };
}
