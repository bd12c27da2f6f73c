/** Waiting for a task, and what its end means. */

import { readTask, type TaskFacts, type TaskFailure } from "../api/task.js";
import { ContentPolicyError, TaskFailedError } from "../errors/api.js";
import { ConfigError, DeadlineError } from "../errors/local.js";
import type { WanError } from "../errors/wan-error.js";
import { RESULT_MS } from "../generated/lifetimes.js";
import { withSignal } from "../internal/abort.js";
import { HOUR_MS } from "../internal/time.js";
import { core } from "../internal/wasm.js";
import type { ClientEvent, CompletedTask, Task, WaitOptions } from "../types/client.js";
import { counting } from "./budget.js";
import type { Context, TaskState } from "./context.js";
import { type Machine, waitMachine } from "./machines.js";
import { type Ended, type Report, taskOf, toError, withFields } from "./report.js";
import { type Effect, type Operation, run } from "./run.js";
import { withDeadline } from "./settings.js";

/** How long before its end a result is said to be near it. */
const EXPIRING_MS = HOUR_MS;

/** Throws at once what is wrong with what it is given. */
export function wait(context: Context, task: string | Task, options: WaitOptions): Promise<CompletedTask> {
  context.checkKey();
  const known = typeof task === "string" ? undefined : task;
  const taskId = typeof task === "string" ? task : task.id;
  checkId(taskId);
  if (known && core().is_terminal(String(known.status))) return end(context, known, failureOf(known));
  context.budget.loadAhead();
  const waiting = new Waiting(context, taskId, known, options);
  // Not awaited: what an async function holds meanwhile is as much as all the rest.
  return run(context, waiting).then(
    (ended) => waiting.over(ended as Ended),
    (reason: unknown) => waiting.failed(reason),
  );
}

/** A wait under way. What stands in here is held through every sleep, so there is little. */
class Waiting implements Operation {
  readonly machine: Machine;
  /** As it was given: the options may be another call's by the end. */
  readonly signal: AbortSignal | undefined;
  readonly #context: Context;
  readonly #taskId: string;
  readonly #memory: TaskState;
  readonly #known: Task | undefined;
  readonly #options: WaitOptions;
  /** As it was last told. */
  #task: Task | undefined;
  /** The last answer since that told anything new: no task is made of it before somebody wants one. */
  #news: string | undefined;
  #needsReview = false;

  constructor(context: Context, taskId: string, known: Task | undefined, options: WaitOptions) {
    const { settings, taskStates } = context;
    const memory = taskStates.get(taskId) ?? { since: performance.now(), estimatedMs: Number.NaN };
    taskStates.set(taskId, memory);
    const poll = withDeadline(settings, context.options.poll, options.deadlineMs);
    context.tellDeadline(options.deadlineMs ?? context.options.poll?.deadlineMs);
    this.#context = context;
    this.#taskId = taskId;
    this.#memory = memory;
    this.#known = known;
    this.#task = known;
    this.#options = options;
    this.signal = options.signal;
    this.machine = waitMachine(settings, poll, taskId, {
      ageMs: performance.now() - memory.since,
      estimatedMs: memory.estimatedMs,
      // Just submitted: the first pause comes first. Anything else may be over already.
      lookNow: known === undefined || known.deduplicated === true,
      finishedMs: context.finishedMs(taskId),
    });
  }

  get path(): string {
    return taskPath(this.#taskId);
  }

  over(ended: Ended): Promise<CompletedTask> {
    const { task: facts, error } = ended.report;
    if (!error) {
      // A store that is slow to write that down holds up no abort.
      const ending = withSignal(end(this.#context, this.#current, facts?.failure), this.signal);
      return ending.catch((reason: unknown) => this.failed(reason));
    }
    if (error.class === "DeadlineError") {
      const { message, code, hint } = error;
      throw new DeadlineError(message, { code, hint, task: this.#current, cause: ended.cause });
    }
    throw toError(ended, { taskId: this.#taskId });
  }

  failed(reason: unknown): never {
    name(reason, this.#taskId);
    throw reason;
  }

  /** The task as it was last seen. */
  get #current(): Task {
    if (this.#news !== undefined) {
      const facts: TaskFacts = JSON.parse(core().task(this.#news, Number.NaN, this.#context.settings.base));
      this.#learn(facts, this.#news);
    }
    this.#task ??= { id: this.#taskId, status: "pending", progress: 0, results: [], raw: null, ...this.#carried() };
    return this.#task;
  }

  onEffect({ do: what, attempt, marked, report }: Effect, text: string): void {
    if (report.status !== undefined) {
      this.#context.emit(pollEvent(this.#taskId, attempt, report, what === "sleep"));
    }
    if (report.task) {
      if (this.#options.onProgress || what === "done") this.#learn(report.task, text);
      else this.#news = text;
      this.#tell();
    }
    if (!marked) return;
    this.#task = withFields(this.#current, { needsReview: true });
    this.#needsReview = true;
    tellReview(this.#context, this.#memory, this.#taskId, performance.now() - this.#memory.since);
    this.#tell();
  }

  #tell(): void {
    if (this.#options.onProgress) this.#context.hear(() => this.#options.onProgress?.(this.#current));
  }

  #learn(facts: TaskFacts, text: string): void {
    this.#news = undefined;
    const task = Object.assign(taskOf(facts, text), this.#carried(), { id: facts.id || this.#taskId });
    if (this.#needsReview) task.needsReview = true;
    this.#task = task;
  }

  /** What the create response said and a status answer does not repeat. */
  #carried(): Partial<Task> {
    const { submission, estimatedMs } = this.#memory;
    const known = this.#known;
    const kept: Partial<Task> = {};
    const fingerprint = known?.fingerprint ?? submission?.record.fingerprint;
    const estimatedSeconds = known?.estimatedSeconds ?? estimatedMs / 1000;
    if (fingerprint !== undefined) kept.fingerprint = fingerprint;
    if (!Number.isNaN(estimatedSeconds)) kept.estimatedSeconds = estimatedSeconds;
    if (known?.creditsReserved !== undefined) kept.creditsReserved = known.creditsReserved;
    if (known?.deduplicated !== undefined) kept.deduplicated = known.deduplicated;
    return kept;
  }
}

function pollEvent(taskId: string, attempt: number, report: Report, more: boolean): ClientEvent {
  const { status = "", progress = 0, missed = false, nextMs = 0 } = report;
  return { type: "poll", taskId, attempt, status, progress, nextMs: more ? nextMs : null, missed };
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

/** Marks a task that runs too long, wherever it is seen, and tells of it once. Source: guide, section 10. */
export function markForReview(context: Context, task: Task): void {
  const memory = context.taskStates.get(task.id);
  const age = memory ? performance.now() - memory.since : Date.now() - (task.createdAt?.getTime() ?? Number.NaN);
  if (!(age >= context.settings.reviewMs)) return;
  task.needsReview = true;
  tellReview(context, memory, task.id, age);
}

function tellReview(context: Context, memory: TaskState | undefined, taskId: string, elapsedMs: number): void {
  if (memory?.reviewed) return;
  if (memory) memory.reviewed = true;
  context.emit({ type: "review", taskId, elapsedMs });
}

/** Writes down what the end of a task means: for the budget, and for its record in the store. */
export async function settle(context: Context, task: Task): Promise<void> {
  const known = context.taskStates.get(task.id)?.submission;
  context.taskStates.delete(task.id);
  const { status, expiresAt = new Date(Date.now() + RESULT_MS) } = task;
  // What completed is paid for, with a URL or without: its record stays in the way of another POST. Failed tasks are not
  // billed: the same request may be sent again.
  await context.persist(async () => {
    const submission =
      known ?? (context.budget.shared ? await (await counting()).findOpen(context, task.id) : undefined);
    if (status !== "completed") return submission?.release();
    await submission?.finished(expiresAt, task.results);
    if (submission?.reservation) context.emit({ type: "settled", taskId: task.id, ...submission.reservation.cost });
  });
}

/** A terminal task as the caller gets it: resolved, or thrown. */
async function end(context: Context, task: Task, failure: TaskFailure | undefined): Promise<CompletedTask> {
  context.emit({ type: "complete", taskId: task.id, status: task.status });
  await settle(context, task);
  if (failure) throw failed(task, failure);
  const expiresAt = task.expiresAt ?? new Date(Date.now() + RESULT_MS);
  if (expiresAt.getTime() - Date.now() < EXPIRING_MS) context.emit({ type: "expiring", taskId: task.id, expiresAt });
  return withFields(task, { expiresAt }) as CompletedTask;
}

/** How a task ended that the caller knows of. */
function failureOf({ id, status, results, error }: Task): TaskFailure | undefined {
  return readTask({ id, status, results, error }).facts.failure;
}

function failed(task: Task, { class: name, message, code, hint }: TaskFailure): WanError {
  if (name === "ContentPolicyError") {
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
