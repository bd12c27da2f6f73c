/** Submit and wait, with other models to fall back on: what a client loads before it generates where there are some. */
import { check } from "../api/request.js";
import { WanError } from "../errors/wan-error.js";
import { snapshot } from "../internal/snapshot.js";
import type { CompletedTask, GenerateOptions, Task } from "../types/client.js";
import type { Context } from "./context.js";
import { fallbackModule } from "./fallback-wasm.js";
import type { Steps } from "./generate.js";
import type { PreparedRequest } from "./prepared-request.js";

/**
 * Runs a request to its video. What comes after an error, src/protocol/generate.rs decides: another model, or its end.
 * @param among models to fall back on; none for the generations before
 * @throws what the last submit or wait threw
 */
export async function withFallback(
  context: Context,
  taken: PreparedRequest,
  options: GenerateOptions,
  stop: AbortSignal | undefined,
  { submit, wait }: Steps,
  among: readonly string[],
): Promise<CompletedTask> {
  const { strength } = context.settings;
  const known = taken.inputs && strength !== "off" ? snapshot(taken.inputs) : "";
  const { GenerateMachine } = fallbackModule();
  const judge = (json: string, withInputs: boolean) => {
    const { issues } = withInputs ? check(json, strength, known) : check(json, "strict", "");
    return issues.map(({ severity, code }) => `${severity} ${code}`).join("\n");
  };
  const machine = new GenerateMachine(taken.json, among.join(","), known, judge);
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
          const [from = "", to = "", losses = "", json = ""] = rest;
          const lost = losses === "" ? [] : losses.split(",");
          context.emit({ type: "fallback", from, to, reason: errorKey(thrown)[1], losses: lost });
          request = { ...taken, json };
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
