/** Keeping the key out of what is shown: texts, JSON however it spells them, and what an engine throws. */

const HIDDEN = "[key]";
/** An error, its cause, what an engine hangs on them. */
const DEPTH = 6;

/** `text` without the keys; in JSON also where escapes spell one. */
export function hide(text: string, keys: ReadonlySet<string>): string {
  const shown = plain(text, keys);
  if (!shown.includes("\\")) return shown;
  let found = false;
  const look = (value: string) => {
    const clean = plain(value, keys);
    found ||= clean !== value;
    return clean;
  };
  try {
    const value = JSON.parse(shown, (_, each: unknown) => {
      if (typeof each === "string") return look(each);
      if (typeof each !== "object" || each === null || Array.isArray(each)) return each;
      return Object.fromEntries(Object.entries(each).map(([name, field]) => [look(name), field]));
    });
    return found ? JSON.stringify(value) : shown;
  } catch {
    // Cut short, or too deep: no JSON for anyone, but its escapes can still be read.
    const read = shown.replace(/\\u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
    const clean = plain(read, keys);
    return clean === read ? shown : clean;
  }
}

/** What was thrown, the same object; or, where a key stands anywhere in it, a copy in words without. */
export function hideThrown(thrown: unknown, keys: ReadonlySet<string>): unknown {
  if (!holds(thrown, keys, DEPTH)) return thrown;
  const { name, message, code, stack, cause } = Object(thrown) as Record<string, unknown>;
  const shown = (text: unknown) => plain(String(text ?? ""), keys);
  const copy = new Error(shown(message ?? thrown), cause === undefined ? {} : { cause: hideThrown(cause, keys) });
  Object.defineProperty(copy, "name", { value: shown(name), configurable: true, writable: true });
  Object.defineProperty(copy, "stack", { value: shown(stack), configurable: true, writable: true });
  return code === undefined ? copy : Object.assign(copy, { code: shown(code) });
}

function plain(text: string, keys: ReadonlySet<string>): string {
  let clean = text;
  for (const key of keys) clean = clean.replaceAll(key, HIDDEN);
  return clean;
}

function holds(value: unknown, keys: ReadonlySet<string>, depth: number): boolean {
  if (typeof value === "string") return plain(value, keys) !== value;
  if (typeof value !== "object" || value === null || depth === 0) return false;
  try {
    // A DOMException has its words on the prototype.
    const { message, stack, cause } = value as Record<string, unknown>;
    const fields = Reflect.ownKeys(value).map((name) => (value as Record<PropertyKey, unknown>)[name]);
    return [message, stack, cause, ...fields].some((field) => holds(field, keys, depth - 1));
  } catch {
    // What cannot be looked at is not shown either.
    return true;
  }
}
