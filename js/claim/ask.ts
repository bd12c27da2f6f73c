/** Calls of a store, and what their failures mean. */
import { WanError } from "../errors/wan-error.js";
import type { TaskStore } from "../types/client.js";

/** What can be done without: undefined where it fails. */
export async function tried<T>(work: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}

/** Whether a holder is still at work; undefined where that cannot be known. */
export async function isHeld(store: TaskStore, holder: string | undefined): Promise<boolean | undefined> {
  return holder === undefined ? undefined : tried(() => store.isHeld?.(holder));
}

/** Before anything is sent: whatever a store throws says that nothing was. */
export async function asked<T>(work: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    throw storeFailed(error);
  }
}

function storeFailed(error: unknown): WanError {
  if (error instanceof WanError) return error;
  const said = String((error as { message?: unknown } | null)?.message ?? error);
  return new WanError(`the store failed before anything was sent: ${said}`, {
    code: "store_failed",
    hint: "nothing was sent and nothing is billed; make the store work, or leave it out to remember in memory",
    cause: error,
  });
}
