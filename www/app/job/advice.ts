/** What to say about each class of error, and the buttons for what can be done, which is the package's to say. */
import { type Action, actionFor } from "wanreel/video";
import type { Trouble } from "../../shared/trouble.js";

export type Button = "resume" | "download" | "again" | "pay-again" | "edit" | "reset";

export const BUTTONS: Record<Button, string> = {
  resume: "Keep waiting",
  download: "Download again",
  again: "Try again",
  "pay-again": "Send it again, and maybe pay twice",
  edit: "Change the request",
  reset: "Start over",
};

/** How each class of error is told. */
interface Words {
  title: string;
  text: string;
  /** On the screen, where it is not "Failed". */
  caption?: string;
  /** Nothing went wrong: shown without alarm. */
  calm?: boolean;
  /** Buttons beside those of the action. */
  beside?: Button[];
}

export interface Advice extends Words {
  buttons: Button[];
  /** The advice cannot be followed without the request's fingerprint. */
  fingerprint: boolean;
}

const KEY_IS_WRONG =
  "The key is the server's, not this page's: whoever runs the server sees to it. Nothing was sent on.";

const WORDS: Record<string, Words> = {
  ValidationError: {
    title: "The request needs a correction",
    text: "Nothing was sent, and nothing was billed. Each finding is shown at its field.",
  },
  DeadlineError: {
    title: "Not ready yet",
    text: "This wait is over, the task is not: it still runs, and is billed when it succeeds. Keep waiting for the same task; sending the request again would pay for a second video.",
    caption: "Not ready yet",
    calm: true,
  },
  SubmissionUnknownError: {
    title: "Nobody knows whether it was accepted",
    text: "The page does not send it again by itself. Look for the task in your account first; send again only if you accept paying twice.",
    caption: "Accepted or not: unknown",
  },
  NetworkError: {
    title: "The API was not reached",
    text: "Nothing was accepted by this attempt, and nothing was billed. It is safe to send it again.",
  },
  RateLimitError: {
    title: "Too many requests",
    text: "The API turned the request away, several times with a pause between. Nothing was billed.",
  },
  InsufficientQuotaError: {
    title: "The account is out of credits",
    text: "Nothing was accepted, and nothing was billed. Send it again once there are credits.",
  },
  ServerError: { title: "The API is in trouble", text: "The request was refused. Try again in a while." },
  AuthenticationError: { title: "The key was refused", text: KEY_IS_WRONG },
  PermissionDeniedError: { title: "The key may not do that", text: KEY_IS_WRONG, beside: ["edit"] },
  NotFoundError: {
    title: "The API does not know this task",
    text: "It belongs to another key, or to a simulator that has been started anew. The page has forgotten it.",
    beside: ["reset"],
  },
  UnknownModelError: { title: "There is no such model", text: "Choose another." },
  ContentPolicyError: {
    title: "Refused by the content policy",
    text: "A failed task is not billed. The same prompt would be refused again: change it first.",
  },
  TaskFailedError: {
    title: "The task ended without a video",
    text: "A failed task is not billed. Sending the request again makes a new task.",
    beside: ["edit"],
  },
  BudgetError: { title: "Over the budget", text: "Nothing was sent." },
  ConfigError: { title: "Something is set up wrong", text: "Nothing was sent.", beside: ["edit"] },
  ConnectionLost: { title: "The Worker went silent", text: "What was submitted goes on without this page." },
};

/** Of a task that completed and has no video: it is paid, so none of the above holds. */
const NO_RESULT: Words = {
  title: "The task completed without a video",
  text: "It counts as completed, and may be billed: ask the API's support, naming the task.",
};

const OTHER: Words = { title: "That did not work", text: "" };

/** Of a refused look at a task that runs. */
const RUNS_ON = "The task goes on. Keep waiting for it; sending the request again would pay for a second video.";

/** The visitor's own doing, and no error. */
export const STOPPED: Advice = {
  title: "You stopped waiting",
  text: "The task goes on and may be billed: the API has no way to end one. Its video can still be had under the same task.",
  buttons: ["resume"],
  fingerprint: false,
};

/** Of a video that is made, whatever kept it from being fetched. */
export const NOT_FETCHED: Advice = {
  title: "The video was not fetched",
  text: "It is made and billed, and kept until its link expires: nothing needs to be sent again.",
  buttons: ["download"],
  fingerprint: false,
};

function buttonsFor(action: Action, { code, taskId }: Trouble): Button[] {
  if (action === "reconcile") return ["edit", "pay-again"];
  if (action !== "operator") return [action];
  // Once they have acted. What is paid already is looked at again, and not sent.
  if (code === "no_result") return ["edit"];
  return [taskId === undefined ? "again" : "resume"];
}

export function adviceFor(trouble: Trouble): Advice {
  const action = actionFor(trouble);
  const words = trouble.code === "no_result" ? NO_RESULT : (WORDS[trouble.name] ?? OTHER);
  const buttons = buttonsFor(action, trouble);
  // Where there is a task, going on with it comes before anything that could pay for another.
  const isRunning = buttons[0] === "resume";
  const text = isRunning && REFUSALS.includes(trouble.name) ? RUNS_ON : words.text;
  return {
    ...words,
    text,
    buttons: isRunning ? buttons : [...buttons, ...(words.beside ?? [])],
    fingerprint: action === "reconcile",
  };
}

/** What they say of a submit is not true of a look at a task. */
const REFUSALS = ["NetworkError", "RateLimitError", "InsufficientQuotaError", "ServerError"];
