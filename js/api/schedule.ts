/** The polling schedule. Source: guide, section 8. */
import { ConfigError } from "../errors/local.js";
import { snapshot } from "../internal/snapshot.js";
import { core } from "../internal/wasm.js";
import type { PollOptions, RetryOptions } from "../types/client.js";

/**
 * Pauses in milliseconds up to the deadline, without the server's hints and without jitter.
 * @throws ConfigError where an option is wrong
 */
export function pollDelays(options: PollOptions = {}): Iterable<number> {
  return Array.from(core().poll_delays(Float64Array.from(readRows({}, options).poll)));
}

/** Options as machines take them: rows of numbers, in the order of src/schedule.rs. */
export interface Rows {
  retry: readonly number[];
  poll: readonly number[];
  /** How old a running task is for review, in milliseconds. */
  reviewMs: number;
}

/** @throws ConfigError where an option is wrong */
export function readRows(retry: RetryOptions, poll: PollOptions): Rows {
  const row = orConfig(() => Array.from(core().read_options(snapshot(retry), snapshot(poll))));
  return { retry: row.slice(0, 4), poll: row.slice(4), reviewMs: row[9] as number };
}

/** The WebAssembly side throws what is wrong with an option as a sentence. */
export function orConfig<T>(call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    throw typeof thrown === "string" ? new ConfigError(thrown) : thrown;
  }
}
