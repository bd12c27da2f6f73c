import type { Charge, Full, LimitStore } from "../types/limits.js";
import { counted } from "./count.js";
import { inProcess } from "./in-process.js";

interface Counter {
  value: number;
  expiresAt: number;
}

/** Counts in memory: right for one process; of several isolates, each counts for itself. */
export class MemoryLimits implements LimitStore {
  readonly #counters = new Map<string, Counter>();
  #sweepAt = 1024;

  constructor() {
    inProcess.add(this);
  }

  async add(charges: readonly Charge[]): Promise<Full | undefined> {
    const now = Date.now();
    const { full, sums } = counted(charges, (key) => this.value(key, now));
    if (full) return full;
    for (const { key, expiresAt = Number.POSITIVE_INFINITY } of charges) {
      this.#counters.set(key, { value: sums.get(key) ?? 0, expiresAt });
    }
    if (this.#counters.size > this.#sweepAt) this.#sweep(now);
    return undefined;
  }

  async list(prefix: string): Promise<[string, number][]> {
    const now = Date.now();
    const live = Array.from(this.#counters).filter(([key, { expiresAt }]) => key.startsWith(prefix) && expiresAt > now);
    return live.map(([key, { value }]) => [key, value]);
  }

  /** What a counter holds. */
  value(key: string, now: number = Date.now()): number {
    const counter = this.#counters.get(key);
    return counter && counter.expiresAt > now ? counter.value : 0;
  }

  #sweep(now: number): void {
    for (const [key, { expiresAt }] of this.#counters) if (expiresAt <= now) this.#counters.delete(key);
    this.#sweepAt = Math.max(1024, this.#counters.size * 2);
  }
}
