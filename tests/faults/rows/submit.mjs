// What a POST can be answered, or not.
import { BROKEN, NEVER_LEFT, refused, UNKNOWN, UNKNOWN_BILLED, WELL } from "./expect.mjs";

const POST = "/v1/videos/generations";
const on = (fault) => ({ on: "submit", ...fault });
const first = (fault) => [on({ nth: 1, ...fault })];

const accepted = [
  { name: "nothing goes wrong", expect: WELL },
  { name: "POST answered after 20 s", faults: first({ delayMs: 20_000 }), expect: WELL },
  { name: "POST 201", faults: first({ status: 201 }), expect: WELL },
  { name: "POST whose body takes 20 s", faults: first({ trickleMs: 20_000 }), expect: WELL },
  { name: "POST through the caller's own fetch", ownFetch: true, expect: WELL },
];

const text = (body) => ({ status: 200, body: { text: body } });
const unreadable = [
  ["POST 200 with a page of HTML", { do: "html" }],
  ["POST 200 with an empty body", { do: "empty" }],
  ["POST 200 with half the JSON", { do: "truncated" }],
  ["POST 200 with null", { do: "null" }],
  ["POST 200 without an id", { do: "no_id" }],
  ["POST 200 with an empty id", text('{"id":"","status":"pending"}')],
  ["POST 200 with an id that is no text", text('{"id":{"task":1},"status":"pending"}')],
  ["POST 200 with id null", text('{"id":null}')],
  ["POST 200 with an array", text('[{"id":"task-unified-1"}]')],
  ["POST 200 with an error envelope", text('{"error":{"code":"internal_error","message":"no"}}')],
  ["POST 204", { status: 204 }],
].map(([name, fault]) => ({ name, faults: first(fault), expect: UNKNOWN_BILLED }));

const late = [
  ["POST never answered", { do: "hang" }, UNKNOWN_BILLED],
  ["POST answered after 40 s", { delayMs: 40_000 }, UNKNOWN_BILLED],
  ["POST whose body takes 60 s", { trickleMs: 60_000 }, UNKNOWN_BILLED],
].map(([name, fault, expect]) => ({ name, faults: first(fault), expect: { ...expect, elapsedMs: [30_000, 30_100] } }));

const dropped = [
  ["POST dropped before the server acted", { do: "drop_before" }, UNKNOWN],
  ["POST dropped after the server acted", { do: "drop_after" }, UNKNOWN_BILLED],
  ["POST dropped in the middle of the answer", { do: "drop_body" }, UNKNOWN_BILLED],
].map(([name, fault, expect]) => ({ name, faults: first(fault), expect }));

const worded = [
  ...BROKEN.map(([name, wording]) => {
    return {
      name: `POST lost, in the words of ${name}`,
      wording,
      faults: first({ do: "drop_after" }),
      expect: UNKNOWN_BILLED,
    };
  }),
  ...NEVER_LEFT.map(([name, wording]) => {
    const expect = { ...WELL, posts: 2, sameKey: true };
    return {
      name: `POST that never left, in the words of ${name}`,
      wording,
      faults: first({ do: "drop_before" }),
      expect,
    };
  }),
];

// Only Node says that a connection was refused; to the others it is lost like any other.
const unreachable = [
  {
    name: "POST refused once",
    refuse: { post: 1 },
    expect: { ...UNKNOWN, node: { ...WELL, code: undefined, posts: 2, sameKey: true } },
  },
  {
    name: "POST refused for good",
    refuse: { post: [1, 2, 3] },
    expect: { ...UNKNOWN, node: refused("NetworkError", "network_error", 3) },
  },
  { name: "POST while offline", offline: [[0, 60_000]], expect: UNKNOWN },
];

const redirects = [301, 302, 303, 307, 308].map((status) => ({
  name: `POST ${status} to itself`,
  faults: first({ status, headers: { location: POST } }),
  expect: UNKNOWN,
}));

const refusals = [
  ["POST 400", { status: 400 }, "InvalidRequestError", "invalid_request"],
  [
    "POST 400 invalid_content",
    { status: 400, code: "invalid_content" },
    "ContentPolicyError",
    "content_policy_violation",
  ],
  ["POST 400 in HTML", { status: 400, body: "html" }, "InvalidRequestError", "invalid_request"],
  ["POST 401", { status: 401 }, "AuthenticationError", "unauthorized"],
  ["POST 402", { status: 402 }, "InsufficientQuotaError", "insufficient_quota"],
  ["POST 403", { status: 403 }, "PermissionDeniedError", "model_access_denied"],
  ["POST 404 without a body", { status: 404, body: "empty" }, "UnknownModelError", "model_not_found"],
  ["POST 405", { status: 405, body: "empty" }, "ApiError", "http_405"],
  ["POST 409", { status: 409, body: "empty" }, "ApiError", "http_409"],
  ["POST 410", { status: 410, body: "html" }, "ApiError", "http_410"],
  ["POST 413", { status: 413, body: "html" }, "InvalidRequestError", "invalid_request"],
  ["POST 415", { status: 415, body: "empty" }, "ApiError", "http_415"],
  ["POST 422", { status: 422, body: "empty" }, "InvalidRequestError", "invalid_request"],
  ["POST 425", { status: 425, body: "empty" }, "ApiError", "http_425"],
  ["POST 451", { status: 451, body: "html" }, "ApiError", "http_451"],
  ["POST 503 model_not_found", { status: 503, code: "model_not_found" }, "UnknownModelError", "model_not_found"],
  [
    "POST 503 no_available_channel with Retry-After",
    { status: 503, code: "no_available_channel", retryAfter: 3 },
    "UnknownModelError",
    "no_available_channel",
  ],
].map(([name, fault, outcome, code]) => ({ name, faults: [on(fault)], expect: refused(outcome, code) }));

const lost = [408, 499, 501, 502, 503, 504, 520, 522, 524, 529];
const gateways = [
  ...lost.map((status) => ({
    name: `POST ${status} in HTML`,
    faults: first({ status, body: "html" }),
    expect: UNKNOWN,
  })),
  ...[408, 502, 504].map((status) => ({
    name: `POST ${status} after the server acted`,
    faults: first({ status, body: "html", accepted: true }),
    expect: UNKNOWN_BILLED,
  })),
  { name: "POST 500 in HTML", faults: first({ status: 500, body: "html" }), expect: UNKNOWN },
  { name: "POST 500 without a body", faults: first({ status: 500, body: "empty" }), expect: UNKNOWN },
  { name: "POST 500 with half an envelope", faults: first({ status: 500, body: "truncated" }), expect: UNKNOWN },
  { name: "POST 502 in an envelope", faults: first({ status: 502 }), expect: UNKNOWN },
  { name: "POST 504 in an envelope", faults: first({ status: 504 }), expect: UNKNOWN },
];

const again = { ...WELL, posts: 2, sameKey: true };
const retried = [
  ["POST 429", first({ status: 429 }), { ...again, gapMs: [800, 1200] }],
  ["POST 429 without a body", first({ status: 429, body: "empty" }), again],
  ["POST 429 in HTML", first({ status: 429, body: "html" }), again],
  ["POST 429 with Retry-After in seconds", first({ status: 429, retryAfter: 7 }), { ...again, gapMs: [7000, 7000] }],
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
    { ...refused("ServerError", "service_unavailable"), retryAfterMs: 600_000 },
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

export const submit = [
  ...accepted,
  ...unreadable,
  ...late,
  ...dropped,
  ...worded,
  ...unreachable,
  ...redirects,
  ...refusals,
  ...gateways,
  ...retried,
  ...resent,
];
