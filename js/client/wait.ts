/** Waiting for a task, and what its end means. */
import { readTask } from "../api/task.js";
import { ContentPolicyError, TaskFailedError } from "../errors/api.js";
import { ConfigError, DeadlineError } from "../errors/local.js";
import type { WanError } from "../errors/wan-error.js";
import { core } from "../internal/wasm.js";
import type { CompletedTask, Task, WaitOptions } from "../types/client.js";
import { call, type Happening, taskOf, toError } from "./call.js";
import { type Context, guarded, type Memory } from "./context.js";
import { takeTask } from "./given-task.js";
import { findOpen } from "./open-reservations.js";
import { withDeadline } from "./settings.js";
import { withSignal } from "./signal.js";

const DAY_MS = 24 * 3_600_000;
/** How long before its end a result is said to be near it. */
const EXPIRING_MS = 3_600_000;

export async function wait(context: Context, task: string | Task, options: WaitOptions): Promise<CompletedTask> {
  context.checkKey();
  const known = typeof task === "string" ? undefined : takeTask(task);
  const taskId = known?.id ?? task;
  checkId(taskId);
  if (known && readTask({ id: known.id, status: known.status }).terminal) return end(context, known);
  const memory = context.memories.get(taskId) ?? { since: performance.now(), estimatedMs: Number.NaN };
  context.memories.set(taskId, memory);
  const kept = carried(memory, known);
  const poll = withDeadline(context.options.poll, options.deadlineMs);
  let last: Task = known ?? { id: taskId, status: "pending", progress: 0, results: [], raw: null, ...kept };
  let needsReview = false;
  const read = (text: string): Task => {
    const { task: seen } = taskOf(context.keys.hide(text), completedAt(context, taskId), context.settings.base);
    return { ...seen, ...kept, id: seen.id || taskId, ...(needsReview ? { needsReview } : {}) };
  };
  const onHappening = (happening: Happening) => {
    if (happening.type === "review") {
      needsReview = true;
      last = { ...last, needsReview };
      tellReview(context, memory, taskId, performance.now() - memory.since);
      guarded(() => options.onProgress?.(last));
      return;
    }
    context.pass(happening);
    if (happening.text === undefined) return;
    last = read(happening.text);
    guarded(() => options.onProgress?.(last));
  };
  const naming = (reason: unknown): never => {
    name(reason, taskId);
    throw reason;
  };
  const ended = await call(context, options.signal, onHappening, (io) =>
    core().run_wait(
      io,
      taskId,
      poll,
      context.settings.readMs,
      performance.now() - memory.since,
      memory.estimatedMs,
      // Just submitted: the first pause comes first. Anything else may be over already.
      known === undefined || known.deduplicated === true,
    ),
  ).catch(naming);
  // A store that is slow to write that down holds up no abort.
  if (!ended.trouble) return withSignal(end(context, read(ended.text ?? "")), options.signal).catch(naming);
  if (ended.trouble.class === "DeadlineError") {
    const { message, code, hint } = ended.trouble;
    throw new DeadlineError(message, { code, hint, task: last, cause: ended.cause });
  }
  throw toError(ended, { taskId });
}

/** The reason of an abort carries the task id too, where it can. */
function name(reason: unknown, taskId: string): void {
  if (!(reason instanceof Object) || !Object.isExtensible(reason)) return;
  // One signal for several waits: an id that is another's would be worse than none.
  if ("taskId" in reason && reason.taskId !== taskId) Object.defineProperty(reason, "taskId", { value: undefined });
  else {
    Object.defineProperty(reason, "taskId", { value: taskId, configurable: true, enumerable: true, writable: true });
  }
}

/** What the create response said and a status answer does not repeat. */
function carried(memory: Memory, known: Task | undefined): Partial<Task> {
  const kept: Partial<Task> = {};
  const fingerprint = known?.fingerprint ?? memory.submission?.record.fingerprint;
  const estimatedSeconds = known?.estimatedSeconds ?? memory.estimatedMs / 1000;
  if (fingerprint !== undefined) kept.fingerprint = fingerprint;
  if (!Number.isNaN(estimatedSeconds)) kept.estimatedSeconds = estimatedSeconds;
  if (known?.creditsReserved !== undefined) kept.creditsReserved = known.creditsReserved;
  if (known?.deduplicated !== undefined) kept.deduplicated = known.deduplicated;
  return kept;
}

/** When a task that is seen completed did so: now, unless its record remembers. Milliseconds since 1970. */
export function completedAt(context: Context, taskId: string): number {
  return context.memories.get(taskId)?.submission?.record.finishedAt ?? Date.now();
}

/** Marks a task that runs too long, wherever it is seen, and tells of it once. Source: guide, section 10. */
export function markForReview(context: Context, task: Task): void {
  const memory = context.memories.get(task.id);
  const age = memory ? performance.now() - memory.since : Date.now() - (task.createdAt?.getTime() ?? Number.NaN);
  if (!(age >= context.settings.reviewMs)) return;
  task.needsReview = true;
  tellReview(context, memory, task.id, age);
}

function tellReview(context: Context, memory: Memory | undefined, taskId: string, elapsedMs: number): void {
  if (memory?.reviewed) return;
  if (memory) memory.reviewed = true;
  context.tell({ type: "review", taskId, elapsedMs });
}

/** Writes down what the end of a task means: for the budget, and for its record in the store. */
export async function settle(context: Context, task: Task): Promise<void> {
  const known = context.memories.get(task.id)?.submission;
  context.memories.delete(task.id);
  const { status, expiresAt = new Date(Date.now() + DAY_MS) } = task;
  // What completed is paid for, with a URL or without: its record stays in the way of another POST. Failed tasks are not
  // billed: the same request may be sent again.
  await context.keep(async () => {
    const submission = known ?? (await findOpen(context, task.id));
    await (status === "completed" ? submission?.finished(expiresAt) : submission?.release());
  });
}

/** A terminal task as the caller gets it: resolved, or thrown. */
async function end(context: Context, task: Task): Promise<CompletedTask> {
  context.tell({ type: "complete", taskId: task.id, status: task.status });
  await settle(context, task);
  if (task.status !== "completed" || task.results.length === 0) throw failed(task);
  const expiresAt = task.expiresAt ?? new Date(Date.now() + DAY_MS);
  if (expiresAt.getTime() - Date.now() < EXPIRING_MS) context.tell({ type: "expiring", taskId: task.id, expiresAt });
  return { ...task, status: "completed", expiresAt };
}

function failed(task: Task): WanError {
  const noResult = task.status === "completed";
  const cancelled = task.status === "cancelled";
  const code = noResult ? "no_result" : task.error?.code || (cancelled ? "request_cancelled" : "unknown_error");
  const message = noResult
    ? "the task completed without a video URL"
    : `the task ${cancelled ? "was cancelled" : "failed"}: ${task.error?.message || code}`;
  const hint = core().task_hint(code);
  if (code === "content_policy_violation" || code === "invalid_content") {
    return new ContentPolicyError(message, { code, hint, taskId: task.id, task, status: 200, body: task.raw });
  }
  return new TaskFailedError(message, { code, hint, task });
}

/** Where a task is read. */
export function taskPath(taskId: unknown): string {
  checkId(taskId);
  return `/v1/tasks/${encodeURIComponent(taskId)}`;
}

function checkId(taskId: unknown): asserts taskId is string {
  // A URL's path would lose dots.
  if (typeof taskId !== "string" || ["", ".", ".."].includes(taskId)) {
    throw new ConfigError("the task id must be a string that is not empty", "pass task.id, or the task itself");
  }
}
