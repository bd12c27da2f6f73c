/** What a page shows of one job, and how each thing that happens changes it. Plain data, without React. */
import type { Task } from "../types/client.js";
import type { Submittable } from "../types/request.js";
import type { Cost } from "../types/results.js";
import { type Action, actionFor } from "./action.js";

/**
 * "submitting": the request is looked at, its files uploaded, and posted; "waiting": there is a task; "stopped": it is not waited
 * for, and may go on; "error": `error` says why, `action` what to do.
 */
export type VideoStatus = "idle" | "submitting" | "waiting" | "completed" | "stopped" | "error";

/** A job as it is shown. */
export interface VideoState {
  readonly status: VideoStatus;
  /** As it was submitted; absent where the job was resumed. */
  readonly request?: Submittable;
  /** What it was said to cost when it was submitted. */
  readonly submittedPrice?: Cost;
  /** As last seen. */
  readonly task?: Task;
  /** 0 to 100, as the API says. */
  readonly progress: number;
  /** Seconds left by the API's own estimate, as of the last news; absent where it gave none. */
  readonly etaSeconds?: number;
  readonly error?: Error;
  /** What a visitor can do about it. */
  readonly action?: Action;
  /** Milliseconds since 1970. */
  readonly startedAt?: number;
}

/** What happens to a job; `at` in milliseconds since 1970. An `error` may have gone through JSON, as a Worker's answer has. */
export type VideoEvent =
  | { type: "generate"; request: Submittable; price?: Cost | undefined; at: number }
  | { type: "resume"; taskId: string; startedAt: number }
  | { type: "task"; task: Task; at: number }
  | { type: "completed"; task: Task }
  | { type: "error"; error: unknown }
  | { type: "stop" }
  | { type: "reset" };

export const IDLE: VideoState = Object.freeze({ status: "idle", progress: 0 });

export function reduce(state: VideoState, event: VideoEvent): VideoState {
  switch (event.type) {
    case "generate": {
      const { request, price, at } = event;
      return { status: "submitting", progress: 0, request, startedAt: at, ...(price ? { submittedPrice: price } : {}) };
    }
    case "resume": {
      const { taskId, startedAt } = event;
      return { status: "waiting", progress: 0, task: pending(taskId), startedAt };
    }
    case "task": {
      const { etaSeconds, ...rest } = state;
      const eta = secondsLeft(event.task, state.startedAt, event.at);
      // A task that is read again after a pause is no less far than it was.
      const progress = Math.max(event.task.id === state.task?.id ? state.progress : 0, event.task.progress);
      // One that was stopped stays so: its task is told all the same, since it may be paid for.
      const status = state.status === "submitting" ? "waiting" : state.status;
      return { ...rest, status, task: event.task, progress, ...(eta === undefined ? {} : { etaSeconds: eta }) };
    }
    case "completed": {
      const { etaSeconds, error, action, ...rest } = state;
      return { ...rest, status: "completed", task: event.task, progress: 100 };
    }
    case "error": {
      const { etaSeconds, ...rest } = state;
      const error = errorOf(event.error);
      const { task = state.task, taskId } = error as { task?: Task; taskId?: string };
      const known = task ?? (taskId === undefined ? undefined : pending(taskId));
      return { ...rest, status: "error", error, action: actionFor(error), ...(known ? { task: known } : {}) };
    }
    case "stop": {
      if (!isRunning(state)) return state;
      const { etaSeconds, ...rest } = state;
      return { ...rest, status: "stopped" };
    }
    case "reset":
      return IDLE;
  }
}

/** A task of which no more is known than its id. */
function pending(id: string): Task {
  return { id, status: "pending", progress: 0, results: [], raw: null };
}

function errorOf(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  const { message } = (thrown ?? {}) as { message?: unknown };
  if (typeof message === "string") return Object.assign(new Error(message), thrown);
  // An object may refuse to be text.
  const text = typeof thrown === "object" ? "something was thrown that is no error" : String(thrown);
  return new Error(text, { cause: thrown });
}

/** Whether something is under way. */
export function isRunning({ status }: VideoState): boolean {
  return status === "submitting" || status === "waiting";
}

function secondsLeft({ estimatedSeconds }: Task, startedAt: number | undefined, at: number): number | undefined {
  if (estimatedSeconds === undefined || startedAt === undefined) return undefined;
  return Math.max(0, Math.round(estimatedSeconds - (at - startedAt) / 1000));
}
