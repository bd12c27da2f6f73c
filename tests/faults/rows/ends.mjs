// How a task can end, when, and reading it once.
import { ended, WELL } from "./expect.mjs";

const always = (fault) => [{ on: "poll", ...fault }];
const task = (fault) => [{ on: "submit", nth: 1, ...fault }];
const FAILED = { billed: 0, record: "none" };
const ending = [
  ["the task fails", task({ do: "fail" }), ended("TaskFailedError", "service_error", FAILED)],
  [
    "the task fails for its content",
    task({ do: "fail", code: "content_policy_violation" }),
    ended("ContentPolicyError", "content_policy_violation", FAILED),
  ],
  [
    "the task fails with a code nobody knows",
    task({ do: "fail", code: "gpu_on_fire" }),
    ended("TaskFailedError", "gpu_on_fire", FAILED),
  ],
  ["the task is cancelled", task({ do: "cancel" }), ended("TaskFailedError", "request_cancelled", FAILED)],
  [
    "the task completes without a URL",
    task({ do: "no_result" }),
    ended("TaskFailedError", "no_result", { record: "submitted" }),
  ],
  [
    "the task never finishes",
    task({ do: "never_finish" }),
    ended("DeadlineError", "deadline", { billed: 0, elapsedMs: [900_000, 905_000], review: true }),
  ],
  [
    "the task has a status nobody knows",
    task({ do: "unknown_status" }),
    ended("DeadlineError", "deadline", { billed: 0, elapsedMs: [900_000, 905_000], review: true }),
  ],
].map(([name, faults, expect]) => ({ name, faults, expect }));

const unfinished = [
  {
    name: "the task completes without a URL, and is asked for again",
    faults: task({ do: "no_result" }),
    calls: [{ do: "generate" }, { do: "generate" }],
    expect: { ...WELL, outcomes: ["TaskFailedError", "TaskFailedError"] },
  },
];

const times = [
  {
    name: "a task of seven minutes is marked for review",
    generationMs: 420_000,
    expect: { ...WELL, polls: [5, 40], review: true },
  },
  {
    name: "a task done in the last second before the deadline",
    generationMs: 899_950,
    expect: { ...WELL, polls: [20, 60], elapsedMs: [899_950, 905_000], review: true },
  },
  { name: "a task done at once", generationMs: 0, expect: { ...WELL, polls: 1, elapsedMs: [4500, 5500] } },
  {
    name: "an estimate far too short",
    generationMs: 200_000,
    estimatedSeconds: 1,
    expect: { ...WELL, polls: [5, 30] },
  },
  {
    name: "an estimate far too long",
    generationMs: 30_000,
    estimatedSeconds: 36_000,
    expect: { ...WELL, polls: [1, 8], elapsedMs: [30_000, 65_000] },
  },
  {
    name: "a deadline of one minute, then resumed",
    generationMs: 120_000,
    calls: [{ do: "generate", options: { deadlineMs: 60_000 } }, { do: "wait" }],
    expect: { ...WELL, outcomes: ["DeadlineError", "completed"], polls: [4, 30] },
  },
  {
    name: "the last answer before the deadline is lost",
    generationMs: 50_000,
    faults: always({ do: "html", nth: [1, 2, 3, 4, 5, 6, 7, 8] }),
    calls: [{ do: "generate", options: { deadlineMs: 60_000 } }, { do: "wait" }],
    expect: { ...WELL, outcomes: ["DeadlineError", "completed"], polls: [3, 20] },
  },
];

const reads = [
  {
    name: "a read with 500 once",
    calls: [{ do: "submit" }, { do: "retrieve" }],
    faults: [{ on: "poll", nth: 1, status: 500 }],
    expect: { ...WELL, outcomes: ["submitted", "retrieved"], polls: 2 },
  },
  {
    name: "a read lost once",
    calls: [{ do: "submit" }, { do: "retrieve" }],
    faults: [{ on: "poll", nth: 1, do: "drop_after" }],
    expect: { ...WELL, outcomes: ["submitted", "retrieved"], polls: 2 },
  },
  {
    name: "a read with 502 for good",
    calls: [{ do: "submit" }, { do: "retrieve" }],
    faults: always({ status: 502, body: "html" }),
    expect: { ...WELL, outcomes: ["submitted", "ServerError"], polls: 3 },
  },
  {
    name: "a read with HTML for good",
    calls: [{ do: "submit" }, { do: "retrieve" }],
    faults: always({ do: "html" }),
    expect: { ...WELL, outcomes: ["submitted", "NetworkError"], polls: 3 },
  },
  {
    name: "a watched task through HTML and 502",
    calls: [{ do: "submit" }, { do: "watch" }],
    faults: [
      { on: "poll", nth: 1, do: "html" },
      { on: "poll", nth: 2, status: 502 },
    ],
    expect: { ...WELL, outcomes: ["submitted", "watched"] },
  },
];

export const ends = [...ending, ...unfinished, ...times, ...reads];
