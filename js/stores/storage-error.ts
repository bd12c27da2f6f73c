/** What a storage's own errors mean, and what to do about them. */
import { WanError } from "../errors/wan-error.js";

const IN_MEMORY = "leave the store out to remember in memory";

/** By the error's name, see https://webidl.spec.whatwg.org/#idl-DOMException-error-names. */
const HINTS: Record<string, string> = {
  SecurityError: `the browser lets this page store nothing: allow cookies and site data for this site, or ${IN_MEMORY}`,
  QuotaExceededError: `the disk, or what this site may store, is full: free some of it, or ${IN_MEMORY}`,
  VersionError: "another program has a newer database of this name: give the store another name",
  NotFoundError: "another program has a database of this name: give the store another name",
  TimeoutError: "close the site's other tabs, or reload this page",
};

/** The error of a storage that failed; one of this package's own stays what it is. */
export function storageError(storage: string, cause: unknown): WanError {
  if (cause instanceof WanError) return cause;
  const { name = "", message } = Object(cause) as Partial<Error>;
  return new WanError(`${storage} failed: ${message || name || String(cause)}`, {
    code: "store_failed",
    hint: HINTS[name] ?? `try again, or ${IN_MEMORY}`,
    cause,
  });
}
