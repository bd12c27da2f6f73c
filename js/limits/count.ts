/** What every store of counters does alike: look whether all charges fit, and what the counters hold then. */
import { ConfigError } from "../errors/local.js";
import type { Charge, Full } from "../types/limits.js";

/**
 * What the counters hold once all is added, by key, or the first charge that does not fit. Of several charges of one counter
 * each finds what those before it added.
 * @throws ConfigError where a charge is none: whatever cannot be compared would pass every limit
 */
export function counted(
  charges: readonly Charge[],
  held: (key: string) => number,
): { full?: Full; sums: Map<string, number> } {
  const sums = new Map<string, number>();
  for (const [index, { key, amount, most }] of check(charges).entries()) {
    const used = sums.get(key) ?? held(key);
    if (most !== undefined && used + amount > most) return { full: { index, used: held(key) }, sums };
    sums.set(key, Math.max(0, used + amount));
  }
  return { sums };
}

/** @throws ConfigError where it is no list of charges */
export function check(charges: readonly Charge[]): readonly Charge[] {
  if (!Array.isArray(charges)) throw new ConfigError("add() takes a list of charges");
  const wrong = charges.findIndex((charge: unknown) => !isCharge(charge));
  if (wrong < 0) return charges;
  throw new ConfigError(
    `charges[${wrong}] is no charge`,
    "a charge has a key, a whole amount, and where given a most and an expiresAt that are numbers",
  );
}

function isCharge(charge: unknown): charge is Charge {
  const { key, amount, most, expiresAt } = Object(charge) as Record<string, unknown>;
  const isNumber = (value: unknown) => value === undefined || (typeof value === "number" && !Number.isNaN(value));
  return typeof key === "string" && key !== "" && Number.isSafeInteger(amount) && isNumber(most) && isNumber(expiresAt);
}
