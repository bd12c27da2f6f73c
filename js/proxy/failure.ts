/** Why there was no answer, for the log of the proxy's owner: an address and an engine's word. */
import { innermost } from "../internal/causes.js";
import type { Settings } from "./settings.js";

/**
 * `words`: a code (ECONNREFUSED, ENOTFOUND); where there is none, what the engine says. A `fetch` of the owner's may say
 * anything, the prompt too: of what that throws only a code is taken.
 */
export function failureOf({ base, fetch }: Pick<Settings["wire"], "base" | "fetch">, cause: unknown) {
  const { code, words } = innermost(cause);
  return { base, words: code ?? (fetch === undefined ? words : undefined) };
}
