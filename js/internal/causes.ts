/** What an engine says of a connection that failed. */

const DEPTH = 4;
const LONGEST = 120;

/** The code and the words of what was thrown, or of its causes, the innermost that has them: ECONNREFUSED, "bad port". */
export function innermost(thrown: unknown): { code?: string; words?: string } {
  const found: { code?: string; words?: string } = {};
  let each = thrown;
  for (let depth = 0; each instanceof Error && depth < DEPTH; depth += 1) {
    const { code, message } = each as { code?: unknown; message: string };
    if (typeof code === "string" && /^\w{2,40}$/.test(code)) found.code = code;
    if (message !== "") found.words = message.replaceAll(/\s+/g, " ").slice(0, LONGEST);
    each = each.cause;
  }
  return found;
}
