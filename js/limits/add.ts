/** One call of a store of counters, which may be anybody's: it can throw, hang, answer late or answer nonsense. */
import { WanError } from "../errors/wan-error.js";
import type { Charge, LimitStore } from "../types/limits.js";

/** How long a store may take. */
const ADD_MS = 8_000;

/** A charge as src/protocol/counters.rs describes it, with the limit behind it. */
export interface Counted extends Charge {
  /** The option that gives its `most`. */
  limit?: string;
  /** Of a rate, how long its window is, in milliseconds. */
  window?: number;
}

/** The charge that did not fit, and what its counter held. */
export interface Over {
  index: number;
  charge: Counted;
  used: number;
}

/**
 * Adds all, or answers which did not fit.
 * @throws WanError with code "limits_failed" where the store does not say: then nobody knows whether it added
 */
export async function add(limits: LimitStore, charges: readonly Counted[]): Promise<Over | undefined> {
  if (charges.length === 0) return undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(failed(`did not answer in ${ADD_MS / 1000} s`)), ADD_MS);
  });
  let full: unknown;
  try {
    // A store that throws at once fails like one that rejects.
    full = await Promise.race([(async () => limits.add(charges.map(plain)))(), late]);
  } catch (error) {
    if (error instanceof WanError && error.code === "limits_failed") throw error;
    throw failed("failed", error);
  } finally {
    clearTimeout(timer);
  }
  if (full === undefined) return undefined;
  const { index, used } = Object(full) as { index?: unknown; used?: unknown };
  const charge = typeof index === "number" ? charges[index] : undefined;
  if (!charge || typeof index !== "number" || typeof used !== "number" || !Number.isFinite(used)) {
    throw failed("answered neither nothing nor { index, used } of a charge");
  }
  return { index, charge, used };
}

function failed(what: string, cause?: unknown): WanError {
  return new WanError(`the limits could not be counted: limits.add() ${what}`, {
    code: "limits_failed",
    hint: "nothing is sent that is not counted: see that the store behind `limits` works, then try again",
    cause,
  });
}

function plain({ key, amount, most, expiresAt }: Counted): Charge {
  const charge: Charge = { key, amount };
  if (most !== undefined) charge.most = most;
  if (expiresAt !== undefined) charge.expiresAt = expiresAt;
  return charge;
}
