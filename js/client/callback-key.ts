/** Where a store remembers callbacks that were taken. */

/** Before the task id; no user's key has a colon. */
export const PREFIX = "callback:";

/** Whether a key of a store is a callback's: such a record is no submission. */
export function isCallbackKey(key: string): boolean {
  return key.startsWith(PREFIX);
}
