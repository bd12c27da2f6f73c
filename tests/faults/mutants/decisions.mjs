// Wrongs done to the state machines in Rust.

const SUBMIT = "src/protocol/submit.rs";
const WAIT = "src/protocol/wait.rs";

export const decisions = [
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
    find: "200..=299 if answer.body.is_some_and(|body| task::has_id(task::inside(body))) =>",
    replace: "200..=299 if answer.body.is_some() =>",
    // Looked at twice, since this is where money is lost: as the answer comes, and as a task is made of it.
    also: { file: "js/client/submit.ts", find: 'if (!facts || facts.id === "")', replace: "if (!facts)" },
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
    find: "STATUSES.iter().any(|(known, over)| *over && *known == status)",
    replace: "!STATUSES.iter().any(|(known, over)| !*over && *known == status)",
    red: ["the task has a status nobody knows"],
  },
  {
    name: "forgets the deadline",
    file: WAIT,
    find: "self.may_outlive = left < chance;",
    replace: "self.may_outlive = left < -1e15;",
    red: ["the task never finishes"],
  },
  {
    name: "gives up before the last look",
    file: WAIT,
    find: "Event::Start | Event::Resumed | Event::TimerFired => self.look(now),",
    replace:
      "Event::Start | Event::Resumed | Event::TimerFired if now - self.started < self.poll.deadline_ms - EARLY_MS => self.look(now),\n            Event::Start | Event::Resumed | Event::TimerFired => self.over(WaitOutcome::Deadline),",
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
    find: "            (200..=299, _) => {\n",
    replace:
      "            (200..=299, _) if self.attempt > 0 => return self.over(WaitOutcome::Deadline),\n            (200..=299, _) => {\n",
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
