/** Submit and wait. */
import { fallback as fallbackPart } from "../internal/parts.js";
import type { CompletedTask, GenerateOptions, Task } from "../types/client.js";
import type { Context } from "./context.js";
import type { PreparedRequest } from "./prepared-request.js";

/** What generating is made of. */
export interface Steps {
  submit(taken: PreparedRequest, options: GenerateOptions): Promise<Task>;
  wait(task: Task, options: GenerateOptions): Promise<CompletedTask>;
}

/**
 * Runs a request to its video, on other models too where there are some to fall back on.
 * @throws what the last submit or wait threw; WanError "not_loaded" before anything is sent
 */
export async function generate(
  context: Context,
  taken: PreparedRequest,
  options: GenerateOptions,
  stop: AbortSignal | undefined,
  steps: Steps,
): Promise<CompletedTask> {
  const { fallback = false } = context.options;
  // Nothing to decide: the first error stands.
  if (fallback === false) return steps.wait(await steps.submit(taken, options), options);
  // Before anything is paid: a page that was deployed anew meanwhile could not load it then.
  const { withFallback } = await fallbackPart(options.signal);
  const among = Array.isArray(fallback) ? fallback : [];
  return withFallback(context, taken, options, stop, steps, among);
}
