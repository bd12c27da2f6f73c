/** What counters are kept in, and what is added to them. */

/** One counter to add to. */
export interface Charge {
  key: string;
  /** Micro-dollars or a count, whole. Below 0 gives back; a counter never falls below 0. */
  amount: number;
  /** The most the counter may reach by this; without it, nothing stands in the way. */
  most?: number;
  /** When the counter may be forgotten, in milliseconds since 1970; without it, never. */
  expiresAt?: number;
}

/** The first charge that did not fit, and what its counter held. */
export interface Full {
  index: number;
  used: number;
}

/** Counts for all clients, isolates and processes that share it. */
export interface LimitStore {
  /**
   * Adds every charge to its counter and answers nothing, or adds none and answers which one would pass its `most`. Atomic, so
   * that requests that race for the last of a budget do not both get it.
   */
  add(charges: readonly Charge[]): Promise<Full | undefined>;
  /** The counters whose keys begin so: what spend by user, feature and model is read from. */
  list?(prefix: string): Promise<[key: string, value: number][]>;
}
