// Results and callbacks.
import { WELL } from "./expect.mjs";

const HOUR = 3_600_000;
const got = [{ do: "generate" }, { do: "download" }];
const VIDEO = { ...WELL, outcomes: ["completed", "video"] };
const result = (fault) => [{ on: "result", ...fault }];
const bad = (outcome, code) => ({ ...WELL, outcomes: ["completed", outcome], lastCode: code });

const downloads = [
  { name: "the video", calls: got, expect: VIDEO },
  { name: "the video, 503 once", calls: got, faults: result({ nth: 1, status: 503, body: "html" }), expect: VIDEO },
  { name: "the video, dropped once", calls: got, faults: result({ nth: 1, do: "drop_before" }), expect: VIDEO },
  {
    name: "the video, dropped three times",
    calls: got,
    faults: result({ do: "drop_before" }),
    expect: bad("NetworkError", "network_error"),
  },
  {
    name: "a page in place of the video",
    calls: got,
    faults: result({ do: "html" }),
    expect: bad("WanError", "not_a_video"),
  },
  {
    name: "nothing in place of the video",
    calls: got,
    faults: result({ status: 200, body: { text: "" } }),
    expect: bad("WanError", "not_a_video"),
  },
  {
    name: "a link that has expired",
    calls: [{ do: "generate" }, { do: "download", afterMs: 25 * HOUR }],
    expect: { ...bad("WanError", "result_expired"), polls: [2, 20], record: "none" },
  },
  {
    name: "a link refused once, and renewed",
    calls: got,
    faults: result({ nth: 1, status: 403, body: "html" }),
    expect: { ...VIDEO, polls: [2, 20] },
  },
];

const hooked = { request: { callback_url: "https://hooks.example.com/wan?secret=faults-callback-secret" } };
const taken = (calls, outcomes, more = {}) => ({
  calls: [{ do: "submit", ...hooked }, { do: "sleep", ms: 70_000 }, ...calls],
  expect: { ...WELL, polls: [0, 3], outcomes: ["submitted", "slept", ...outcomes], ...more },
});
const forged = (body, more) => ({ do: "callback", forge: true, body, ...more });

const callbacks = [
  { name: "a callback", ...taken([{ do: "callback" }], ["taken"], { polls: 1 }) },
  {
    name: "a callback delivered twice",
    ...taken([{ do: "callback" }, { do: "callback" }], ["taken", "duplicate"], { polls: 1 }),
  },
  {
    name: "a callback sent again by the server",
    callbackStatus: 500,
    ...taken([{ do: "callback" }, { do: "sleep", ms: 10_000 }, { do: "callback" }], ["taken", "slept", "duplicate"], {
      polls: 1,
    }),
  },
  {
    name: "a callback whose task is read only at the third attempt",
    faults: [{ on: "poll", nth: [1, 2], status: 502 }],
    ...taken([{ do: "callback" }], ["taken"], { polls: 3 }),
  },
  {
    name: "a callback whose task cannot be read, delivered again",
    faults: [{ on: "poll", nth: [1, 2, 3], status: 502 }],
    ...taken([{ do: "callback" }, { do: "callback" }], ["ServerError", "taken"], { polls: 4 }),
  },
  {
    name: "a callback without the secret",
    ...taken([{ do: "callback", secret: "" }], ["WanError"], { polls: 0, lastCode: "callback_forbidden" }),
  },
  {
    name: "a callback with another secret",
    ...taken(
      [forged({ id: "task-unified-1-x", status: "completed" }, { secret: "faults-callback-secreT" })],
      ["WanError"],
      { polls: 0, lastCode: "callback_forbidden" },
    ),
  },
  {
    name: "a callback that names somebody else's task",
    ...taken(
      [forged({ id: "task-unified-1-x", status: "completed", results: ["https://evil.example/x.mp4"] })],
      ["NotFoundError"],
      { polls: 1, lastCode: "task_not_found" },
    ),
  },
  {
    name: "a callback that names a path",
    ...taken([forged({ id: "../credits", status: "completed" })], ["InvalidRequestError"], { polls: 1 }),
  },
  {
    name: "a callback without a task",
    ...taken([forged({ status: "completed" })], ["WanError"], { polls: 0, lastCode: "callback_invalid" }),
  },
  {
    name: "a callback that is no JSON",
    ...taken([forged("completed")], ["WanError"], { polls: 0, lastCode: "callback_invalid" }),
  },
];

export const results = [...downloads, ...callbacks];
