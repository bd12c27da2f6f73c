// The same request more than once: again, at once, by two clients, after a crash, after a reload.
import { refused, UNKNOWN, UNKNOWN_BILLED, WELL } from "./expect.mjs";

const post = (fault) => [{ on: "submit", nth: 1, ...fault }];
const twice = [{ do: "generate" }, { do: "generate" }];
const TWO = { outcomes: ["completed", "completed"] };

const again = [
  { name: "the same request again", calls: twice, expect: { ...WELL, ...TWO, deduplicated: [false, true] } },
  {
    name: "the same request again after a lost answer",
    faults: post({ do: "drop_after" }),
    calls: twice,
    expect: { ...UNKNOWN_BILLED, outcomes: ["SubmissionUnknownError", "SubmissionUnknownError"] },
  },
  {
    name: "the same request again after a refusal",
    faults: post({ status: 402 }),
    calls: twice,
    expect: { ...WELL, outcomes: ["InsufficientQuotaError", "completed"], posts: 2 },
  },
  {
    name: "the same request again after a failed task",
    faults: post({ do: "fail" }),
    calls: twice,
    expect: { ...WELL, outcomes: ["TaskFailedError", "completed"], posts: 2, tasks: 2 },
  },
  {
    name: "the same request again a day later",
    calls: [{ do: "generate" }, { do: "generate", afterMs: 26 * 3_600_000 }],
    expect: { ...WELL, ...TWO, intents: 2, posts: 2, tasks: 2, billed: 2 },
  },
  {
    name: "another take of the same request",
    calls: [{ do: "generate" }, { do: "generate", options: { dedupe: false } }],
    expect: { ...WELL, ...TWO, intents: 2, posts: 2, tasks: 2, billed: 2, deduplicated: [false, false] },
  },
  {
    name: "the same request by two users",
    calls: [
      { do: "generate", options: { user: "ada" } },
      { do: "generate", options: { user: "bob" } },
    ],
    expect: { ...WELL, ...TWO, intents: 2, posts: 2, tasks: 2, billed: 2 },
  },
  {
    name: "the caller's own idempotency key",
    faults: post({ status: 429 }),
    calls: [{ do: "generate", options: { idempotencyKey: "order-2026-11-22-0001" } }],
    expect: { ...WELL, posts: 2, sameKey: "order-2026-11-22-0001" },
  },
  {
    name: "another request meanwhile",
    together: true,
    calls: [{ do: "generate" }, { do: "generate", request: { duration: 10 } }],
    expect: { ...WELL, ...TWO, intents: 2, posts: 2, tasks: 2, billed: 2 },
  },
];

const clients = [
  { do: "generate", client: 0 },
  { do: "generate", client: 1 },
];
const together = [
  ["one client asked twice at once", twice, "memory"],
  ["two clients that share a store, at once", clients, "memory"],
  ["two clients that share a durable store, at once", clients, "durable"],
].flatMap(([name, calls, store]) => [
  { name, store, together: true, calls, expect: { ...WELL, ...TWO, polls: [2, 40] } },
  {
    name: `${name}, the answer slow`,
    store,
    together: true,
    calls,
    faults: post({ delayMs: 20_000 }),
    expect: { ...WELL, ...TWO, polls: [2, 40] },
  },
  {
    name: `${name}, the answer lost`,
    store,
    together: true,
    calls,
    faults: post({ do: "drop_after" }),
    expect: { ...UNKNOWN_BILLED, outcomes: ["SubmissionUnknownError", "SubmissionUnknownError"] },
  },
  {
    name: `${name}, the first told 429`,
    store,
    together: true,
    calls,
    faults: post({ status: 429, retryAfter: 20 }),
    expect: { ...WELL, ...TWO, posts: 2, sameKey: true, polls: [2, 40] },
  },
  {
    name: `${name}, one aborted in flight`,
    store,
    together: true,
    calls,
    faults: post({ do: "hang" }),
    when: [{ at: "stalled", posts: 1, do: "abort", call: 0 }],
    expect: { ...UNKNOWN_BILLED, outcomes: ["AbortError", "SubmissionUnknownError"] },
  },
  {
    name: `${name}, one aborted in the pause after 429`,
    store,
    together: true,
    calls,
    faults: post({ status: 429, retryAfter: 20 }),
    when: [{ at: "idle", posts: 1, do: "abort", call: 0 }],
    expect: { ...WELL, outcomes: ["AbortError", "completed"], posts: 2, polls: [1, 20] },
  },
]);
together.push(
  {
    name: "two clients that share a store, the first refused",
    together: true,
    calls: clients,
    faults: [{ on: "submit", status: 400 }],
    expect: {
      ...refused("InvalidRequestError", "invalid_request", 2),
      outcomes: ["InvalidRequestError", "InvalidRequestError"],
    },
  },
  {
    name: "three clients that share a durable store, at once, twenty seconds late",
    store: "durable",
    together: true,
    calls: [...clients, { do: "generate", client: 2 }],
    faults: post({ delayMs: 20_000 }),
    expect: { ...WELL, outcomes: ["completed", "completed", "completed"], polls: [3, 60] },
  },
);

const minute = 60_000;
const left = { posts: 0, polls: 0, tasks: 0, billed: 0 };
const crashed = [
  {
    name: "a claim left behind by a crash six minutes ago",
    records: [{ state: "submitting", agoMs: 6 * minute }],
    expect: { ...UNKNOWN, ...left, record: "submitting" },
  },
  {
    name: "a claim left behind by a crash a minute ago",
    records: [{ state: "submitting", agoMs: minute }],
    expect: { ...UNKNOWN, ...left, record: "submitting", elapsedMs: [4 * minute, 4 * minute + 1000] },
  },
  {
    name: "a claim left behind by a crash, in a durable store",
    store: "durable",
    records: [{ state: "submitting", agoMs: 6 * minute }],
    expect: { ...UNKNOWN, ...left, record: "submitting" },
  },
  {
    name: "a claim from a clock an hour ahead",
    records: [{ state: "submitting", agoMs: -60 * minute }],
    expect: { ...UNKNOWN, ...left, record: "submitting", elapsedMs: [5 * minute, 5 * minute + 1000] },
  },
  {
    name: "an unknown outcome left behind",
    records: [{ state: "unknown", agoMs: minute }],
    expect: { ...UNKNOWN, ...left },
  },
  {
    name: "an unknown outcome the caller has decided about",
    records: [{ state: "unknown", agoMs: minute }],
    calls: [{ do: "generate" }, { do: "forget" }, { do: "generate" }],
    expect: { ...WELL, outcomes: ["SubmissionUnknownError", "forgotten", "completed"] },
  },
  { name: "a record that has expired", records: [{ state: "unknown", agoMs: 26 * 60 * minute }], expect: WELL },
  {
    name: "a record of a task the API no longer knows",
    records: [{ state: "submitted", taskId: "task-unified-1-gone", agoMs: minute }],
    expect: { ...refused("NotFoundError", "task_not_found"), posts: 0, polls: 1, taskId: true, record: "submitted" },
  },
];

const failing = [
  { name: "a store that cannot claim", storeFails: ["claim"], expect: { ...refused("Error"), posts: 0 } },
  {
    name: "a store that cannot note the task",
    store: "durable",
    storeFails: ["set"],
    expect: { ...WELL, record: "submitting", events: ["store_failed"] },
  },
  {
    name: "a store that cannot note a lost answer",
    store: "durable",
    storeFails: ["set"],
    faults: post({ do: "drop_after" }),
    expect: { ...UNKNOWN_BILLED, record: "submitting", events: ["store_failed"] },
  },
  {
    name: "a store that cannot forget",
    storeFails: ["delete"],
    faults: post({ status: 400 }),
    expect: { ...refused("InvalidRequestError", "invalid_request"), record: "submitting", events: ["store_failed"] },
  },
];

/** The page is reloaded, the process killed, the Worker's request over; then somebody starts anew. */
const reloads = [
  ["in the sleep between polls", [], { at: "idle", polls: 1 }, "resume", WELL],
  ["with a poll in flight", [{ on: "poll", nth: 1, do: "hang" }], { at: "stalled", polls: 1 }, "resume", WELL],
  ["before the first poll", [], { at: "idle", posts: 1, polls: 0 }, "resume", WELL],
  [
    "in the sleep between polls, then asked again",
    [],
    { at: "idle", polls: 2 },
    "generate",
    { ...WELL, deduplicated: [true] },
  ],
  [
    "with a POST in flight",
    post({ do: "hang" }),
    { at: "stalled", posts: 1 },
    "resume",
    { ...UNKNOWN_BILLED, outcome: "record submitting", code: undefined, record: "submitting" },
  ],
  [
    "with a POST in flight, then asked again",
    post({ do: "hang" }),
    { at: "stalled", posts: 1 },
    "generate",
    { ...UNKNOWN_BILLED, record: "submitting", elapsedMs: [15_000, 30_000] },
  ],
  [
    "in the pause after 429, then asked again",
    post({ status: 429, retryAfter: 30 }),
    { at: "idle", posts: 1 },
    "generate",
    { ...UNKNOWN, record: "submitting" },
  ],
].flatMap(([place, faults, hook, then, expect]) => {
  const phases = [{ when: [{ ...hook, do: "leave" }] }, { calls: [{ do: then }] }];
  return ["durable", "web"].map((store) => ({
    name: `reloaded ${place}${store === "web" ? ", in Web Storage" : ""}`,
    store,
    ...(store === "web" ? { engines: ["chromium"] } : {}),
    faults,
    phases,
    gapMs: 280_000,
    expect,
  }));
});

export const stores = [...again, ...together, ...crashed, ...failing, ...reloads];
