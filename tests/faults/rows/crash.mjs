// What somebody left behind: a crash, a store that fails, a page that was reloaded.
import { refused, UNKNOWN, UNKNOWN_BILLED, WELL } from "./expect.mjs";

const post = (fault) => [{ on: "submit", nth: 1, ...fault }];
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
  {
    name: "a store that cannot claim",
    storeFails: ["claim"],
    expect: { ...refused("WanError", "store_failed"), posts: 0 },
  },
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

export const crash = [...crashed, ...failing, ...reloads];
