// Each error class by what the API answered, and how tasks end badly. Source: guide, section 9.
import { equal, isError, match, ok, rejection } from "./assert.mjs";
import { textRequest } from "./world.mjs";

const SUBMITS = {
  400: { fault: { status: 400 }, name: "InvalidRequestError", code: "invalid_request" },
  401: { fault: { status: 401 }, name: "AuthenticationError", code: "unauthorized" },
  402: { fault: { status: 402 }, name: "InsufficientQuotaError", code: "insufficient_quota" },
  403: { fault: { status: 403 }, name: "PermissionDeniedError", code: "model_access_denied" },
  "a bare 404": { fault: { status: 404, body: "empty" }, name: "UnknownModelError", code: "model_not_found" },
  "503 model_not_found": {
    fault: { status: 503, code: "model_not_found" },
    name: "UnknownModelError",
    code: "model_not_found",
  },
  "400 invalid_content": {
    fault: { status: 400, code: "invalid_content" },
    name: "ContentPolicyError",
    code: "content_policy_violation",
  },
  429: { fault: { status: 429, retryAfter: 0 }, name: "RateLimitError", code: "rate_limit_exceeded", retryable: true },
  "a 429 without a body": {
    fault: { status: 429, body: "empty" },
    name: "RateLimitError",
    code: "rate_limit_exceeded",
    retryable: true,
  },
  500: {
    fault: { status: 500 },
    attempts: 1,
    name: "ServerError",
    code: "internal_error",
    retryable: true,
  },
};

const READS = {
  400: { name: "InvalidRequestError", code: "invalid_task_id" },
  401: { name: "AuthenticationError", code: "unauthorized" },
  402: { name: "InsufficientQuotaError", code: "quota_exceeded" },
  403: { name: "PermissionDeniedError", code: "permission_denied" },
  404: { name: "NotFoundError", code: "task_not_found" },
  429: { name: "RateLimitError", code: "rate_limit_exceeded", retryable: true },
  500: { name: "ServerError", code: "internal_error", retryable: true },
};

const ENDS = {
  "failed: service_error": { fault: { do: "fail", code: "service_error" }, code: "service_error", status: "failed" },
  "failed, in words of its own": {
    fault: { do: "fail", code: "generation_timeout", message: "it took too long" },
    code: "generation_timeout",
    status: "failed",
    message: /it took too long/,
  },
  cancelled: { fault: { do: "cancel" }, code: "request_cancelled", status: "cancelled" },
  "completed without a URL": { fault: { do: "no_result" }, code: "no_result", status: "completed" },
  "content refused": {
    fault: { do: "fail", code: "content_policy_violation" },
    name: "ContentPolicyError",
    code: "content_policy_violation",
    status: "failed",
  },
};

export const cases = [
  ...Object.entries(SUBMITS).map(([what, { fault, attempts = 2, name, code, retryable = false }]) => ({
    name: `statuses: submit answered ${what} is ${name}`,
    async run({ wanreel, world, client }) {
      const there = await world({ faults: { on: "submit", ...fault } });
      const error = await rejection(client(there, { retry: { attempts } }).submit(textRequest()));
      isError(error, wanreel[name], { code, status: fault.status, retryable });
      ok(error instanceof wanreel.ApiError && error instanceof wanreel.WanError, "its bases");
      match(error.requestId, /./, "requestId");
      ok(error.message && error.hint, `message ${error.message}, hint ${error.hint}`);
      if (!fault.body) equal(error.body.error.message, error.message, "body");
      equal((await there.seen("submit")).length, retryable ? attempts : 1, "submits");
    },
  })),
  ...Object.entries(READS).map(([status, { name, code, retryable = false }]) => ({
    name: `statuses: retrieve answered ${status} is ${name}, with the task id`,
    async run({ wanreel, world, client }) {
      const there = await world({ faults: { on: "poll", status: Number(status) } });
      const error = await rejection(client(there, { retry: { attempts: 2 } }).retrieve("task-unified-1-abc"));
      isError(error, wanreel[name], { code, status: Number(status), retryable, taskId: "task-unified-1-abc" });
      equal((await there.seen("poll")).length, retryable ? 2 : 1, "requests");
    },
  })),
  ...[400, 401, 403, 404].map((status) => ({
    name: `statuses: a wait answered ${status} ends with the task id`,
    async run({ wanreel, world, client }) {
      const there = await world({ faults: { on: "poll", status } });
      const error = await rejection(client(there).generate(textRequest()));
      const [{ id }] = await there.tasks();
      isError(error, wanreel[READS[status].name], { taskId: id, status });
      equal((await there.seen("poll")).length, 1, "polls");
    },
  })),
  ...Object.entries(ENDS).map(([what, { fault, name = "TaskFailedError", code, status, message = /./ }]) => ({
    name: `statuses: a task that is ${what} is ${name}`,
    async run({ wanreel, world, client }) {
      const there = await world({ faults: { nth: 1, ...fault } });
      const wan = client(there);
      const request = textRequest();
      const error = isError(await rejection(wan.generate(request)), wanreel[name], { code });
      ok(error instanceof wanreel.TaskFailedError, "it is a TaskFailedError");
      equal(error.task.status, status, "task.status");
      equal(error.taskId, error.task.id, "taskId");
      match(error.message, message, "message");
      ok(error.hint, "hint");
      if (status === "completed") {
        // What completed is paid for, with a URL or without.
        isError(await rejection(wan.generate(request)), wanreel[name], { code, taskId: error.taskId });
        equal((await there.seen("submit")).length, 1, "submits");
        return;
      }
      equal(await there.billed(), 0, "billed");
      ok((await wan.generate(request)).id !== error.taskId, "the same request again is a new task");
      equal((await there.seen("submit")).length, 2, "submits");
    },
  })),
  {
    name: "statuses: the key the server does not know",
    async run({ wanreel, world, client }) {
      const there = await world({ apiKeys: ["another-key"] });
      isError(await rejection(client(there).submit(textRequest())), wanreel.AuthenticationError, { status: 401 });
    },
  },
  {
    name: "statuses: a rate limit says how long",
    async run({ wanreel, world, client }) {
      const there = await world({ faults: { on: "submit", status: 429, retryAfter: 600 } });
      const error = await rejection(client(there).submit(textRequest()));
      isError(error, wanreel.RateLimitError, { retryAfterMs: 600_000 });
      equal((await there.seen("submit")).length, 1, "more than two minutes are not waited for");
    },
  },
  {
    name: "statuses: no connection is a NetworkError, after as many attempts as allowed",
    async run({ wanreel, world, client }) {
      const there = await world({ faults: { do: "drop_before" } });
      const error = await rejection(client(there, { retry: { attempts: 2 } }).credits());
      isError(error, wanreel.NetworkError, { attempt: 2, retryable: true });
      ok(error.cause !== undefined, "the engine's own error is the cause");
    },
  },
];
