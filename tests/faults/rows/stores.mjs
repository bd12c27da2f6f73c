// The same request more than once: again, at once, by two clients.
import { refused, UNKNOWN_BILLED, WELL } from "./expect.mjs";

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

export const stores = [...again, ...together];
