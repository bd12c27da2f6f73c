/** Answers of a bounded length, whatever was asked: a small request must not be answered with a large refusal. */
import type { Issue } from "../types/results.js";

const MOST_BYTES = 16_384;
const LONGEST_TEXT = 500;
const LONGEST_NAME = 100;
/** A field of a request is at most a few steps deep. */
const DEEPEST = 8;

/** So much of a text, in UTF-16 units; where something is left out, its end says so. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  // Half a character is none.
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** The first findings, as many as fit; `omitted` counts the others. */
export function boundIssues(issues: readonly Issue[], omitted: number): { issues: Issue[]; omitted?: number } {
  const kept: Issue[] = [];
  let bytes = 0;
  for (const { severity, code, path, message, hint } of issues) {
    const issue: Issue = {
      severity,
      code,
      path: path.slice(0, DEEPEST).map((step) => (typeof step === "string" ? clip(step, LONGEST_NAME) : step)),
      message: clip(message, LONGEST_TEXT),
      ...(hint === undefined ? {} : { hint: clip(hint, LONGEST_TEXT) }),
    };
    bytes += new TextEncoder().encode(JSON.stringify(issue)).byteLength;
    if (bytes > MOST_BYTES) break;
    kept.push(issue);
  }
  const missing = omitted + issues.length - kept.length;
  return { issues: kept, ...(missing > 0 ? { omitted: missing } : {}) };
}

/** A response whose body breaks off once it is longer than any that is meant. */
export function withBody(response: Response, most: number): Response {
  const { status, statusText, headers, body } = response;
  // Statuses that have no body, and 0 of a redirect in a page, cannot be made.
  if (!body || status < 200) return response;
  let size = 0;
  const bounded = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      size += chunk.byteLength;
      if (size > most) controller.error(new RangeError(`the answer is longer than ${most} bytes`));
      else controller.enqueue(chunk);
    },
  });
  return new Response(body.pipeThrough(bounded), { status, statusText, headers });
}
