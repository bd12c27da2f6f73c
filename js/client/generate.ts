/** Submit and wait, with other models to fall back on; and many at once. */
import { STRENGTHS } from "../api/request.js";
import { ConfigError } from "../errors/local.js";
import { WanError } from "../errors/wan-error.js";
import { withSignal } from "../internal/abort.js";
import { snapshot } from "../internal/snapshot.js";
import { core } from "../internal/wasm.js";
import type { CompletedTask, GenerateAllOptions, Generated, GenerateOptions, Task } from "../types/client.js";
import type { Submittable } from "../types/request.js";
import type { Context } from "./context.js";
import type { PreparedRequest } from "./prepared-request.js";

/** What generating is made of. */
export interface Steps {
  submit(taken: PreparedRequest, options: GenerateOptions): Promise<Task>;
  wait(task: Task, options: GenerateOptions): Promise<CompletedTask>;
}

/**
 * Runs a request to its video. What comes after an error, src/protocol/generate.rs decides: another model, or its end.
 * @throws what the last submit or wait threw
 */
export async function generate(
  context: Context,
  taken: PreparedRequest,
  options: GenerateOptions,
  stop: AbortSignal | undefined,
  { submit, wait }: Steps,
): Promise<CompletedTask> {
  const { fallback = false } = context.options;
  // Nothing to decide: the first error stands.
  if (fallback === false) return wait(await submit(taken, options), options);
  const { strength } = context.settings;
  const among = Array.isArray(fallback) ? fallback.join(",") : "";
  const known = taken.inputs ? snapshot(taken.inputs) : "";
  const machine = new (core().GenerateMachine)(taken.json, among, known, STRENGTHS[strength]);
  let request = taken;
  let given = options;
  let submitted: Task | undefined;
  let completed: CompletedTask | undefined;
  let thrown: unknown;
  try {
    for (let effect = machine.start(); ; ) {
      const [what, ...rest] = effect.split("\n");
      if (what === "done") return completed as CompletedTask;
      if (what === "fail") throw thrown;
      try {
        if (what === "wait") {
          completed = await wait(submitted as Task, given);
          effect = machine.completed();
          continue;
        }
        if (what === "fallback") {
          const [from = "", to = "", losses = "", body = ""] = rest;
          const lost = losses === "" ? [] : losses.split(",");
          context.emit({ type: "fallback", from, to, reason: errorKey(thrown)[1], losses: lost });
          request = { ...taken, json: body };
          // Another model is another task.
          const { idempotencyKey, ...others } = options;
          given = others;
        }
        submitted = await submit(request, given);
        effect = machine.submitted(submitted.id);
      } catch (error) {
        thrown = error;
        effect = machine.failed(...errorKey(error), !stop?.aborted);
      }
    }
  } finally {
    machine.free();
  }
}

/** The class and code by which an error is judged. */
function errorKey(error: unknown): [string, string] {
  return error instanceof WanError ? [error.name, error.code] : ["", ""];
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
