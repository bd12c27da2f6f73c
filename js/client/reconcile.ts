/** Unknown outcomes: what a store remembers of them, and how they end once a person or a callback knows. */
import { readTask } from "../api/task.js";
import { facts, RECONCILED, STANDINGS } from "../claim/facts.js";
import { isSuccessorKey, RECORD_MS, secondaryKey } from "../claim/record-handle.js";
import { isHeld, storeCall } from "../claim/store-calls.js";
import { ConfigError } from "../errors/local.js";
import { WanError } from "../errors/wan-error.js";
import { core } from "../internal/wasm.js";
import type { Task, TaskRecord, Unfinished } from "../types/client.js";
import { isCallbackKey } from "./callback-key.js";
import type { Context } from "./context.js";
import { resumed } from "./open-reservations.js";
import { keyOf } from "./submission.js";
import { settle } from "./wait.js";

/** What is unfinished; and what is finished and has not expired, where a history wants to show it. */
export async function resume(context: Context): Promise<Unfinished[]> {
  const { store, taskStates: memories, settings } = context;
  const all = (await storeCall(async () => store.list?.())) ?? [];
  const found: Unfinished[] = [];
  for (const [key, record] of all) {
    if (isCallbackKey(key) || isSuccessorKey(key) || (record.finishedAt !== undefined && !record.remembered)) continue;
    if (record.finishedAt !== undefined) {
      found.push({ key, record, state: "completed" });
      continue;
    }
    const seen = await standing(context, key, record);
    // Freed, or finished while it was looked at.
    if (!seen || seen.is === "free" || seen.record.finishedAt !== undefined) continue;
    const { taskId, createdAt } = seen.record;
    const age = Math.max(0, Date.now() - createdAt);
    const overdue = taskId !== undefined && age >= settings.reviewMs;
    found.push({ key, record: seen.record, state: seen.is, ...(overdue ? { needsReview: true } : {}) });
    if (taskId === undefined || memories.has(taskId)) continue;
    const since = performance.now() - age;
    memories.set(taskId, { since, estimatedMs: Number.NaN, submission: resumed(context, key, seen.record) });
  }
  return found;
}

/** Whether a holder is at work: 0 and 1 say no and yes. */
const NOBODY_KNOWS = 2;

interface Seen {
  is: (typeof STANDINGS)[number];
  record: TaskRecord;
  /** Whether its holder is still at work; undefined where that cannot be known, or does not matter. */
  held: boolean | undefined;
}

/** What a record says; where its holder is gone, what it said at the last. */
async function standing({ store, settings }: Context, key: string, first: TaskRecord): Promise<Seen | undefined> {
  const look = (record: TaskRecord, held: boolean | undefined): Seen => {
    const code = core().record_standing(held === false, settings.claimMs, Date.now(), ...facts(record));
    return { is: STANDINGS[code] ?? "unknown", record, held };
  };
  const { state, holder } = first;
  const held = state === "submitting" ? await isHeld(store, holder) : undefined;
  if (held !== false) return look(first, held);
  // It may have written its outcome just before it went.
  const last = await storeCall(() => store.get(key));
  return last && look(last, last.holder === holder ? false : undefined);
}

/** Writes down what became of a submit of unknown outcome; answers the task, where there is one. */
export async function reconcile(
  context: Context,
  about: string | TaskRecord,
  outcome: { taskId: string } | "not_accepted",
  retrieve: (taskId: string) => Promise<Task>,
): Promise<Task | undefined> {
  const taskId = readOutcome(outcome);
  const { key, there } = await find(context, about);
  const seen = there && (await standing(context, key, there));
  const now = Date.now();
  const { claimMs } = context.settings;
  const held = seen?.held === undefined ? NOBODY_KNOWS : Number(seen.held);
  const what = RECONCILED[core().reconcile_record(key, taskId ?? "", held, claimMs, now, ...facts(seen?.record))];
  if (what === "no_record") {
    throw new ConfigError(`the store has no record at ${JSON.stringify(key)}`, "client.resume() lists them by key");
  }
  if (what === "under_way") {
    throw new WanError("this request is being submitted at this moment", {
      code: "submission_under_way",
      hint: "wait for it; once nobody is at work on it any more, it can be reconciled",
    });
  }
  if (what === "other_task") {
    const known = seen?.record.taskId;
    throw new WanError(`this request was accepted, as task ${known}`, {
      code: "already_submitted",
      hint: "client.wait(taskId) resumes it; dedupe: false pays for another",
      taskId: known,
    });
  }
  if (what === "nothing" || !seen) return undefined;
  const { record } = seen;
  const waiting = context.unknown.get(key);
  if (taskId === undefined) {
    // First: where it cannot be given back now, the record must stay, so that this can be asked for again.
    await (waiting?.reservation ?? context.budget.found(record.reservation))?.release();
    if (what === "delete") await storeCall(() => context.store.delete(key));
    else {
      const freed: TaskRecord = { ...record, state: "unknown", notAcceptedAt: now, expiresAt: now + RECORD_MS };
      await storeCall(() => context.store.set(key, freed));
    }
    context.unknown.delete(key);
    return undefined;
  }
  // Read first: an id that is mistyped must not be written down.
  const { notAcceptedAt: _, ...kept } = record;
  const known: TaskRecord = { ...kept, state: "submitted", taskId, expiresAt: Math.max(record.expiresAt, now + 1) };
  const handle = waiting ?? resumed(context, key, known);
  const since = performance.now() - Math.max(0, now - record.createdAt);
  const memory = context.taskStates.get(taskId) ?? { since, estimatedMs: Number.NaN };
  const task = await retrieve(taskId);
  await storeCall(() => context.store.set(key, known));
  handle.record = known;
  context.unknown.delete(key);
  context.taskStates.set(taskId, { ...memory, submission: handle });
  // It may have ended long ago.
  if (readTask({ id: taskId, status: task.status }).facts.terminal) await settle(context, task);
  return { ...task, fingerprint: record.fingerprint };
}

function readOutcome(outcome: unknown): string | undefined {
  if (outcome === "not_accepted") return undefined;
  const taskId = (outcome as { taskId?: unknown } | null)?.taskId;
  if (typeof taskId === "string" && taskId !== "") return taskId;
  throw new ConfigError('the outcome must be { taskId } or "not_accepted"', "the dashboard or your callback tells it");
}

/** The record that is meant, and where it stands: one of a second take stands beside its request's key. */
async function find({ store }: Context, about: string | TaskRecord): Promise<{ key: string; there?: TaskRecord }> {
  if (typeof about === "string" && about !== "") {
    const there = await storeCall(() => store.get(about));
    return there ? { key: about, there } : { key: about };
  }
  if (typeof about !== "object" || about === null || typeof about.fingerprint !== "string") {
    throw new ConfigError("reconcile takes a key of the store, or a record of it", "client.resume() lists both");
  }
  const key = keyOf(about);
  const beside = secondaryKey(key, about.idempotencyKey);
  for (const each of [key, beside]) {
    const there = await storeCall(() => store.get(each));
    if (there?.idempotencyKey === about.idempotencyKey) return { key: each, there };
  }
  return { key };
}
