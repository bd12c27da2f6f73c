/** What this browser keeps for the page; where storage is refused, it begins anew at each visit. */

export function keep(storage: "localStorage" | "sessionStorage", key: string, value: unknown): void {
  try {
    globalThis[storage].setItem(key, JSON.stringify(value));
  } catch {
    // Then it is kept for this visit alone.
  }
}

export function remove(storage: "localStorage" | "sessionStorage", key: string): void {
  try {
    globalThis[storage].removeItem(key);
  } catch {
    // There is none.
  }
}

export function recall<Value>(storage: "localStorage" | "sessionStorage", key: string): Value | undefined {
  try {
    return JSON.parse(globalThis[storage].getItem(key) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}
