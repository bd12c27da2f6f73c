/** W3C Trace Context: from a request over the API's call to the notification. Source: w3.org/TR/trace-context, section 3.2. */
import { randomHex } from "../internal/hex.js";

const FORM = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/;

/** The context that a request came with, or a new one: what is no context is none, says the specification. */
export function traceOf(request: Request): string {
  const given = request.headers.get("traceparent") ?? "";
  return FORM.test(given) ? given : `00-${randomHex(16)}-${randomHex(8)}-01`;
}

/** The same trace, one step on: each step has a span of its own. */
export function nextSpan(traceparent: string): string {
  const [, trace, flags] = FORM.exec(traceparent) ?? [];
  return trace === undefined ? traceparent : `00-${trace}-${randomHex(8)}-${flags}`;
}
