/** What the API answers may quote what it was sent, the key with it. */

const DEEPEST = 32;

/** A copy of JSON without secrets in its strings and names, and nothing deeper than any answer is. */
export function redactJson(value: unknown, hide: (text: string) => string, depth = 0): unknown {
  if (typeof value === "string") return hide(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth === DEEPEST) return null;
  if (Array.isArray(value)) return value.map((each) => redactJson(each, hide, depth + 1));
  // Defined, not assigned: a name such as __proto__ stays a name.
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [hide(name), redactJson(each, hide, depth + 1)]),
  );
}

/** Those of the fields that are there. */
export function pick(value: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name)));
}
