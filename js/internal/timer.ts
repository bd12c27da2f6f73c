/** The longest a timer of JavaScript waits, 24.8 days. Told to wait longer, it does not wait at all. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Milliseconds as a timer can wait them: Infinity and all that is too long become the longest there is. */
export function timerMs(ms: number): number {
  return Math.min(ms, LONGEST_TIMER_MS);
}
