/** What was begun is seen through, though who asked for it has gone: where the runtime lets it (`context.waitUntil`). */
export function seenThrough(work: Promise<Response>, context: readonly unknown[]): Promise<Response> {
  const runtime = context.find((each) => typeof (each as { waitUntil?: unknown } | null)?.waitUntil === "function");
  const done = work.then(
    () => {},
    () => {},
  );
  (runtime as { waitUntil(promise: Promise<void>): void } | undefined)?.waitUntil(done);
  return work;
}
