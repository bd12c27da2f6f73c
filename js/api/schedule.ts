/** The polling schedule. Source: guide, section 8. */
import { ConfigError } from "../errors/local.js";
import { snapshot } from "../internal/snapshot.js";
import { core } from "../internal/wasm.js";
import type { PollOptions } from "../types/client.js";

/**
 * Pauses in milliseconds up to the deadline, without the server's hints and without jitter.
 * @throws ConfigError where an option is wrong
 */
export function pollDelays(options: PollOptions = {}): Iterable<number> {
  return orConfig(() => Array.from(core().poll_delays(snapshot(options))));
}

/** The WebAssembly side throws what is wrong with an option as a sentence. */
export function orConfig<T>(call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    throw typeof thrown === "string" ? new ConfigError(thrown) : thrown;
  }
}
