/** Submit and wait, with other models to fall back on; and many at once. */
import { build } from "../api/request.js";
import { TaskFailedError } from "../errors/api.js";
import { ConfigError } from "../errors/local.js";
import { core } from "../internal/wasm.js";
import type { CompletedTask, GenerateAllOptions, Generated, GenerateOptions, Task } from "../types/client.js";
import type { Submittable } from "../types/request.js";
import type { Taken } from "./blobs.js";
import type { Context } from "./context.js";
import { withSignal } from "./signal.js";
import { buildTaken, judged } from "./submit.js";

/** An older model's way to say the request, as src/fallback.rs finds it. */
interface Alternative {
  model: string;
  request: string;
  losses: string[];
}

/** An error after which the task may still run. */
class Running {
  readonly cause: unknown;

  constructor(cause: unknown) {
    this.cause = cause;
  }
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
  stop: AbortSignal | undefined,
  { submit, wait }: Steps,
): Promise<CompletedTask> {
  const run = async (request: Taken, given: GenerateOptions) => wait(await submit(request, given), given);
  // After the submit only the task's own end frees the way for another: a read that fails does not.
  const attempt = async (request: Taken, given: GenerateOptions) => {
    const task = await submit(request, given);
    return wait(task, given).catch((error: unknown) => {
      throw error instanceof TaskFailedError ? error : new Running(error);
    });
  };
  const { fallback = false } = context.options;
  if (fallback === false) return run(taken, options);
  const among = Array.isArray(fallback) ? fallback.join(",") : "";
  const alternatives: Alternative[] = core().fallbacks(taken.json, among) ?? [];
  let request = taken;
  let given = options;
  for (;;) {
    try {
      return await attempt(request, given);
    } catch (error) {
      if (error instanceof Running) throw error.cause;
      const [name, code] = judged(error);
      let next = core().is_lasting_model_error(name, code) ? alternatives.shift() : undefined;
      // A model whose own limits the files are past is no way out, and its error no answer to what was asked.
      while (next && taken.inputs && !takes(context, { ...taken, json: next.request })) next = alternatives.shift();
      // Nobody wants another task any more.
      if (!next || stop?.aborted) throw error;
      // What came as far as an answer was valid.
      const from = build(request.json, context.settings.strength).request.model;
      context.tell({ type: "fallback", from, to: next.model, reason: code, losses: next.losses });
      request = { ...taken, json: next.request };
      const { idempotencyKey, ...rest } = options;
      given = rest;
    }
  }
}

function takes(context: Context, request: Taken): boolean {
  try {
    buildTaken(request, context);
    return true;
  } catch {
    return false;
  }
}

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
