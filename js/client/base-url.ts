/** The address of the API, or of a proxy. */

import { ConfigError } from "../errors/local.js";
import { isLoopback } from "../internal/is-loopback.js";

/**
 * Reads the option `name`; the address comes without a slash at its end. What is wrong with it alone is said at once. A
 * relative one ("/api/wan") is taken everywhere, since a page's code runs on a server first, and resolved at the first
 * call, against the page that is there then.
 * @throws ConfigError where it is no http or https address, holds credentials, or is the API's own with a path behind it;
 *   from the function that is answered, where it is relative and there is no page
 */
export function readBaseUrl(name: string, base: unknown): () => string {
  if (typeof base !== "string" || base === "") throw new ConfigError(`${name} must be a URL`);
  if (/^[a-z][a-z0-9+.-]*:/i.test(base)) {
    const absolute = resolve(name, base);
    return () => absolute;
  }
  // Any page would do to see whether it can be an address at all.
  resolve(name, base, "https://page.example/");
  let resolved: string | undefined;
  return () => {
    resolved ??= resolve(name, base, pageOf(name, base));
    return resolved;
  };
}

/** @throws ConfigError where the key would go over plain http to another machine */
export function refusePlainHttp(name: string, base: string | undefined): void {
  if (base === undefined || !/^http:/i.test(base)) return;
  if (isLoopback(new URL(base).hostname)) return;
  throw new ConfigError(
    `${name} must be https: over http anybody on the way could read the key`,
    "http is for this machine (localhost), and for a proxy that adds the key",
  );
}

function pageOf(name: string, base: string): string {
  const page = globalThis.location?.href;
  if (page !== undefined && /^https?:/.test(page)) return page;
  throw new ConfigError(
    `${name} ${JSON.stringify(base)} is relative, and there is no page here that it could be relative to`,
    "call it in the browser, or give the whole address, https:// included",
  );
}

function resolve(name: string, base: string, page?: string): string {
  let url: URL;
  try {
    url = new URL(base, page);
  } catch (cause) {
    throw new ConfigError(`${name} ${JSON.stringify(base)} is not a URL`, undefined, cause);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new ConfigError(`${name} must be an http or https URL`);
  if (url.username || url.password) throw new ConfigError(`${name} must not hold credentials`, "use apiKey");
  const address = url.origin + url.pathname.replace(/\/+$/, "");
  const path = isApi(address) ? /(\/api)?\/v1(\/.*)?$/i.exec(url.pathname)?.[0] : undefined;
  if (path !== undefined) {
    throw new ConfigError(
      `${name} must end before ${path}: the client adds the path of what it asks for`,
      `use "${url.origin}", or leave ${name} out`,
    );
  }
  return address;
}

/** Whether it is the API's own host, of requests or of files, and no proxy's or simulator's. */
export function isApi(base: string): boolean {
  return /^https?:\/\/([\w-]+\.)*evolink\.ai(?![\w.-])/i.test(base);
}

/**
 * What to do about a 404, where the address that `option` gives is a likely reason: other clients of such an API are given it with its
 * version.
 */
export function pathHint(base: string, option: string): string | undefined {
  const path = /\/v1(\/.*)?$/i.exec(base)?.[0];
  if (path === undefined) return undefined;
  return `${option} ends in ${path}, to which the client adds /v1/…: try "${base.slice(0, -path.length)}"`;
}

/** Of a redirect, which is never followed: where it leads, and what to do. A page is shown no more than that it is one. */
export function redirectOf(
  { status, headers }: { status?: number; headers?: Headers },
  hide: (text: string) => string,
  option: string,
): { words: string; hint: string } | undefined {
  // Of no answer there is no status.
  if (status !== 0 && !(status !== undefined && status >= 300 && status <= 399 && status !== 304)) return undefined;
  const given = headers?.get("location") ?? undefined;
  const location = given && hide(given);
  const to =
    location === undefined ? "elsewhere" : `to ${location.length > 300 ? `${location.slice(0, 300)}…` : location}`;
  return {
    words: `; it was a redirect ${to}, which is never followed`,
    hint:
      `set ${option} to the address that answers by itself: its protocol, its host; where a site only adds a slash, switch ` +
      "that off (in Next: skipTrailingSlashRedirect: true)",
  };
}
