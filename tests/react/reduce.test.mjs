// What a page shows after each thing that happens, without React: the reducer, and what a visitor can do about each error.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as wanreel from "wanreel";
import { actionFor, IDLE, reduce } from "wanreel/video";

const REQUEST = { model: "wan2.7-text-to-video", prompt: "A lighthouse keeper climbs the stairs at dusk" };
const task = (more) => ({ id: "task-1", status: "processing", progress: 0, results: [], raw: null, ...more });
const after = (...events) => events.reduce(reduce, IDLE);
const begun = { type: "generate", request: REQUEST, at: 1000 };

test("progress steps back for another task only", () => {
  const far = { type: "task", task: task({ progress: 60 }), at: 2000 };
  const near = { type: "task", task: task({ progress: 20 }), at: 3000 };
  assert.equal(after(begun, far, near).progress, 60);
  assert.equal(after(begun, far, { ...near, task: task({ id: "task-2", progress: 20 }) }).progress, 20);
  assert.equal(after(begun, far, begun).progress, 0);
});

test("seconds left are the API's estimate less what has passed, and never less than none", () => {
  const news = (at) => ({ type: "task", task: task({ estimatedSeconds: 40 }), at });
  assert.equal(after(begun, news(11_000)).etaSeconds, 30);
  assert.equal(after(begun, news(91_000)).etaSeconds, 0);
  assert.equal(after(begun, news(11_000), { type: "completed", task: task() }).etaSeconds, undefined);
});

test("a stopped job stays so when its task becomes known, and keeps it", () => {
  const state = after(begun, { type: "stop" }, { type: "task", task: task(), at: 2000 });
  assert.deepEqual([state.status, state.task.id], ["stopped", "task-1"]);
});

test("an error that went through JSON is one again", () => {
  const error = new wanreel.DeadlineError("not ready", { code: "deadline", hint: "wait on", task: task() });
  const sent = JSON.parse(JSON.stringify(error));
  const state = after(begun, { type: "error", error: sent });
  assert.ok(state.error instanceof Error);
  const { name, message, hint } = state.error;
  assert.deepEqual([name, message, hint], ["DeadlineError", "not ready", "wait on"]);
  assert.deepEqual([state.status, state.action, state.task.id], ["error", "resume", "task-1"]);
});

test("whatever is thrown, a state comes out", () => {
  for (const error of [
    undefined,
    null,
    7,
    "no",
    {},
    { message: 3 },
    Object.create(null),
    Object.freeze({ message: "" }),
  ])
    assert.equal(after(begun, { type: "error", error }).status, "error");
});

/** Every class the package throws; `running`: what is left to do where the error names its task. */
const ACTIONS = {
  ValidationError: { action: "edit" },
  BudgetError: { action: "edit" },
  ConfigError: { action: "operator" },
  WanError: { action: "again", running: "resume" },
  ApiError: { action: "again", running: "resume" },
  AuthenticationError: { action: "operator" },
  InsufficientQuotaError: { action: "operator" },
  PermissionDeniedError: { action: "operator" },
  NotFoundError: { action: "again" },
  UnknownModelError: { action: "edit" },
  RateLimitError: { action: "again", running: "resume" },
  ContentPolicyError: { action: "edit" },
  InvalidRequestError: { action: "edit", running: "resume" },
  ServerError: { action: "again", running: "resume" },
  NetworkError: { action: "again", running: "resume" },
  SubmissionUnknownError: { action: "reconcile" },
  TaskFailedError: { action: "again" },
  DeadlineError: { action: "again", running: "resume" },
};

test("each class of error has something to do about it", () => {
  const classes = Object.keys(wanreel).filter((name) => name.endsWith("Error"));
  assert.deepEqual(classes.sort(), Object.keys(ACTIONS).sort(), "no class is left out");
  for (const [name, { action, running = action }] of Object.entries(ACTIONS)) {
    assert.equal(actionFor({ name }), action, name);
    assert.equal(actionFor({ name, taskId: "task-1" }), running, `${name} with a task`);
  }
});

test("what completed without a video is paid for, so it is not for a visitor to send again", () => {
  assert.equal(actionFor({ name: "TaskFailedError", code: "no_result", taskId: "task-1" }), "operator");
});
