/** Who hears what happens: the owner's `onEvent`, else the server's console. */
import type { KeyRing } from "../client/key.js";
import { WanError } from "../errors/wan-error.js";
import type { ProxyEvent, ProxyOptions } from "./types.js";

/** A page that asks again and again, and pages that are many, are no news. */
const SAME_MS = 60_000;
const MOST_LINES = 100;
/** The lines of the last minute, the oldest first. */
const printed = new Map<string, number>();

/** A log that fails, at once or later, is its owner's concern, and must not cost an answer; nor may the printing of it. */
export function teller({ onEvent }: Pick<ProxyOptions, "onEvent">, keys: KeyRing): (event: ProxyEvent) => void {
  const print = (error: unknown) => {
    try {
      console.error(keys.redactError(error));
    } catch {
      // There is nobody left to tell.
    }
  };
  return (told) => {
    const event = told.type === "failed" ? { ...told, error: keys.redactError(told.error) } : told;
    try {
      // Unhandled, a rejection would end a Node process.
      if (onEvent) Promise.resolve(onEvent(event)).catch(print);
      else if (event.type === "failed" && !(event.error instanceof WanError)) print(event.error);
      else {
        const line = lineOf(event);
        if (line !== undefined && isNews(line)) print(`wanreel/proxy: ${line}`);
      }
    } catch (error) {
      print(error);
    }
  };
}

/** What keeps a proxy from working, or may cost money, must not go unheard; of a request and its prompt nothing is said. */
function lineOf(event: ProxyEvent): string | undefined {
  if (event.type === "failed") {
    const { message, hint } = event.error as WanError;
    return hint ? `${message}; ${hint}` : message;
  }
  if (event.type === "unknown") {
    const { reason, idempotencyKey } = event;
    return `a submit may have been accepted and billed: ${reason} (idempotency key ${idempotencyKey})`;
  }
  if (event.type !== "upstream") return undefined;
  const { status, code, reason } = event;
  if (reason !== undefined) return reason;
  if (status < 401 || status > 403) return undefined;
  return `the API refuses the key or its account with ${status} ${code}: check EVOLINK_API_KEY, credits and models`;
}

function isNews(line: string): boolean {
  const now = Date.now();
  const last = printed.get(line);
  if (last !== undefined && Math.abs(now - last) < SAME_MS) return false;
  printed.delete(line);
  printed.set(line, now);
  const [oldest] = printed.keys();
  if (printed.size > MOST_LINES && oldest !== undefined) printed.delete(oldest);
  return true;
}
