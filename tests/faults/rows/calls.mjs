// Aborts and frees at each await.
import { refused, UNKNOWN_BILLED, WELL } from "./expect.mjs";

const post = (fault) => [{ on: "submit", nth: 1, ...fault }];
const poll = (fault) => [{ on: "poll", nth: 1, ...fault }];

/** Where a call can be when something strikes: the faults that hold it there, the hook, and what has been sent. */
const SUBMITTING = [
  ["in the key function of a submit", [], { at: "key", posts: 0 }],
  ["in the claim", [], { at: "claim" }],
  ["with a POST in flight", post({ do: "hang" }), { at: "stalled", posts: 1, body: false }],
  ["in the body of a POST's answer", post({ trickleMs: 20_000 }), { at: "stalled", posts: 1, body: true }],
  ["in the pause after 429", post({ status: 429, retryAfter: 30 }), { at: "idle", posts: 1 }],
  ["in the pause after 500", post({ status: 500 }), { at: "idle", posts: 1 }],
  [
    "with a POST in flight after 429",
    [...post({ status: 429 }), { on: "submit", nth: 2, do: "hang" }],
    { at: "stalled", posts: 2 },
  ],
];
const WAITING = [
  ["while the store notes the task", [], { at: "set" }],
  ["in the key function of a poll", [], { at: "key", posts: 1 }],
  ["in the pause before the first poll", [], { at: "idle", posts: 1, polls: 0 }],
  ["with a poll in flight", poll({ do: "hang" }), { at: "stalled", polls: 1, body: false }],
  ["in the body of a poll's answer", poll({ trickleMs: 10_000 }), { at: "stalled", polls: 1, body: true }],
  ["in the sleep between polls", [], { at: "idle", polls: 2 }],
  ["in the sleep after a lost poll", poll({ do: "drop_before" }), { at: "idle", polls: 1 }],
];

const NOTHING = { ...refused("AbortError"), code: 20 };
const LOST_BILLED = { ...UNKNOWN_BILLED, outcome: "AbortError", code: 20 };
const stopped = {
  "in the key function of a submit": { ...NOTHING, posts: 0 },
  "in the claim": { ...NOTHING, posts: 0 },
  "with a POST in flight": LOST_BILLED,
  "in the body of a POST's answer": LOST_BILLED,
  "in the pause after 429": NOTHING,
  "in the pause after 500": NOTHING,
  "with a POST in flight after 429": { ...LOST_BILLED, posts: 2 },
};
const lasting = {
  outcome: "AbortError",
  code: 20,
  posts: 1,
  tasks: 1,
  billed: 1,
  record: "submitted",
  taskId: true,
  polls: [0, 2],
};

const aborts = [
  ...SUBMITTING.map(([place, faults, hook]) => {
    return { name: `aborted ${place}`, faults, when: [{ ...hook, do: "abort" }], expect: stopped[place] };
  }),
  ...WAITING.map(([place, faults, hook]) => {
    return {
      name: `aborted ${place}`,
      faults,
      when: [{ ...hook, do: "abort" }],
      expect: { ...lasting, polls: [0, hook.polls ?? 0] },
    };
  }),
  {
    name: "aborted in the pause before a re-send",
    faults: post({ do: "drop_after" }),
    options: { onUnknownOutcome: "resend-once" },
    when: [{ at: "idle", posts: 1, do: "abort" }],
    expect: LOST_BILLED,
  },
  {
    name: "aborted with a reason that is no error",
    when: [{ at: "idle", polls: 1, do: "abort", reason: "enough" }],
    expect: { ...lasting, outcome: "reason enough", code: undefined, polls: 1, taskId: false },
  },
  {
    name: "aborted in a wait, then resumed",
    when: [{ at: "idle", polls: 1, do: "abort" }],
    calls: [{ do: "generate" }, { do: "wait" }],
    expect: { ...WELL, outcomes: ["AbortError", "completed"] },
  },
  {
    name: "aborted in the pause after 429, then asked again",
    faults: post({ status: 429, retryAfter: 30 }),
    when: [{ at: "idle", posts: 1, do: "abort" }],
    calls: [{ do: "generate" }, { do: "generate" }],
    expect: { ...WELL, outcomes: ["AbortError", "completed"], posts: 2 },
  },
  {
    name: "aborted with a POST in flight, then asked again",
    faults: post({ do: "hang" }),
    when: [{ at: "stalled", posts: 1, do: "abort" }],
    calls: [{ do: "generate" }, { do: "generate" }],
    expect: { ...UNKNOWN_BILLED, outcomes: ["AbortError", "SubmissionUnknownError"] },
  },
  {
    name: "aborted in a read",
    faults: poll({ do: "hang" }),
    when: [{ at: "stalled", polls: 1, do: "abort", call: 1 }],
    calls: [{ do: "submit" }, { do: "retrieve" }],
    expect: { ...WELL, outcomes: ["submitted", "AbortError"], polls: 1 },
  },
  {
    name: "aborted in a read's pause",
    faults: poll({ status: 500 }),
    when: [{ at: "idle", polls: 1, do: "abort", call: 1 }],
    calls: [{ do: "submit" }, { do: "retrieve" }],
    expect: { ...WELL, outcomes: ["submitted", "AbortError"], polls: 1 },
  },
];

// A call under way goes on to its end without the client; later ones are refused.
const held = {
  "with a POST in flight": { ...UNKNOWN_BILLED, outcomes: ["SubmissionUnknownError", "ConfigError"] },
  "in the pause after 429": { posts: 2 },
  "in the pause after 500": { posts: 2 },
  "with a POST in flight after 429": {
    ...UNKNOWN_BILLED,
    posts: 2,
    outcomes: ["SubmissionUnknownError", "ConfigError"],
  },
};
const frees = [...SUBMITTING, ...WAITING].map(([place, faults, hook]) => ({
  name: `freed ${place}`,
  faults,
  when: [{ ...hook, do: "free" }],
  calls: [{ do: "generate" }, { do: "submit" }],
  expect: { ...WELL, outcomes: ["completed", "ConfigError"], ...held[place] },
}));

export const calls = [...aborts, ...frees];
