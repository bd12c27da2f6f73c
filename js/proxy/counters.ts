/** Rates and money of the proxy's users: src/protocol/counters.rs says what to count, a store of counters counts it. */

import { snapshot } from "../internal/snapshot.js";
import { add, type Counted, type Over } from "../limits/add.js";
import { ledger } from "../limits/ledger.js";
import { close, type Plan, type Reservation, reserve, userName } from "../limits/reservation.js";
import { Refused, retryAfter, unavailable } from "./answer.js";
import { overBudget } from "./priced-request.js";
import type { Settings } from "./settings.js";
import type { HeldMoney } from "./task-token.js";

/** Counts an upload in the user's rates, or refuses it. */
export function countUpload(settings: Settings, user: string, now: number): Promise<void> {
  return countIn(settings, user, "upload", now);
}

/** Counts a submit that was refused for something else than its rate. */
export function countSubmit(settings: Settings, user: string, now: number): Promise<void> {
  return countIn(settings, user, "submit", now);
}

async function countIn(settings: Settings, user: string, what: string, now: number): Promise<void> {
  const charges = await submitRates(settings, user, what, now);
  refuse(await saying(settings, () => add(settings.limits, charges)), now);
}

/** Counts any request, in this isolate alone: it costs no round trip. */
export async function countRequest(settings: Settings, user: string, now: number): Promise<void> {
  const { requestsPerMinute: perMinute, service, local } = settings;
  if (perMinute === Number.POSITIVE_INFINITY) return;
  const charges = rates(service, "requests", user, { perMinute }, now);
  const named = charges.map((charge) => ({ ...charge, limit: "requestsPerMinute" }));
  refuse(await saying(settings, () => add(local, named)), now);
}

/** Counts a submit in the user's rates, and puts its money aside; or refuses it, and does neither. */
export async function hold(
  settings: Settings,
  user: string,
  plan: Plan,
  free: () => Promise<boolean>,
  now: number,
): Promise<void> {
  const { reservation } = plan;
  const [first, ...sums] = plan.charges;
  const rated = first ? [first, ...(await submitRates(settings, user, "submit", now)), ...sums] : [];
  const ask = () => saying(settings, () => reserve(settings.limits, { reservation, charges: rated }));
  let over = await ask();
  if (over && over !== "gone" && over.charge.window === undefined && (await free())) over = await ask();
  if (over === "gone") throw unavailable("what was put aside has been given back meanwhile; nothing was sent");
  refuse(over, now);
  if (over) throw moneyUsedUp(over, reservation);
}

/** The reservation that a task's id tells of. */
export async function reservationOf(
  settings: Settings,
  user: string,
  held: HeldMoney,
): Promise<Reservation | undefined> {
  const { key, claimedAt, tail, feature, model, microUsd, ceiling } = held;
  const id = `wan-${key}:${claimedAt}~${tail}`;
  const space = await settings.counterSpace();
  return ledger().reservation_of(space, id, claimedAt, userName(user), feature, model, microUsd, ceiling);
}

async function submitRates(settings: Settings, user: string, what: string, now: number): Promise<Counted[]> {
  const { rate, service } = settings;
  return rates(await settings.counterSpace(), `${service}/${what}`, user, rate, now);
}

function rates(space: string, what: string, user: string, rate: object, now: number): Counted[] {
  return ledger().rate_charges(space, what, userName(user), snapshot(rate), now);
}

/** Closes what was put aside. After the request was sent: what is not closed is missing from a budget, and the answer goes on. */
export async function closeHeld(
  settings: Settings,
  reservation: Reservation | undefined,
  spent: number | undefined,
  seen: boolean,
): Promise<boolean> {
  if (!reservation) return true;
  try {
    await close(settings.limits, reservation, spent, seen);
    return true;
  } catch (error) {
    settings.tell({ type: "failed", where: "limits", error });
    return false;
  }
}

/** @throws Refused where a rate is used up */
function refuse(over: Over | undefined, now: number): void {
  if (over?.charge.window === undefined) return;
  const { limit = "", most = 0, expiresAt = now } = over.charge;
  throw new Refused(429, {
    code: "rate_limit_exceeded",
    message: `more than ${most} requests: ${limit} is used up`,
    type: "rate_limit_error",
    param: limit,
    headers: retryAfter(expiresAt - now),
  });
}

/** A store that does not answer must not mean that there is no limit. */
async function saying<T>(settings: Settings, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    settings.tell({ type: "failed", where: "limits", error });
    throw unavailable("the limits could not be checked; nothing was sent");
  }
}

function moneyUsedUp({ charge: { limit = "", most = 0 }, used }: Over, { microUsd, ceiling }: Reservation): Refused {
  // What others have spent is nobody's to know.
  if (limit !== "perUserDayMicroUsd") return overBudget("the budget of this service is used up", limit);
  const { dollars } = ledger();
  const costs = ceiling
    ? `can cost up to ${dollars(microUsd)}, since the length of an input video is not known`
    : `costs ${dollars(microUsd)}`;
  return overBudget(`the request ${costs}; ${dollars(Math.max(0, most - used))} are left today`, limit);
}
