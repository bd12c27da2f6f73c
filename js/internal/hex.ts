const DIGITS = "0123456789abcdef";

/** Bytes as hex digits, two each. */
export function hex(bytes: Uint8Array): string {
  let digits = "";
  for (const byte of bytes) digits += DIGITS.charAt(byte >> 4) + DIGITS.charAt(byte & 15);
  return digits;
}

/** Asking the engine takes Node longer than a hundred bytes more: so many are asked for at once. */
const POOL_BYTES = 512;
let pool: Uint8Array<ArrayBuffer> | undefined;
let used = POOL_BYTES;

/** So many bytes at random, at most 512, as hex digits. */
export function randomHex(bytes: number): string {
  if (used + bytes > POOL_BYTES) {
    pool = crypto.getRandomValues(new Uint8Array(POOL_BYTES));
    used = 0;
  }
  const taken = (pool as Uint8Array).subarray(used, used + bytes);
  used += bytes;
  return hex(taken);
}
