/** Tasks as the caller sees them. */

import { snapshot } from "../internal/snapshot.js";
import { core } from "../internal/wasm.js";
import type { Task } from "../types/client.js";

/** A task's facts, as src/protocol/ending.rs tells them. */
export interface TaskFacts {
  id: string;
  status: string;
  model?: string;
  progress: number;
  createdMs?: number;
  results: string[];
  expiresMs?: number;
  error?: { code: string; message: string };
  estimatedSeconds?: number;
  creditsReserved?: string;
  /** Whether nothing will change any more. */
  terminal: boolean;
  /** The error of one that ended without a video. */
  failure?: TaskFailure;
}

export interface TaskFailure {
  class: "TaskFailedError" | "ContentPolicyError";
  code: string;
  message: string;
  hint: string;
}

/** Reads a task, a create response or a callback body; never throws on extra or missing fields. */
export function parseTask(json: unknown): Task {
  return readTask(json).task;
}

/**
 * The same, with its facts; `completedMs` is when it was seen completed, `base` where the API is that answered it (links
 * without a host belong there).
 */
export function readTask(raw: unknown, completedMs = Number.NaN, base = ""): { task: Task; facts: TaskFacts } {
  const facts: TaskFacts = JSON.parse(core().task(snapshot(raw), completedMs, base));
  return { task: toTask(facts, raw), facts };
}

/** The task of which these are the facts. */
export function toTask(facts: TaskFacts, raw: unknown): Task {
  const { id, status, model, progress, createdMs, results, expiresMs, error, estimatedSeconds, creditsReserved } =
    facts;
  const task: Task = { id, status, progress, results, raw };
  if (model !== undefined) task.model = model;
  if (createdMs !== undefined) task.createdAt = new Date(createdMs);
  if (expiresMs !== undefined) task.expiresAt = new Date(expiresMs);
  if (error !== undefined) task.error = error;
  if (estimatedSeconds !== undefined) task.estimatedSeconds = estimatedSeconds;
  if (creditsReserved !== undefined) task.creditsReserved = Number(creditsReserved);
  return task;
}
