/** Submit and wait, with other models to fall back on. */
import { STRENGTHS } from "../api/request.js";
import { WanError } from "../errors/wan-error.js";
import { snapshot } from "../internal/snapshot.js";
import { core } from "../internal/wasm.js";
import type { CompletedTask, GenerateOptions, Task } from "../types/client.js";
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
