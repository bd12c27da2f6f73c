/** The counters a submit goes against: rates and money, by user and in all. */
import { Refused, retryAfter, unavailable } from "./answer.js";
import { MemoryLimits } from "./limits.js";
import { overBudget, type PricedRequest } from "./priced-request.js";
import type { Settings } from "./settings.js";
import type { TaskToken } from "./task-token.js";
import type { Charge, Full } from "./types.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A failed task is paid back if it is seen within so many days. */
const REFUND_DAYS = 3;

interface Counted extends Charge {
  limit: string;
  /** Of a rate: how long its window is. */
  window?: number;
}

/** Money that was put aside. */
export interface Reserved {
  giveBack(): Promise<void>;
  /** There is a task for it. */
  keepFor(taskId: string): Promise<void>;
}

/** Counts a submit, or refuses it. */
export async function reserve(settings: Settings, tag: string, order: PricedRequest, now: number): Promise<Reserved> {
  const space = await settings.counterPrefix();
  const day = Math.floor(now / DAY);
  const money = moneyOf(settings, space, tag, order, day);
  const charges = [...ratesOf(settings, space, tag, now, "submit"), ...money];
  refuse(charges, await add(settings, charges), now);
  return {
    giveBack: () => giveBack(settings, money),
    async keepFor(taskId) {
      if (money.length === 0 || !(settings.limits instanceof MemoryLimits)) return;
      await settle(settings, [{ ...takenHere(space, taskId, day), amount: 1 }]);
    },
  };
}

/** Counts something that is no submit by the same rates. */
export async function countUpload(settings: Settings, tag: string, now: number): Promise<void> {
  const charges = ratesOf(settings, await settings.counterPrefix(), tag, now, "upload");
  refuse(charges, await add(settings, charges), now);
}

/** Counts a submit that was refused for something else than its rate. */
export async function countRefused(settings: Settings, tag: string, now: number): Promise<void> {
  const charges = ratesOf(settings, await settings.counterPrefix(), tag, now, "submit");
  refuse(charges, await add(settings, charges), now);
}

/** Counts any request, in this isolate alone: it costs no round trip. */
export async function countRequest(settings: Settings, tag: string, now: number): Promise<void> {
  const { requestsPerMinute: most } = settings;
  if (most === Number.POSITIVE_INFINITY) return;
  const charge = rate(`${settings.service}/requests`, "requestsPerMinute", tag, most, MINUTE, now);
  refuse([charge], await settings.local.add([charge]), now);
}

/** A task that failed or was cancelled is not billed: its money is given back, once, whoever sees it and however often. */
export async function refund(settings: Settings, tag: string, token: TaskToken): Promise<void> {
  const { taskId, day, microUsd, reference } = token;
  const today = Math.floor(Date.now() / DAY);
  if (microUsd === 0 || settings.options.budget === undefined || today - day >= REFUND_DAYS) return;
  const space = await settings.counterPrefix();
  // A memory's isolate gives back what itself took: else one failed task would make room in all, for paid ones.
  const look = { ...takenHere(space, taskId, day), amount: 0, most: 0 };
  if (settings.limits instanceof MemoryLimits && !(await settle(settings, [look]))) return;
  const once = { key: `${space}/refund/${taskId}`, amount: 1, most: 1, expiresAt: forgotten(day) };
  // A day that is over has no counter any more.
  const money = moneyOf(settings, space, tag, { microUsd, reference }, day).filter(
    ({ expiresAt }) => expiresAt === undefined || day === today,
  );
  await giveBack(settings, money, [once]);
}

/** What a memory has of a task whose money it holds: a counter above nothing. */
function takenHere(space: string, taskId: string, day: number) {
  return { key: `${space}/taken/${taskId}`, expiresAt: forgotten(day) };
}

function forgotten(day: number): number {
  return (day + REFUND_DAYS + 1) * DAY;
}

function ratesOf(
  { rate: { perMinute, perHour, perDay } }: Settings,
  space: string,
  tag: string,
  now: number,
  what: string,
) {
  const rates: Counted[] = [];
  const add = (limit: string, most: number | undefined, window: number) => {
    if (most !== undefined) rates.push(rate(`${space}/${what}`, limit, tag, most, window, now));
  };
  add("perMinute", perMinute, MINUTE);
  add("perHour", perHour, HOUR);
  add("perDay", perDay, DAY);
  return rates;
}

function rate(space: string, limit: string, tag: string, most: number, window: number, now: number): Counted {
  const number = Math.floor(now / window);
  return {
    key: `${space}/${limit}/${number}/${tag}`,
    amount: 1,
    most,
    expiresAt: (number + 1) * window,
    limit,
    window,
  };
}

function moneyOf(
  { options }: Settings,
  space: string,
  tag: string,
  { microUsd, reference }: Pick<PricedRequest, "microUsd" | "reference">,
  day: number,
): Counted[] {
  const { perUserDayMicroUsd, referenceVideoDayMicroUsd, totalMicroUsd } = options.budget ?? {};
  const counters: Counted[] = [];
  const add = (limit: string, key: string, most: number | undefined, expiresAt?: number) => {
    if (most === undefined || most === Number.POSITIVE_INFINITY) return;
    counters.push({ key: `${space}/${key}`, amount: microUsd, most, limit, ...(expiresAt ? { expiresAt } : {}) });
  };
  // Kept a day longer, so that what is given back after midnight finds no new counter.
  add("perUserDayMicroUsd", `money/${day}/${tag}`, perUserDayMicroUsd, (day + 2) * DAY);
  if (reference) add("referenceVideoDayMicroUsd", `reference/${day}`, referenceVideoDayMicroUsd, (day + 2) * DAY);
  add("totalMicroUsd", "total", totalMicroUsd);
  return counters;
}

function refuse(charges: readonly Counted[], full: Full | undefined, now: number): void {
  const charge = full && charges[full.index];
  if (!charge) return;
  const { limit, window, most = 0, amount } = charge;
  if (window !== undefined) {
    const message = `more than ${most} requests: ${limit} is used up`;
    const wait = retryAfter((charge.expiresAt ?? now) - now);
    throw new Refused(429, {
      code: "rate_limit_exceeded",
      message,
      type: "rate_limit_error",
      param: limit,
      headers: wait,
    });
  }
  if (limit !== "perUserDayMicroUsd") throw overBudget("the budget of this service is used up", limit);
  const left = Math.max(0, most - full.used);
  throw overBudget(`the request can cost ${amount} micro-dollars; ${left} are left today`, limit);
}

/** A store that does not answer must not mean that there is no limit. */
async function add(settings: Settings, charges: readonly Counted[]): Promise<Full | undefined> {
  if (charges.length === 0) return undefined;
  try {
    return await settings.limits.add(charges.map(plain));
  } catch (error) {
    settings.tell({ type: "failed", where: "limits", error });
    throw unavailable("the limits could not be checked; nothing was sent");
  }
}

async function giveBack(settings: Settings, money: readonly Counted[], first: readonly Charge[] = []): Promise<void> {
  if (money.length === 0) return;
  const back = money.map(({ key, amount, expiresAt }) => ({
    key,
    amount: -amount,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  }));
  await settle(settings, [...first, ...back]);
}

/** After the request was sent: what is not given back is missing from a budget; the answer is not worth less for it. */
async function settle(settings: Settings, charges: readonly Charge[]): Promise<Full | undefined> {
  try {
    return await settings.limits.add(charges);
  } catch (error) {
    settings.tell({ type: "failed", where: "limits", error });
    return undefined;
  }
}

function plain({ key, amount, most, expiresAt }: Counted): Charge {
  const charge: Charge = { key, amount };
  if (most !== undefined) charge.most = most;
  if (expiresAt !== undefined) charge.expiresAt = expiresAt;
  return charge;
}
