/** Calls of a store, and what it means when one fails. */
import { WanError } from "../errors/wan-error.js";
import type { TaskStore } from "../types/client.js";

/** What can be done without: undefined where it fails. */
export async function bestEffort<T>(work: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}

/** Whether a holder is still at work; undefined where that cannot be known. */
export async function isHeld(store: TaskStore, holder: string | undefined): Promise<boolean | undefined> {
  return holder === undefined ? undefined : bestEffort(() => store.isHeld?.(holder));
}

/** Before anything is sent: whatever a store throws says that nothing was. */
export async function storeCall<T>(work: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    throw storeFailed(error);
  }
}

/** The error of a store before anything is sent. What is no store's, and what says so already, stays what it is. */
export function storeFailed(error: unknown): unknown {
  if (error instanceof WanError && (error.code !== "store_failed" || error.message.startsWith(UNSENT))) return error;
  const { message = String(error), hint, cause } = Object(error) as Partial<WanError>;
  const known = error instanceof WanError;
  return new WanError(`${UNSENT}: ${message}`, {
    code: "store_failed",
    hint: `nothing was sent and nothing is billed; ${known && hint ? hint : "make the store work, or leave it out to remember in memory"}`,
    cause: known ? cause : error,
  });
}

const UNSENT = "the store failed before anything was sent";
