/** What an idempotency key may be, to the client and to the proxy that passes it on. */

/** In words, for errors. */
export const KEY_RULE = "16 to 96 characters of A-Z a-z 0-9 . _ -";

export function isIdempotencyKey(value: unknown): value is string {
  return typeof value === "string" && /^[A-Za-z0-9._-]{16,96}$/.test(value);
}
