// Small wrongs done to the client, each of which must turn a row red: { name, file, find, replace, red }. `find`
// stands exactly once in the file; `red` names rows of the table.

const SUBMIT = "src/flow/submit.rs";
const WAIT = "src/flow/wait.rs";

const flow = [
  {
    name: "re-sends a POST whose connection was lost",
    file: SUBMIT,
    find: "Event::Failed(Failure::NotSent) => self.again",
    replace: "Event::Failed(Failure::NotSent | Failure::Lost) => self.again",
    red: ["POST dropped after the server acted", "POST lost, in the words of Chromium"],
  },
  {
    name: "re-sends a POST that timed out",
    file: SUBMIT,
    find: "Event::Failed(Failure::NotSent) => self.again",
    replace: "Event::Failed(Failure::NotSent | Failure::TimedOut) => self.again",
    red: ["POST never answered"],
  },
  {
    name: "retries 502 on POST",
    file: SUBMIT,
    find: "let asked_to_wait = answer.status == 503",
    replace: "let asked_to_wait = answer.status == 502 || answer.status == 503",
    red: ["POST 502 after the server acted", "POST 502 in an envelope"],
  },
  {
    name: "takes any 500 for a refusal",
    file: SUBMIT,
    find: "answer.status == 500 && error::has_envelope(answer.body)",
    replace: "answer.status == 500",
    red: ["POST 500 in HTML", "POST 500 with half an envelope"],
  },
  {
    name: "takes 408 for a refusal",
    file: SUBMIT,
    find: "400..=499 if !matches!(answer.status, 408 | 499)",
    replace: "400..=499 if !matches!(answer.status, 499)",
    red: ["POST 408 after the server acted"],
  },
  {
    name: "takes any 200 for an acceptance",
    file: SUBMIT,
    find: "200..=299 if has_id(answer.body) =>",
    replace: "200..=299 if answer.body.is_some() || has_id(answer.body) =>",
    red: ["POST 200 without an id", "POST 200 with null"],
  },
  {
    name: "re-sends without end where asked to re-send once",
    file: SUBMIT,
    find: "if self.resend_once && !self.resent {",
    replace: "if self.resend_once && self.attempt < 3 {",
    red: ["re-sent once, both answers lost"],
  },
  {
    name: "believes a refusal of the copy",
    file: SUBMIT,
    find: "self.over(if self.resent { SubmitOutcome::Unknown } else { outcome })",
    replace: "self.over(outcome)",
    red: ["re-sent once, then 400"],
  },
  {
    name: "waits for an hour's Retry-After",
    file: SUBMIT,
    find: "const PATIENCE_MS: f64 = 120_000.0;",
    replace: "const PATIENCE_MS: f64 = 12_000_000.0;",
    red: ["POST 429 with Retry-After of an hour"],
  },
  {
    name: "takes an unknown status for an end",
    file: "src/task.rs",
    find: 'matches!(status, "completed" | "failed" | "cancelled")',
    replace: '!matches!(status, "pending" | "processing")',
    red: ["the task has a status nobody knows"],
  },
  {
    name: "forgets the deadline",
    file: WAIT,
    find: "self.last_look = left <= 0.0;",
    replace: "self.last_look = left <= -1e15;",
    red: ["the task never finishes"],
  },
  {
    name: "gives up before the last look",
    file: WAIT,
    find: "Event::Start | Event::Woke => self.look(now),",
    replace:
      "Event::Start | Event::Woke if now - self.started < self.poll.deadline_ms => self.look(now),\n            Event::Start | Event::Woke => self.over(WaitOutcome::Deadline),",
    red: ["a task done in the last second before the deadline"],
  },
  {
    name: "gives up on 500 in a wait",
    file: WAIT,
    find: "(400 | 401 | 403 | 404, _) => {",
    replace: "(400 | 401 | 403 | 404 | 500, _) => {",
    red: ["GET 500 in an envelope"],
  },
  {
    name: "takes HTML for the end of a wait",
    file: WAIT,
    find: '(200..=299, _) => self.trouble = Some("an answer that is no task"),',
    replace: "(200..=299, _) => return self.over(WaitOutcome::Deadline),",
    red: ["GET 200 with a page of HTML", "GET 200 with half the JSON"],
  },
  {
    name: "retries 503 model_not_found",
    file: "src/error.rs",
    find: 'matches!(code, "model_not_found" | "no_available_channel")',
    replace: 'matches!(code, "model_is_not_found" | "no_available_channel")',
    red: ["POST 503 model_not_found"],
  },
];

const exchange = "src/client/exchange.rs";
const carried = [
  {
    name: "follows redirects",
    file: exchange,
    find: "init.set_redirect(RequestRedirect::Manual);",
    replace: "init.set_redirect(RequestRedirect::Follow);",
    red: ["POST 307 to itself", "POST 303 to itself"],
  },
  {
    name: "ignores Retry-After",
    file: exchange,
    find: 'retry_after_ms: header("retry-after").and_then(|value| retry_after(&value)),',
    replace: 'retry_after_ms: header("no-such-header").and_then(|value| retry_after(&value)),',
    red: ["POST 429 with Retry-After in seconds", "GET 503 with Retry-After in seconds"],
  },
  {
    name: "reads no date in Retry-After",
    file: exchange,
    find: "Date::parse(value) - Date::now()",
    replace: "f64::NAN",
    red: ["POST 429 with Retry-After as a date"],
  },
  {
    name: "sends a new key with each attempt",
    file: exchange,
    find: 'headers.set("idempotency-key", key)?;',
    replace: 'headers.set("idempotency-key", &format!("{key}{}", js_sys::Math::random()))?;',
    red: ["POST 429", "re-sent once, the first dropped on the way"],
  },
  {
    name: "sends no key with a retry",
    file: "src/client/run.rs",
    find: 'Talk::Submit { body, key, .. } => {\n                Ask { path: "/v1/videos/generations", body: Some(body), idempotency_key: Some(key) }',
    replace:
      'Talk::Submit { body, key, flow, .. } => {\n                let key = (flow.attempt() < 2).then_some(key.as_str());\n                Ask { path: "/v1/videos/generations", body: Some(body), idempotency_key: key }',
    red: ["POST 429", "POST 500 in an envelope"],
  },
  {
    name: "takes a time-out for a request that never left",
    file: exchange,
    find: "Failed(Failure::TimedOut, JsValue::UNDEFINED)",
    replace: "Failed(Failure::NotSent, JsValue::UNDEFINED)",
    red: ["POST answered after 40 s"],
  },
  {
    name: "measures a wait by the calendar",
    file: "src/client/run.rs",
    find: "monotonic().unwrap_or_else(|_| Date::now())",
    replace: "Date::now().max(monotonic().unwrap_or(0.0))",
    red: ["the clock jumps an hour ahead in a wait"],
  },
];

const scripts = [
  {
    name: "claims nothing",
    file: "js/client/submit.ts",
    find: "const known = await submission.claim();",
    replace: "const known = undefined as string | undefined;",
    red: ["two clients that share a store, at once", "a claim left behind by a crash six minutes ago"],
  },
  {
    name: "releases the claim where the outcome is unknown",
    file: "js/client/submit.ts",
    find: "(unknown ? submission.outcomeUnknown() : submission.release())",
    replace: "(unknown ? submission.release() : submission.release())",
    red: ["the same request again after a lost answer"],
  },
  {
    name: "keeps the claim after a refusal",
    file: "js/client/submit.ts",
    find: "(unknown ? submission.outcomeUnknown() : submission.release())",
    replace: "(unknown ? submission.outcomeUnknown() : submission.outcomeUnknown())",
    red: ["the same request again after a refusal"],
  },
  {
    name: "releases the claim of a POST aborted in flight",
    file: "js/client/submit.ts",
    find: "(open ? submission.outcomeUnknown() : submission.release())",
    replace: "(open ? submission.release() : submission.release())",
    red: ["aborted with a POST in flight, then asked again"],
  },
  {
    name: "takes over a claim left behind",
    file: "js/client/submission.ts",
    find: "throw this.#unknown(there);",
    replace: "await this.#store.delete(this.key);",
    red: ["a claim left behind by a crash six minutes ago", "an unknown outcome left behind"],
  },
  {
    name: "polls on after an abort",
    file: "js/client/call.ts",
    find: "const abort = () => reject(signal?.reason);",
    replace: "const abort = () => void [reject, signal?.reason];",
    red: ["aborted in the sleep between polls", "aborted with a poll in flight"],
  },
  {
    name: "takes completed without a URL for success",
    file: "js/client/wait.ts",
    find: "if (task.results.length === 0) throw failed(task);",
    replace: "",
    red: ["the task completes without a URL"],
  },
  {
    name: "forgets a completed task without a URL",
    file: "js/client/wait.ts",
    find: 'if (task.status === "completed") {',
    replace: 'if (task.status === "completed" && task.results.length > 0) {',
    red: ["the task completes without a URL, and is asked for again"],
  },
  {
    name: "loses the task's id in an error of a wait",
    file: "js/client/wait.ts",
    find: "throw toError(ended, { taskId });",
    replace: "throw toError(ended, {});",
    red: ["GET 401", "GET 404"],
  },
  {
    name: "refuses to wait for a client that was freed meanwhile",
    file: "js/client/wan-client.ts",
    find: "wait: (task, given) => wait(this.#context, task, given),",
    replace: "wait: (task, given) => this.wait(task, given),",
    red: ["freed in the claim", "aborted while the store notes the task"],
  },
  {
    name: "believes a callback",
    file: "js/client/callback.ts",
    find: "const task = await retrieve(id);",
    replace: 'const task = { ...(await retrieve(id).catch(() => parseTask({ id, status: "completed" }))) };',
    red: ["a callback that names somebody else's task"],
  },
  {
    name: "takes a callback twice",
    file: "js/client/callback.ts",
    find: "if (this.#ended.has(id)) return undefined;",
    replace: "",
    red: ["a callback delivered twice"],
  },
  {
    name: "asks a callback for no secret",
    file: "js/client/callback.ts",
    find: "if (!(await same(given, secret))) {",
    replace: "if (!(await same(given, given))) {",
    red: ["a callback without the secret"],
  },
  {
    name: "claims in a folder without exclusion",
    file: "js/stores/file.ts",
    find: "const { mkdir, link, rm } = fileSystem();",
    replace: "const { mkdir, copyFile: link, rm } = fileSystem();",
    red: ["two clients that share a durable store, at once"],
  },
];

export const mutants = [...flow, ...carried, ...scripts];
