// What becomes of a task while it is waited for.
import { BROKEN, ended, WELL } from "./expect.mjs";

const twice = (fault) => [{ on: "poll", nth: [1, 2], ...fault }];
const always = (fault) => [{ on: "poll", ...fault }];
const text = (body) => ({ status: 200, body: { text: body } });

const ridden = [
  ["GET 200 with a page of HTML", { do: "html" }],
  ["GET 200 with an empty body", { do: "empty" }],
  ["GET 200 with half the JSON", { do: "truncated" }],
  ["GET 200 with null", { do: "null" }],
  ["GET 200 with an array", text("[]")],
  ["GET 200 with an error envelope", text('{"error":{"code":"internal_error","message":"no"}}')],
  ["GET 200 with status null", text('{"id":"task-unified-1","status":null}')],
  ["GET 204", { status: 204 }],
  ...[301, 302, 307, 308].map((status) => [
    `GET ${status} to itself`,
    { status, headers: { location: "/v1/credits" } },
  ]),
  ...[402, 405, 408, 409, 410, 413, 422, 425, 429, 451, 499].map((status) => [
    `GET ${status}`,
    { status, body: "empty" },
  ]),
  ["GET 429 in an envelope", { status: 429 }],
  ["GET 500 in an envelope", { status: 500 }],
  ...[500, 501, 502, 503, 504, 520, 522, 524, 529].map((status) => [`GET ${status} in HTML`, { status, body: "html" }]),
  ["GET 503 model_not_found", { status: 503, code: "model_not_found" }],
  ["GET dropped before the server acted", { do: "drop_before" }],
  ["GET dropped after the server acted", { do: "drop_after" }],
  ["GET dropped in the middle of the answer", { do: "drop_body" }],
  ["GET never answered", { do: "hang" }],
  ["GET answered after 10 s", { delayMs: 10_000 }],
  ["GET answered after 20 s", { delayMs: 20_000 }],
  ["GET whose body takes 30 s", { trickleMs: 30_000 }],
].map(([name, fault]) => ({ name, faults: twice(fault), expect: { ...WELL, polls: [3, 20] } }));

const worded = BROKEN.map(([name, wording]) => ({
  name: `GET lost, in the words of ${name}`,
  wording,
  faults: twice({ do: "drop_after" }),
  expect: { ...WELL, polls: [3, 20] },
}));

const asked = [
  ["GET 429 with Retry-After in seconds", { status: 429, retryAfter: 40 }, [40_000, 40_000]],
  ["GET 429 with Retry-After as a date", { status: 429, retryAfter: { date: 60 } }, [58_900, 60_000]],
  ["GET 503 with Retry-After in seconds", { status: 503, retryAfter: 90 }, [90_000, 90_000]],
  ["GET 429 with Retry-After 0", { status: 429, retryAfter: 0 }, [4500, 33_000]],
].map(([name, fault, pollGapMs]) => ({
  name,
  faults: [{ on: "poll", nth: 1, ...fault }],
  expect: { ...WELL, pollGapMs },
}));

// Between two processes only the calendar tells how long a machine was at rest: an hour that it jumped ahead has passed, and
// with it the deadline. After a last look the caller has the task's id, to wait on.
const GONE = {
  outcome: "DeadlineError",
  code: "deadline",
  polls: [1, 20],
  elapsedMs: [0, 90_000],
  pollGapMs: undefined,
};

// What the answer's own Date says counts, however wrong the device's clock is.
const wrongClock = [
  ["an hour ahead", 3_600_000],
  ["an hour behind", -3_600_000],
  ["at 1970", -56 * 365 * 24 * 3_600_000],
].map(([name, ms]) => ({
  name: `GET 429 with Retry-After as a date, the device's clock ${name}`,
  when: [{ at: "idle", polls: 0, do: "jump", ms }],
  faults: [{ on: "poll", nth: 1, status: 429, retryAfter: { date: 60 } }],
  expect: { ...WELL, pollGapMs: [58_900, 60_000], ...(ms > 0 ? { restored: GONE } : {}) },
}));

const refused = [
  [400, "InvalidRequestError", "invalid_task_id"],
  [401, "AuthenticationError", "unauthorized"],
  [403, "PermissionDeniedError", "permission_denied"],
  [404, "NotFoundError", "task_not_found"],
].flatMap(([status, outcome, code]) => [
  { name: `GET ${status}`, faults: always({ status }), expect: ended(outcome, code, { polls: 1 }) },
  {
    name: `GET ${status} in HTML`,
    faults: always({ status, body: "html" }),
    expect: ended(outcome, code, { polls: 1 }),
  },
]);

const minutes = (from, to) => [[from * 60_000, to * 60_000]];
const outages = [
  { name: "offline for a minute", offline: [[4000, 64_000]], expect: { ...WELL, polls: [3, 25] } },
  { name: "offline for ten minutes", offline: [[4000, 604_000]], expect: { ...WELL, polls: [10, 60] } },
  {
    name: "connections refused for five polls",
    refuse: { poll: [1, 2, 3, 4, 5] },
    expect: { ...WELL, polls: [6, 20] },
  },
  {
    name: "offline beyond the deadline, then resumed",
    offline: minutes(0.05, 20),
    calls: [{ do: "generate" }, { do: "wait", afterMs: 600_000 }],
    expect: { ...WELL, outcomes: ["DeadlineError", "completed"], polls: [10, 80] },
  },
  {
    name: "a storm of 429 on GET",
    faults: [{ on: "poll", nth: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], status: 429, retryAfter: 5 }],
    expect: { ...WELL, polls: [11, 20] },
  },
  {
    name: "a storm of 429 on everything",
    faults: [
      { on: "submit", nth: [1, 2], status: 429, retryAfter: 60 },
      { on: "poll", nth: [1, 3, 5, 7], status: 429 },
    ],
    expect: { ...WELL, posts: 3, sameKey: true, polls: [2, 20] },
  },
  {
    name: "every second GET breaks, each in another way",
    faults: [
      { on: "poll", nth: 1, do: "drop_before" },
      { on: "poll", nth: 3, do: "html" },
      { on: "poll", nth: 5, status: 502, body: "html" },
      { on: "poll", nth: 7, do: "truncated" },
    ],
    expect: WELL,
  },
];

const hour = 3_600_000;
const jumped = [
  ["the clock jumps an hour ahead in a wait", { at: "idle", polls: 1, do: "jump", ms: hour }, { restored: GONE }],
  ["the clock jumps an hour back in a wait", { at: "idle", polls: 1, do: "jump", ms: -hour }],
  [
    "the clock jumps a day ahead in a wait",
    { at: "idle", polls: 2, do: "jump", ms: 26 * hour },
    // A record of an unfinished task lives for 25 hours of the calendar.
    { restored: { ...GONE, record: "none" } },
  ],
  ["the clock jumps to 1970 in a wait", { at: "idle", polls: 1, do: "jump", ms: -56 * 365 * 24 * hour }],
  ["the clock jumps an hour ahead in a submit", { at: "request", posts: 1, do: "jump", ms: hour }],
  ["the clock jumps an hour back in a submit", { at: "request", posts: 1, do: "jump", ms: -hour }],
].map(([name, hook, more]) => ({ name, when: [hook], expect: { ...WELL, elapsedMs: [60_000, 90_000], ...more } }));

export const wait = [...ridden, ...worded, ...asked, ...wrongClock, ...refused, ...outages, ...jumped];
