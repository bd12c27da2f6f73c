/** What the tests of stores compare with: they run where there is no node:assert. */

/** @throws Error with both values where they are not the same JSON; `undefined` fields count as absent */
export function expectSame(what: string, found: unknown, expected: unknown): void {
  const [left, right] = [canonical(found), canonical(expected)];
  if (left !== right) throw new Error(`${what}: it is ${left}, and should be ${right}`);
}

/** A key that nothing else has. */
export function ownKey(name = "key"): string {
  return `${name}-${crypto.randomUUID()}`;
}

function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(JSON.stringify(value));
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const fields = Object.entries(value).filter(([, each]) => each !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(",")}}`;
}

/** A holder's name as the client makes them: 32 hex digits. */
export function ownHolder(): string {
  return crypto.randomUUID().replaceAll("-", "");
}
