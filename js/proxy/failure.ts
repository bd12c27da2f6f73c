/** Why there was no answer, for the log of the proxy's owner: an address and an engine's word. */
import type { Settings } from "./settings.js";

const LONGEST = 120;

/**
 * `words`: the code of what was thrown or of its causes (ECONNREFUSED, ENOTFOUND); where no code is known, what the engine
 * says. A `fetch` of the owner's may say anything, the prompt too: of what that throws only a code is taken.
 */
export function failureOf({ base, fetch }: Pick<Settings["wire"], "base" | "fetch">, cause: unknown) {
  let code: string | undefined;
  let said: string | undefined;
  let each = cause;
  for (let depth = 0; each instanceof Error && depth < 4; depth += 1) {
    const { code: own, message } = each as { code?: unknown; message: string };
    if (typeof own === "string" && /^\w{2,40}$/.test(own)) code = own;
    if (message !== "") said = message.replaceAll(/\s+/g, " ").slice(0, LONGEST);
    each = each.cause;
  }
  return { base, words: code ?? (fetch === undefined ? said : undefined) };
}
