import type { Charge, Full, LimitStore } from "./types.js";

interface Counter {
  value: number;
  expiresAt: number;
}

/** Counts in memory: right for one process; of several isolates, each counts for itself. */
export class MemoryLimits implements LimitStore {
  readonly #counters = new Map<string, Counter>();
  #sweepAt = 1024;

  async add(charges: readonly Charge[]): Promise<Full | undefined> {
    const now = Date.now();
    const values = charges.map(({ key }) => {
      const counter = this.#counters.get(key);
      return counter && counter.expiresAt > now ? counter.value : 0;
    });
    const full = firstFull(charges, values);
    if (full) return full;
    charges.forEach(({ key, amount, expiresAt = Number.POSITIVE_INFINITY }, index) => {
      this.#counters.set(key, { value: added(values[index], amount), expiresAt });
    });
    if (this.#counters.size > this.#sweepAt) this.#sweep(now);
    return undefined;
  }

  #sweep(now: number): void {
    for (const [key, { expiresAt }] of this.#counters) if (expiresAt <= now) this.#counters.delete(key);
    this.#sweepAt = Math.max(1024, this.#counters.size * 2);
  }
}

/** The first charge that does not fit its counter. */
export function firstFull(charges: readonly Charge[], values: readonly number[]): Full | undefined {
  for (const [index, { amount, most }] of charges.entries()) {
    const used = values[index] ?? 0;
    if (most !== undefined && used + amount > most) return { index, used };
  }
  return undefined;
}

export function added(value: number | undefined, amount: number): number {
  return Math.max(0, (value ?? 0) + amount);
}
