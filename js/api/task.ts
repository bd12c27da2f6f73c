/** Tasks as the caller sees them. */

import { snapshot } from "../internal/snapshot.js";
import { core } from "../internal/wasm.js";
import type { Task } from "../types/client.js";

/** What src/bindings/pure.rs answers. */
interface TaskFacts {
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
  terminal: boolean;
}

/** Reads a task, a create response or a callback body; never throws on extra or missing fields. */
export function parseTask(json: unknown): Task {
  return readTask(json).task;
}

/**
 * The same, with when it was seen completed, where the API is that answered it (links without a host belong there), and
 * whether nothing will change any more.
 */
export function readTask(raw: unknown, completedMs = Number.NaN, base = ""): { task: Task; terminal: boolean } {
  const facts: TaskFacts = core().task(snapshot(raw), completedMs, base);
  const { id, status, model, progress, createdMs, results, expiresMs, error, estimatedSeconds, creditsReserved } =
    facts;
  const task: Task = { id, status, progress, results, raw };
  if (model !== undefined) task.model = model;
  if (createdMs !== undefined) task.createdAt = new Date(createdMs);
  if (expiresMs !== undefined) task.expiresAt = new Date(expiresMs);
  if (error !== undefined) task.error = error;
  if (estimatedSeconds !== undefined) task.estimatedSeconds = estimatedSeconds;
  if (creditsReserved !== undefined) task.creditsReserved = Number(creditsReserved);
  return { task, terminal: facts.terminal };
}
