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
];
