/** Which pages may use the proxy: cookies go along with a request whatever page made it, so the page is asked about. */
import { Refused, safeHeaders } from "./answer.js";

/** Preflights are kept so long, in seconds. */
const PREFLIGHT_SECONDS = "600";
const EXPOSED = "retry-after, x-request-id, idempotency-replayed, content-length, content-range";

/** Whose page it is. */
export interface Visit {
  /** An allowed origin other than the proxy's own, to be named in the answer. */
  cors: string | undefined;
}

/**
 * @throws Refused for a page of another origin. Requests that no page made (no Sec-Fetch-Site, no Origin) pass: they carry
 * nobody's cookies but their own.
 */
export function checkOrigin(
  request: Request,
  url: URL,
  { origins, publicOrigin }: { origins: ReadonlySet<string>; publicOrigin: string | undefined },
): Visit {
  const named = allowed(request, origins);
  if (named.cors !== undefined) return named;
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  // "none" is an address typed by hand, or a bookmark: fit for looking, not for paying.
  if (site !== null) {
    if (site === "same-origin" || (site === "none" && request.method === "GET")) return { cors: undefined };
    throw foreign();
  }
  if (origin === null) return { cors: undefined };
  const host = request.headers.get("host") ?? url.host;
  if (origin === publicOrigin || hostOf(origin) === host || hostOf(origin) === url.host) return { cors: undefined };
  throw foreign();
}

/** The allowed origin it comes from, if it does; refuses nobody. */
export function allowed(request: Request, origins: ReadonlySet<string>): Visit {
  const origin = request.headers.get("origin");
  return { cors: origin !== null && origins.has(origin) ? origin : undefined };
}

/** Answers a preflight of an allowed origin; anybody else's is refused. */
export function preflight({ cors }: Visit, request: Request, method: string): Response {
  if (cors === undefined) throw foreign();
  const asked = request.headers.get("access-control-request-headers") ?? "";
  const headers = safeHeaders({
    "access-control-allow-methods": method,
    // The origin is trusted by name; which header its sessions travel in is its own affair.
    "access-control-allow-headers": /^[A-Za-z0-9, -]*$/.test(asked) ? asked : "content-type, idempotency-key",
    "access-control-max-age": PREFLIGHT_SECONDS,
  });
  return new Response(null, { status: 204, headers });
}

/** Lets the page of an allowed origin read the answer; without its cookies, which it does not send. */
export function withCors(response: Response, { cors }: Visit, origins: ReadonlySet<string>): Response {
  if (origins.size > 0) response.headers.append("vary", "origin");
  if (cors !== undefined) {
    response.headers.set("access-control-allow-origin", cors);
    response.headers.set("access-control-expose-headers", EXPOSED);
  }
  return response;
}

/** Where the proxy's own pages are, for links. Wrong headers lead only their sender astray. */
export function ownOrigin(request: Request, url: URL, publicOrigin: string | undefined): string {
  if (publicOrigin !== undefined) return publicOrigin;
  // Behind what ends TLS, the request's own URL may name an inner scheme or host; the page knows the outer one.
  const referer = request.headers.get("referer");
  if (request.headers.get("sec-fetch-site") === "same-origin" && referer !== null && URL.canParse(referer)) {
    const { origin, protocol } = new URL(referer);
    if (/^https?:$/.test(protocol)) return origin;
  }
  const forwarded = request.headers.get("x-forwarded-proto")?.split(",")[0]?.trim();
  return forwarded === "https" ? `https://${url.host}` : url.origin;
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

function foreign(): Refused {
  const message = "this page is of another origin, which is not allowed here";
  return new Refused(403, { code: "origin_not_allowed", message, type: "permission_error" });
}
