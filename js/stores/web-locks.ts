/**
 * Who is at work, shown by Web Locks: the browser lets go of a page's locks when the page is gone, however it ended. Where
 * there are none (plain http, old browsers), nobody can tell.
 */

interface LockManager {
  request(name: string, work: () => Promise<void>): Promise<void>;
  query(): Promise<{ held?: { name?: string }[] }>;
}

const PREFIX = "wanreel-holder/";

function locks(): LockManager | undefined {
  return (globalThis.navigator as { locks?: LockManager } | undefined)?.locks;
}

/**
 * Shows that a holder is at work, until the function it answers is called or the page is gone.
 * @throws where there are no locks
 */
export function hold(holder: string): Promise<() => void> {
  const manager = locks();
  if (!manager) return Promise.reject(new Error("there are no Web Locks here"));
  return new Promise((resolve, reject) => {
    manager.request(PREFIX + holder, () => new Promise<void>((letGo) => resolve(() => letGo()))).catch(reject);
  });
}

/** Whether a holder is still there; undefined where there are no locks. */
export async function isHeld(holder: string): Promise<boolean | undefined> {
  const { held } = (await locks()?.query()) ?? {};
  return held?.some(({ name }) => name === PREFIX + holder);
}
