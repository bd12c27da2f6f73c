/** Submit and wait, with other models to fall back on; and many at once. */
import { build } from "../core/request.js";
import { core } from "../core/wasm.js";
import { ConfigError } from "../errors/local.js";
import type { CompletedTask, GenerateAllOptions, Generated, GenerateOptions, Task } from "../types/client.js";
import type { Submittable } from "../types/request.js";
import type { Taken } from "./blobs.js";
import type { Context } from "./context.js";
import { judged } from "./submit.js";

/** An older model's way to say the request, as src/fallback.rs finds it. */
interface Alternative {
  model: string;
  request: string;
  losses: string[];
}

/** What generating is made of. */
export interface Steps {
  submit(taken: Taken, options: GenerateOptions): Promise<Task>;
  wait(task: Task, options: GenerateOptions): Promise<CompletedTask>;
}

/**
 * Runs a request; where its model fails lastingly (never for want of time), the next one that can express it. Each model
 * has its own idempotency key: another model is another task.
 */
export async function generate(
  context: Context,
  taken: Taken,
  options: GenerateOptions,
  { submit, wait }: Steps,
): Promise<CompletedTask> {
  const run = async (request: Taken, given: GenerateOptions) => wait(await submit(request, given), given);
  const { fallback = false } = context.options;
  if (fallback === false) return run(taken, options);
  const among = Array.isArray(fallback) ? fallback.join(",") : "";
  const alternatives: Alternative[] = core().fallbacks(taken.json, among) ?? [];
  let request = taken;
  let given = options;
  for (;;) {
    try {
      return await run(request, given);
    } catch (error) {
      const [name, code] = judged(error);
      const next = core().is_lasting_model_error(name, code) ? alternatives.shift() : undefined;
      if (!next) throw error;
      // What came as far as an answer was valid.
      const from = build(request.json, context.settings.strength).request.model;
      context.tell({ type: "fallback", from, to: next.model, reason: code, losses: next.losses });
      request = { ...taken, json: next.request };
      const { idempotencyKey, ...rest } = options;
      given = rest;
    }
  }
}

/** Runs many, at most `concurrency` at once, each result as it comes. One that fails does not sink the rest. */
export async function* generateAll<Request extends Submittable>(
  requests: Iterable<Request> | AsyncIterable<Request>,
  options: GenerateAllOptions,
  run: (request: Request, options: GenerateOptions) => Promise<CompletedTask>,
): AsyncGenerator<Generated<Request>, void, void> {
  const { concurrency = 4, onProgress, ...rest } = options;
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new ConfigError("concurrency must be a whole number, 1 or more");
  }
  const source = Symbol.asyncIterator in requests ? requests[Symbol.asyncIterator]() : requests[Symbol.iterator]();
  const stop = new AbortController();
  const signal = rest.signal ? AbortSignal.any([rest.signal, stop.signal]) : stop.signal;
  const running = new Map<number, Promise<Generated<Request>>>();
  let index = 0;
  let more = true;
  try {
    for (;;) {
      while (more && running.size < concurrency) {
        const next = await source.next();
        if (next.done) {
          more = false;
          break;
        }
        const at = index++;
        const request: Request = next.value;
        const each = { ...rest, signal, ...(onProgress ? { onProgress: (task: Task) => onProgress(task, at) } : {}) };
        running.set(
          at,
          run(request, each).then(
            (task): Generated<Request> => ({ index: at, request, task }),
            (error: unknown): Generated<Request> => ({ index: at, request, error }),
          ),
        );
      }
      if (running.size === 0) return;
      const ended = await Promise.race(running.values());
      running.delete(ended.index);
      yield ended;
    }
  } finally {
    // A consumer that stops early stops waiting; what was submitted is in the store.
    stop.abort();
    await source.return?.();
  }
}
