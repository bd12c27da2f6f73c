/** Many requests at once. */
import { ConfigError } from "../errors/local.js";
import { withSignal } from "../internal/abort.js";
import type { CompletedTask, GenerateAllOptions, Generated, GenerateOptions, Task } from "../types/client.js";
import type { Submittable } from "../types/request.js";

/**
 * Runs many, at most `concurrency` at once, each result as it comes. One that fails does not sink the rest. A consumer
 * that stops ends the waits, and all that is not on its way: a POST that is, is paid for, so its task must be heard of.
 */
export async function* generateAll<Request extends Submittable>(
  requests: Iterable<Request> | AsyncIterable<Request>,
  options: GenerateAllOptions,
  run: (request: Request, options: GenerateOptions, stop: AbortSignal) => Promise<CompletedTask>,
): AsyncGenerator<Generated<Request>, void, void> {
  const { concurrency = 4, onProgress, ...rest } = options;
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new ConfigError(`concurrency must be a whole number, 1 or more; it is ${String(concurrency)}`);
  }
  if (!isIterable(requests)) throw new ConfigError("generateAll takes an array, or another iterable, of requests");
  const source = Symbol.asyncIterator in requests ? requests[Symbol.asyncIterator]() : requests[Symbol.iterator]();
  const stop = new AbortController();
  const running = new Map<number, Promise<Generated<Request>>>();
  let index = 0;
  let more = true;
  let pulling: Promise<undefined> | undefined;
  let broken: { error: unknown } | undefined;
  const start = (request: Request): void => {
    const at = index++;
    const each = { ...rest, ...(onProgress ? { onProgress: (task: Task) => onProgress(task, at) } : {}) };
    const ended = run(request, each, stop.signal).then(
      (task): Generated<Request> => ({ index: at, request, task }),
      (error: unknown): Generated<Request> => ({ index: at, request, error: asError(error) }),
    );
    running.set(at, ended);
  };
  const pull = async (): Promise<undefined> => {
    try {
      const next = await source.next();
      if (next.done) more = false;
      else if (!stop.signal.aborted) start(next.value);
    } catch (error) {
      more = false;
      broken = { error };
    }
    pulling = undefined;
  };
  try {
    for (;;) {
      if (rest.signal?.aborted) more = false;
      if (more && running.size < concurrency) pulling ??= pull();
      const waiting = [...running.values(), ...(pulling ? [pulling] : [])];
      if (waiting.length === 0 || (!more && running.size === 0)) break;
      const ended = await withSignal(Promise.race(waiting), running.size === 0 ? rest.signal : undefined);
      if (!ended) continue;
      running.delete(ended.index);
      yield ended;
    }
    if (broken) throw broken.error;
    rest.signal?.throwIfAborted();
  } finally {
    stop.abort();
    // Not waited for: a source that is stuck in its next item would not answer.
    Promise.resolve(source.return?.()).catch(() => {});
  }
}

function isIterable(value: unknown): boolean {
  const { [Symbol.iterator]: plain, [Symbol.asyncIterator]: async } = Object(value);
  return typeof value !== "string" && (typeof plain === "function" || typeof async === "function");
}

/** An abort's reason can be anything. */
function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason), { cause: reason });
}
