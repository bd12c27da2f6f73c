/** A wait as a stream of tasks. */
import { ContentPolicyError, TaskFailedError } from "../errors/api.js";
import { offAbort, onAbort } from "../internal/abort.js";
import type { CompletedTask, Task, WaitOptions } from "../types/client.js";

/** Each change, the last one terminal; a consumer that stops ends the wait. */
export async function* watch(
  wait: (options: WaitOptions) => Promise<CompletedTask>,
  options: WaitOptions,
): AsyncGenerator<Task, void, void> {
  options.signal?.throwIfAborted();
  const waiting: Task[] = [];
  const stop = new AbortController();
  const hearer = { abort: () => stop.abort(options.signal?.reason) };
  onAbort(options.signal, hearer);
  let wake = () => {};
  let latest: Task | undefined;
  let failure: { error: unknown } | undefined;
  let over = false;
  const push = (task: Task) => {
    const { status, progress, needsReview } = task;
    if (latest?.status === status && latest.progress === progress && latest.needsReview === needsReview) return;
    latest = task;
    waiting.push(task);
    wake();
  };
  const onProgress = (task: Task) => {
    push(task);
    return options.onProgress?.(task);
  };
  wait({ ...options, signal: stop.signal, onProgress })
    .then(push, (error: unknown) => {
      const ended = error instanceof TaskFailedError || error instanceof ContentPolicyError ? error.task : undefined;
      if (ended) push(ended);
      else failure = { error };
    })
    .finally(() => {
      over = true;
      wake();
    });
  try {
    for (;;) {
      for (let task = waiting.shift(); task; task = waiting.shift()) yield task;
      if (over) break;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (failure) throw failure.error;
  } finally {
    offAbort(options.signal, hearer);
    stop.abort();
  }
}
