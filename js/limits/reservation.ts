/**
 * A reservation in a store of counters: made once, closed once, by whoever comes to do it. What is added for it is
 * src/protocol/counters.rs's to say.
 */
import { randomHex } from "../internal/hex.js";
import { ledger } from "../internal/parts.js";
import type { TaskRecord } from "../types/client.js";
import type { LimitStore } from "../types/limits.js";
import { add, type Counted, type Over } from "./add.js";

/** Begins the keys of counters, wherever clients and proxies share them; another form of them would have another. */
export const SPACE = "wanreel1";

/** As a record holds it. */
export type Reservation = NonNullable<TaskRecord["reservation"]>;

/** A reservation that is to be made. */
export interface Plan {
  reservation: Reservation;
  charges: Counted[];
}

/** What closes one. */
export interface Closing {
  void: Counted;
  charges: Counted[];
  /** In place of `charges`, where it was settled at its ceiling and its price is known by now. */
  correct?: Counted[];
}

/** The name of a reservation: of this claim and no other, though two may share its key and its moment. */
export function reservationId(idempotencyKey: string, claimedAt: number): string {
  return `${idempotencyKey}:${claimedAt}~${randomHex(6)}`;
}

/** A user as src/protocol/counters.rs takes one: half surrogates, which UTF-8 has none of, are told apart by their escapes. */
export function userName(user: string): string {
  return JSON.stringify(user).slice(1, -1);
}

/**
 * Puts it aside, or answers which sum is full. `gone`: somebody has closed it meanwhile, so its claim is lost.
 * @throws WanError "limits_failed"
 */
export async function reserve(limits: LimitStore, { charges }: Plan): Promise<Over | "gone" | undefined> {
  const over = await add(limits, charges);
  if (over?.index !== 0) return over;
  // Counted by an earlier try of the store's own, whose answer was lost.
  return over.used === 1 ? undefined : "gone";
}

/**
 * Closes it: `spent` micro-dollars are billed, 0 where nothing is, and what was put aside where it is not given; a ceiling
 * that was settled before is corrected. Answers what closes it where it is closed by now, by whomever; nothing where it was
 * never made, or is past its time and counts as spent.
 * @param seen whether this very process saw it made
 * @throws WanError "limits_failed"
 */
export async function close(
  limits: LimitStore,
  reservation: Reservation,
  spent: number | undefined,
  seen: boolean,
): Promise<Closing | undefined> {
  const { close_reservation } = await ledger();
  const closing: Closing | undefined = close_reservation(JSON.stringify(reservation), spent ?? Number.NaN, Date.now());
  if (!closing) return undefined;
  if (!seen) {
    const made = await add(limits, [closing.void]);
    // Added: it had not been made, and cannot be any more. Above 1: somebody has found that before.
    if (made?.used !== 1) return undefined;
  }
  const over = await add(limits, closing.charges);
  if (over?.used === 1 && closing.correct) await add(limits, closing.correct);
  return closing;
}
