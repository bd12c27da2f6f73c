/** Reservations whose task has ended: closed by whichever isolate sees it, or before a sum is refused. */
import { readTask } from "../api/task.js";
import { costOf } from "../limits/cost-of.js";
import type { TaskRecord } from "../types/client.js";
import { closeHeld, reservationOf } from "./counters.js";
import type { Settings } from "./settings.js";
import { decode, type TaskToken } from "./task-token.js";
import * as upstream from "./upstream.js";

/** How many are read before a sum is refused, and how old they are: younger ones have a page that waits for them. */
const MOST_READ = 20;
const YOUNG_MS = 15 * 60_000;
/** How often that is done: a user who is over budget must not have the store listed with each request. */
const PAUSE_MS = 10_000;
/** How long an answer waits for its money to be counted. */
const WAIT_MS = 3_000;
const MOST_REMEMBERED = 1_000;

const looked = new WeakMap<Settings, number>();
/** Tasks whose end this isolate has counted: pages go on reading them. */
const closed = new WeakMap<Settings, Set<string>>();

/** Counts the end of a task, once, whoever sees it and however often. */
export async function settle(settings: Settings, user: string, token: TaskToken, status: string): Promise<void> {
  const { taskId, held } = token;
  const ended = endOf(status);
  const known = closed.get(settings) ?? new Set();
  closed.set(settings, known);
  if (!held || !ended || known.has(taskId)) return;
  known.add(taskId);
  const [oldest] = known;
  if (known.size > MOST_REMEMBERED && oldest !== undefined) known.delete(oldest);
  const work = async () => {
    const key = `${await settings.storePrefix()}/wan-${held.key}`;
    const reservation = await reservationOf(settings, user, held);
    const spent = ended.spent ?? (held.ceiling ? await learned(settings, key, taskId) : undefined);
    if (!(await closeHeld(settings, reservation, spent, false))) known.delete(taskId);
    else await finish(settings, key, taskId);
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, WAIT_MS);
  });
  await Promise.race([work(), enough]);
  clearTimeout(timer);
}

/**
 * Reads the tasks of the oldest open reservations, and closes those that have ended, which nobody may come to read any more.
 * Answers whether there is room now that was not there before.
 */
export async function closeOpen(settings: Settings): Promise<boolean> {
  const now = Date.now();
  if (now - (looked.get(settings) ?? 0) < PAUSE_MS) return false;
  looked.set(settings, now);
  try {
    const prefix = `${await settings.storePrefix()}/`;
    const space = `${await settings.counterSpace()}/`;
    const all = (await settings.store.list?.()) ?? [];
    const open = all.filter(
      ([key, { reservation, taskId, finishedAt, createdAt }]) =>
        key.startsWith(prefix) &&
        reservation?.counters?.[0]?.startsWith(space) &&
        taskId !== undefined &&
        finishedAt === undefined &&
        now - createdAt > YOUNG_MS,
    );
    open.sort(([, a], [, b]) => a.createdAt - b.createdAt);
    const freed = await Promise.all(open.slice(0, MOST_READ).map(([key, record]) => end(settings, key, record)));
    if (!freed.some(Boolean)) return false;
    // What was freed may have been only the oldest: the next look may find more.
    looked.delete(settings);
    return true;
  } catch (error) {
    settings.tell({ type: "failed", where: "store", error });
    return false;
  }
}

/** Whether it has ended unbilled, and is closed. */
async function end(
  settings: Settings,
  key: string,
  { taskId: payload = "", reservation }: TaskRecord,
): Promise<boolean> {
  const token = decode(payload);
  if (!token) return false;
  const outcome = await upstream.get(settings, `/v1/tasks/${encodeURIComponent(token.taskId)}`, true);
  // What cannot be read stays reserved.
  const ended = outcome.is === "well" ? endOf(readTask(outcome.body).task.status) : undefined;
  const spent = ended?.spent ?? priceIn(reservation);
  if (!ended || !(await closeHeld(settings, reservation, spent, false))) return false;
  await finish(settings, key, token.taskId);
  return ended.spent === 0;
}

/** What an end costs: what was put aside where the task is billed. Failed and cancelled ones are not. */
function endOf(status: string): { spent: number | undefined } | undefined {
  if (status === "completed") return { spent: undefined };
  return status === "failed" || status === "cancelled" ? { spent: 0 } : undefined;
}

/** What a task costs whose price became known after it was put aside: then its record tells. */
async function learned({ store, tell }: Settings, key: string, taskId: string): Promise<number | undefined> {
  try {
    const record = await store.get(key);
    return decode(record?.taskId ?? "")?.taskId === taskId ? priceIn(record?.reservation) : undefined;
  } catch (error) {
    tell({ type: "failed", where: "store", error });
    return undefined;
  }
}

function priceIn(reservation: TaskRecord["reservation"]): number | undefined {
  const cost = reservation && costOf(reservation);
  return reservation?.ceiling && cost && !cost.ceiling ? cost.microUsd : undefined;
}

/** Its record says that there is nothing left to close. */
async function finish({ store, tell }: Settings, key: string, taskId: string): Promise<void> {
  try {
    const record = await store.get(key);
    if (record?.taskId === undefined || decode(record.taskId)?.taskId !== taskId) return;
    if (record.finishedAt === undefined) await store.set(key, { ...record, finishedAt: Date.now() });
  } catch (error) {
    tell({ type: "failed", where: "store", error });
  }
}
