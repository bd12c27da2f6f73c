// The error classes as values: real errors, named, readable, without secrets.
import { deepEqual, equal, isError, match, ok, same, thrown } from "./assert.mjs";

const TASK = { id: "task-unified-1-abc", status: "failed", progress: 0, results: [], raw: {} };
const API = { code: "some_code", status: 418, hint: "do this", requestId: "req-1", body: { secret: "a long page" } };
const FIELDS = { code: "some_code", hint: "do this" };

/** One of each class, and the class it derives from. */
function samples(wanreel) {
  const make = (name, fields) => new wanreel[name]("what happened", fields);
  const apiKin = [
    "AuthenticationError",
    "InsufficientQuotaError",
    "PermissionDeniedError",
    "NotFoundError",
    "UnknownModelError",
    "RateLimitError",
    "ContentPolicyError",
    "InvalidRequestError",
    "ServerError",
  ];
  return [
    ["WanError", make("WanError", FIELDS), "WanError"],
    ["ValidationError", thrown(() => wanreel.buildRequest({ model: "wan27-t2v" })), "WanError"],
    ["BudgetError", make("BudgetError", { limit: "perCallMicroUsd", requested: 2, remaining: 1 }), "WanError"],
    ["ConfigError", thrown(() => new wanreel.WanClient({ baseUrl: "" })), "WanError"],
    ["ApiError", make("ApiError", API), "WanError"],
    ...apiKin.map((name) => [name, make(name, API), "ApiError"]),
    ["NetworkError", make("NetworkError", { ...FIELDS, attempt: 3 }), "WanError"],
    [
      "SubmissionUnknownError",
      make("SubmissionUnknownError", { ...FIELDS, fingerprint: "f", idempotencyKey: "k" }),
      "WanError",
    ],
    ["TaskFailedError", make("TaskFailedError", { ...FIELDS, task: TASK }), "WanError"],
    ["DeadlineError", make("DeadlineError", { ...FIELDS, task: TASK }), "WanError"],
  ];
}

export const cases = [
  {
    name: "errors: every class is a real error, with its name",
    run({ wanreel }) {
      for (const [name, error, base] of samples(wanreel)) {
        isError(error, wanreel[name]);
        ok(error instanceof Error && error instanceof wanreel.WanError && error instanceof wanreel[base], name);
        ok(!(error instanceof wanreel.MemoryStore), name);
        equal(Object.prototype.toString.call(error), "[object Error]", name);
        match(String(error), new RegExp(`^${name}: `), "String(error)");
        ok(error.message.length > 3 && typeof error.code === "string", name);
        equal(Object.hasOwn(error, "name"), false, "name is the class's, not each error's");
        equal(wanreel[name].name, name, "the class's name, minified or not");
      }
    },
  },
  {
    name: "errors: toJSON says all that is to be said, and no body, stack or cause",
    run({ wanreel }) {
      for (const [name, error] of samples(wanreel)) {
        const said = JSON.parse(JSON.stringify(error));
        deepEqual([said.name, said.message, said.code, said.hint], [name, error.message, error.code, error.hint]);
        for (const hidden of ["body", "stack", "cause"]) ok(!(hidden in said), `${name} says ${hidden}`);
        ok(!JSON.stringify(said).includes("a long page"), name);
        if (error.task) deepEqual(said.task, { id: TASK.id, status: TASK.status }, name);
        if (error.issues) deepEqual(said.issues, error.issues, name);
        if (error.status) equal(said.status, error.status, name);
      }
    },
  },
  {
    name: "errors: the cause is kept whole",
    run({ wanreel }) {
      const cause = new TypeError("fetch failed");
      const error = new wanreel.NetworkError("no answer", { ...FIELDS, attempt: 1, cause });
      equal(error.cause, cause, "cause");
      equal("cause" in new wanreel.WanError("x", FIELDS), false, "no cause where there is none");
    },
  },
  {
    name: "errors: one refused for its content counts as a failed task where there is a task",
    run({ wanreel }) {
      const { ContentPolicyError, TaskFailedError, NotFoundError } = wanreel;
      ok(new ContentPolicyError("no", { ...API, task: TASK }) instanceof TaskFailedError, "with a task");
      ok(!(new ContentPolicyError("no", API) instanceof TaskFailedError), "without one");
      class Mine extends TaskFailedError {}
      ok(!(new ContentPolicyError("no", { ...API, task: TASK }) instanceof Mine), "a subclass of the caller's own");
      ok(new Mine("no", { ...FIELDS, task: TASK }) instanceof TaskFailedError, "derived");
      for (const value of [null, undefined, 5, "x", {}]) ok(!(value instanceof TaskFailedError), String(value));
      ok(!(new NotFoundError("no", API) instanceof ContentPolicyError), "siblings");
    },
  },
  {
    name: "errors: printed, an error says its name, what happened and what to do",
    async run({ wanreel, show }) {
      for (const [name, error] of samples(wanreel)) {
        const text = await show(error);
        if (!text) continue;
        ok(text.includes(name) && text.includes(error.message), `${name} is printed as ${text}`);
        ok(!text.includes("a long page"), `${name} prints the body`);
      }
    },
  },
  {
    name: "errors: a validation error lists every finding",
    run({ wanreel }) {
      const error = thrown(() => wanreel.buildRequest({ model: "wan2.7-text-to-video", prompt: "", duration: 99 }));
      const { issues } = wanreel.validate({ model: "wan2.7-text-to-video", prompt: "", duration: 99 });
      ok(same(error.issues, issues) && issues.length === 2, "issues");
      for (const { message } of issues) ok(error.message.includes(message), `the message lacks ${message}`);
    },
  },
];
