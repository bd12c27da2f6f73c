/** A span for each request, and the trace's context in those to the API. */
import { context, type Meter, propagation, SpanKind, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";
import { parseUrl } from "../internal/parse-url.js";
import { ERROR, REQUEST_BUCKETS, REQUEST_DURATION } from "./names.js";

type Fetch = typeof fetch;

/** Another's host is told nothing: a header of ours would make a page's request one that has to be asked for first. */
const API_PATH = /\/(?:v1\/(?:videos\/generations|tasks|credits)|api\/v1\/files)(?:\/|$)/;

export function tracedFetch(given: Fetch | undefined, tracer: Tracer, meter: Meter): Fetch {
  const duration = meter.createHistogram(REQUEST_DURATION, {
    unit: "s",
    description: "Duration of HTTP client requests.",
    advice: { explicitBucketBoundaries: REQUEST_BUCKETS },
  });
  return async (input, init = {}) => {
    const { method = "GET" } = init;
    const url = parseUrl(String(input), globalThis.location?.href);
    // Of an address its query may be a signature.
    const about = {
      "http.request.method": method,
      ...(url ? { "server.address": url.hostname, "server.port": portOf(url) } : {}),
    };
    const span = tracer.startSpan(method, {
      kind: SpanKind.CLIENT,
      attributes: { ...about, ...(url ? { "url.full": `${url.origin}${url.pathname}` } : {}) },
    });
    const headers = new Headers(init.headers);
    if (API_PATH.test(url?.pathname ?? "")) {
      const carrier: Record<string, string> = {};
      propagation.inject(trace.setSpan(context.active(), span), carrier);
      for (const [name, value] of Object.entries(carrier)) headers.set(name, value);
    }
    const started = performance.now();
    const end = (attributes: Record<string, string | number>) => {
      span.setAttributes(attributes);
      if (ERROR in attributes) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
      duration.record((performance.now() - started) / 1000, { ...about, ...attributes });
    };
    try {
      // Called bare, as the client does it: as a method of another object it is refused in Workers.
      const call = given ?? globalThis.fetch;
      const response = await call(input, { ...init, headers });
      const { status } = response;
      end({ "http.response.status_code": status, ...(status >= 400 ? { [ERROR]: String(status) } : {}) });
      return response;
    } catch (error) {
      end({ [ERROR]: nameOf(error) });
      throw error;
    }
  };
}

function portOf({ port, protocol }: URL): number {
  return port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
}

/** What failed, in a word: its message may hold what nobody should log. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
