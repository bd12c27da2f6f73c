/**
 * What a store must do, as tests that any test runner can run, for stores of your own:
 *
 * ```ts
 * for (const { name, run } of taskStoreTests(() => new MyStore(database))) test(name, run);
 * ```
 *
 * Each test takes keys of its own, so that all can run over the same records, at once, and again.
 */

import type { TaskStore } from "../types/client.js";
import type { LimitStore } from "../types/limits.js";
import { limitCases } from "./testing/limit-cases.js";
import { taskCases } from "./testing/task-cases.js";
import type { StoreTest } from "./testing/types.js";

export type { StoreTest } from "./testing/types.js";

export interface StoreTestOptions {
  /**
   * Default true: of many that claim or add at once one wins, and everybody sees at once what was written. false for a
   * store that can promise neither, such as Workers KV: these tests are then left out.
   */
  atomic?: boolean;
  /** Of limits, default true: an amount below 0 is given back. */
  givesBack?: boolean;
}

/**
 * The rules of a `TaskStore`.
 * @param open answers the store; each time another handle on the same records, as two tabs, Workers or processes have it
 */
export function taskStoreTests(open: () => TaskStore | Promise<TaskStore>, options?: StoreTestOptions): StoreTest[] {
  return taskCases(open, { atomic: options?.atomic ?? true });
}

/**
 * The rules of a `LimitStore`.
 * @param open answers the store; each time another handle on the same counters
 */
export function limitStoreTests(open: () => LimitStore | Promise<LimitStore>, options?: StoreTestOptions): StoreTest[] {
  return limitCases(open, { atomic: options?.atomic ?? true, givesBack: options?.givesBack ?? true });
}
