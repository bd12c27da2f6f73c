// When a POST is sent again, and when not.
import { refused, UNKNOWN, UNKNOWN_BILLED, WELL } from "./expect.mjs";

const on = (fault) => ({ on: "submit", ...fault });
const first = (fault) => [on({ nth: 1, ...fault })];

const again = { ...WELL, posts: 2, sameKey: true };
const retried = [
  ["POST 429", first({ status: 429 }), { ...again, gapMs: [800, 1200] }],
  ["POST 429 without a body", first({ status: 429, body: "empty" }), again],
  ["POST 429 in HTML", first({ status: 429, body: "html" }), again],
  ["POST 429 with Retry-After in seconds", first({ status: 429, retryAfter: 7 }), { ...again, gapMs: [7000, 7000] }],
  [
    "POST 429 with Retry-After in seconds and a half",
    first({ status: 429, retryAfter: "1.5" }),
    { ...again, gapMs: [1500, 1500] },
  ],
  [
    "POST 429 with Retry-After as a date",
    first({ status: 429, retryAfter: { date: 20 } }),
    { ...again, gapMs: [18_900, 20_000] },
  ],
  [
    "POST 429 with Retry-After of two minutes",
    first({ status: 429, retryAfter: 120 }),
    { ...again, gapMs: [120_000, 120_000] },
  ],
  [
    "POST 429 with Retry-After that says nothing",
    first({ status: 429, retryAfter: "soon" }),
    { ...again, gapMs: [800, 1200] },
  ],
  [
    "POST 429 with Retry-After below nothing",
    first({ status: 429, retryAfter: "-5" }),
    { ...again, gapMs: [800, 1200] },
  ],
  [
    "POST 429 with Retry-After of an hour",
    [on({ status: 429, retryAfter: 3600 })],
    { ...refused("RateLimitError", "rate_limit_exceeded"), retryAfterMs: 3_600_000 },
  ],
  ["POST 429 three times", [on({ status: 429 })], refused("RateLimitError", "rate_limit_exceeded", 3)],
  ["POST 500 in an envelope", first({ status: 500 }), { ...again, gapMs: [30_000, 36_000] }],
  ["POST 500 in an envelope, twice", [on({ status: 500 })], refused("ServerError", "internal_error", 2)],
  ["POST 503 with Retry-After in seconds", first({ status: 503, retryAfter: 3 }), { ...again, gapMs: [3000, 3000] }],
  [
    "POST 503 with Retry-After as a date",
    first({ status: 503, retryAfter: { date: 30 } }),
    { ...again, gapMs: [28_900, 30_000] },
  ],
  ["POST 503 in HTML with Retry-After", first({ status: 503, body: "html", retryAfter: 2 }), again],
  [
    "POST 503 with Retry-After of ten minutes",
    [on({ status: 503, retryAfter: 600 })],
    { ...refused("RateLimitError", "service_unavailable"), retryAfterMs: 600_000 },
  ],
  [
    "POST 429, then the answer lost",
    [on({ nth: 1, status: 429 }), on({ nth: 2, do: "drop_after" })],
    { ...UNKNOWN_BILLED, posts: 2 },
  ],
  [
    "POST 500, then 502",
    [on({ nth: 1, status: 500 }), on({ nth: 2, status: 502, body: "html" })],
    { ...UNKNOWN, posts: 2 },
  ],
  [
    "POST 429, 500, then well",
    [on({ nth: 1, status: 429 }), on({ nth: 2, status: 500 })],
    { ...WELL, posts: 3, sameKey: true },
  ],
  [
    "POST 500, then 400",
    [on({ nth: 1, status: 500 }), on({ nth: 2, status: 400 })],
    refused("InvalidRequestError", "invalid_request", 2),
  ],
].map(([name, faults, expect]) => ({ name, faults, expect }));

// Where the server ignores keys, a re-send after acceptance is a second task: what opting in risks.
const RISK = { posts: 2, tasks: 2, billed: 2, risk: true };
const resent = [
  ["re-sent once, the first dropped on the way", first({ do: "drop_before" }), again],
  ["re-sent once after 502", first({ status: 502, body: "html" }), again],
  ["re-sent once after 30 s of silence on the way", first({ status: 504, body: "html", delayMs: 40_000 }), again],
  ["re-sent once, the first accepted", first({ do: "drop_after" }), { ...again, ignore: RISK }],
  ["re-sent once, the first accepted, its body broken", first({ do: "drop_body" }), { ...again, ignore: RISK }],
  [
    "re-sent once, both answers lost",
    [on({ nth: [1, 2], do: "drop_after" })],
    { ...UNKNOWN_BILLED, posts: 2, sameKey: true, ignore: RISK },
  ],
  [
    "re-sent once, then 429",
    [on({ nth: 1, do: "drop_after" }), on({ nth: 2, status: 429 })],
    { ...UNKNOWN_BILLED, posts: 2 },
  ],
  [
    "re-sent once, then 400",
    [on({ nth: 1, do: "drop_after" }), on({ nth: 2, status: 400 })],
    { ...UNKNOWN_BILLED, posts: 2 },
  ],
  [
    "re-sent once, then 500 in an envelope",
    [on({ nth: 1, do: "drop_after" }), on({ nth: 2, status: 500 })],
    { ...UNKNOWN_BILLED, posts: 2 },
  ],
  ["re-sent once, both on the way lost", [on({ nth: [1, 2], do: "drop_before" })], { ...UNKNOWN, posts: 2 }],
  [
    "429, then re-sent once",
    [on({ nth: 1, status: 429 }), on({ nth: 2, do: "drop_before" })],
    { ...WELL, posts: 3, sameKey: true },
  ],
].map(([name, faults, expect]) => ({ name, faults, options: { onUnknownOutcome: "resend-once" }, expect }));

// Chromium sends a request again of its own accord, a POST too, where a connection breaks that served another before.
// Both carry the same key, by which a proxy can tell; a server that ignores keys bills both.
export const reused = [
  [
    "POST dropped after the server acted, on a connection that served before",
    { do: "drop_after" },
    UNKNOWN_BILLED,
    true,
  ],
  ["POST dropped before the server acted, on a connection that served before", { do: "drop_before" }, UNKNOWN, false],
].map(([name, fault, expect, acted]) => ({
  name,
  faults: first(fault),
  keepAlive: true,
  calls: [{ do: "credits" }, { do: "generate" }],
  expect: {
    ...expect,
    outcomes: ["credits", "SubmissionUnknownError"],
    chromium: {
      ...WELL,
      outcomes: ["credits", "completed"],
      ...(acted ? { ignore: { tasks: 2, billed: 2, risk: true } } : {}),
    },
  },
}));

export const resend = [...retried, ...resent];
