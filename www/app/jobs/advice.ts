/** What can be done about an error, which is the package's to say, and how the page tells it. */
import { type Action, actionFor } from "wanreel/video";
import type { Trouble } from "../../shared/trouble.js";
import type { Errors, ErrorWords } from "../language/errors-en.js";

export type Button = "resume" | "download" | "again" | "pay-again" | "edit" | "reset";

export interface Advice extends ErrorWords {
  /** Nothing went wrong: shown without alarm. */
  calm?: boolean;
  buttons: Button[];
  /** The advice cannot be followed without the request's fingerprint. */
  fingerprint: boolean;
}

/** Buttons beside those of the action. */
const BESIDE: Record<string, Button[]> = {
  PermissionDeniedError: ["edit"],
  NotFoundError: ["reset"],
  TaskFailedError: ["edit"],
  ConfigError: ["edit"],
};

/** What they say of a submit is not true of a look at a task. */
const REFUSALS = ["NetworkError", "RateLimitError", "InsufficientQuotaError", "ServerError", "ConfigError"];

export const stoppedAdvice = (words: Errors): Advice => ({
  ...words.stopped,
  calm: true,
  buttons: ["resume"],
  fingerprint: false,
});

export const notFetchedAdvice = (words: Errors): Advice => ({
  ...words.notFetched,
  buttons: ["download"],
  fingerprint: false,
});

function buttonsFor(action: Action, { code, taskId }: Trouble): Button[] {
  if (action === "reconcile") return ["edit", "pay-again"];
  if (action !== "operator") return [action];
  // Once they have acted. What is paid already is looked at again, and not sent.
  if (code === "no_result") return ["edit"];
  return [taskId === undefined ? "again" : "resume"];
}

function wordsFor({ name, code }: Trouble, words: Errors): ErrorWords {
  if (code === "no_result") return words.noResult;
  return Object.hasOwn(words, name) ? words[name as keyof Errors] : words.other;
}

export function adviceFor(trouble: Trouble, words: Errors): Advice {
  const action = actionFor(trouble);
  const told = wordsFor(trouble, words);
  const buttons = buttonsFor(action, trouble);
  // Where there is a task, going on with it comes before anything that could pay for another.
  const isRunning = buttons[0] === "resume";
  return {
    ...told,
    ...(isRunning && REFUSALS.includes(trouble.name) && { text: words.runsOn.text }),
    calm: trouble.name === "DeadlineError" || trouble.name === "JobCancelled",
    buttons: isRunning ? buttons : [...buttons, ...(BESIDE[trouble.name] ?? [])],
    fingerprint: action === "reconcile",
  };
}
