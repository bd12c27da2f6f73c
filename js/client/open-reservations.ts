/** Reservations of tasks that somebody else submitted: found in the shared store, and closed once their end is known. */
import { readTask } from "../api/task.js";
import { RecordHandle } from "../claim/record-handle.js";
import type { Task, TaskRecord } from "../types/client.js";
import { isCallbackKey } from "./callback-key.js";
import type { Context } from "./context.js";
import { read } from "./read.js";

/** How many are read before a sum is refused, and how old they are: younger ones have somebody who waits for them. */
const MOST_READ = 20;
const YOUNG_MS = 15 * 60_000;
/** How often that is done: whoever asks again and again for what is over budget must not have the store listed each time. */
const PAUSE_MS = 10_000;

const looked = new WeakMap<Context, number>();

/** What settles a task that this client knows nothing of, where its reservation is everybody's. */
export async function findOpen(context: Context, taskId: string): Promise<RecordHandle | undefined> {
  if (!context.budget.shared) return undefined;
  const all = (await context.store.list?.()) ?? [];
  const found = all.find(([key, record]) => record.taskId === taskId && !isCallbackKey(key));
  return found && resumed(context, ...found);
}

/** The record of another's task, and what was put aside for it. */
export function resumed(context: Context, key: string, record: TaskRecord): RecordHandle {
  const handle = new RecordHandle(context.store, key, record);
  handle.reservation = context.budget.found(record.reservation);
  return handle;
}

/**
 * Reads the tasks of the oldest open reservations, and closes those that have ended: nobody else may be left to do it.
 * Answers whether there is room now that was not there before.
 */
export async function closeOpen(context: Context): Promise<boolean> {
  const now = Date.now();
  if (!context.budget.shared || now - (looked.get(context) ?? 0) < PAUSE_MS) return false;
  looked.set(context, now);
  let freed = false;
  await context.persist(async () => {
    const all = (await context.store.list?.()) ?? [];
    const open = all.filter(
      ([key, { reservation, taskId, finishedAt, createdAt }]) =>
        // A proxy's own records name tasks as its users do.
        !key.startsWith("proxy/") &&
        reservation &&
        taskId !== undefined &&
        finishedAt === undefined &&
        now - createdAt > YOUNG_MS,
    );
    open.sort(([, a], [, b]) => a.createdAt - b.createdAt);
    const closed = await Promise.all(open.slice(0, MOST_READ).map(([key, record]) => end(context, key, record)));
    freed = closed.some(Boolean);
  });
  // What was freed may have been only the oldest: the next look may find more.
  if (freed) looked.delete(context);
  return freed;
}

/** Whether it has ended unbilled, and is closed. */
async function end(context: Context, key: string, record: TaskRecord): Promise<boolean> {
  const { taskId = "" } = record;
  let task: Task;
  try {
    const { text } = await read(context, `/v1/tasks/${encodeURIComponent(taskId)}`, {}, taskId);
    const seen = readTask(JSON.parse(text));
    if (!seen.facts.terminal) return false;
    task = seen.task;
  } catch {
    // What cannot be read stays reserved.
    return false;
  }
  const settled = resumed(context, key, record);
  if (task.status !== "completed") {
    await settled.release();
    return true;
  }
  await settled.finished(task.expiresAt ?? new Date(record.expiresAt), task.results);
  return false;
}
