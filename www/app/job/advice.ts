/** What to do about each class of error, and the buttons for it. */
import type { Trouble } from "../../shared/trouble.js";

export type Action = "resume" | "download" | "again" | "pay-again" | "edit" | "reset";

export interface Advice {
  title: string;
  text: string;
  actions: Action[];
  /** On the screen, where it is not "Failed". */
  caption?: string;
  /** Nothing went wrong: shown without alarm. */
  calm?: boolean;
  /** The advice cannot be followed without the request's fingerprint. */
  fingerprint?: boolean;
}

export const ACTIONS: Record<Action, string> = {
  resume: "Keep waiting",
  download: "Download again",
  again: "Try again",
  "pay-again": "Send it again, and maybe pay twice",
  edit: "Change the request",
  reset: "Start over",
};

const KEY_IS_WRONG =
  "The key is the server's, not this page's: whoever runs the server sees to it. Nothing was sent on.";

const ADVICE: Record<string, Advice> = {
  ValidationError: {
    title: "The request needs a correction",
    text: "Nothing was sent, and nothing was billed. Each finding is shown at its field.",
    actions: ["edit"],
  },
  DeadlineError: {
    title: "Not ready yet",
    text: "This wait is over, the task is not: it still runs, and is billed when it succeeds. Keep waiting for the same task; sending the request again would pay for a second video.",
    actions: ["resume"],
    caption: "Not ready yet",
    calm: true,
  },
  SubmissionUnknownError: {
    title: "Nobody knows whether it was accepted",
    text: "The page does not send it again by itself. Look for the task in your account first; send again only if you accept paying twice.",
    actions: ["edit", "pay-again"],
    caption: "Accepted or not: unknown",
    fingerprint: true,
  },
  NetworkError: {
    title: "The API was not reached",
    text: "Nothing was accepted by this attempt, and nothing was billed. It is safe to send it again.",
    actions: ["again"],
  },
  RateLimitError: {
    title: "Too many requests",
    text: "The API turned the request away, several times with a pause between. Nothing was billed.",
    actions: ["again"],
  },
  InsufficientQuotaError: {
    title: "The account is out of credits",
    text: "Nothing was accepted, and nothing was billed. Send it again once there are credits.",
    actions: ["again"],
  },
  ServerError: {
    title: "The API is in trouble",
    text: "The request was refused. Try again in a while.",
    actions: ["again"],
  },
  AuthenticationError: { title: "The key was refused", text: KEY_IS_WRONG, actions: ["again"] },
  PermissionDeniedError: { title: "The key may not do that", text: KEY_IS_WRONG, actions: ["edit"] },
  NotFoundError: {
    title: "The API does not know this task",
    text: "It belongs to another key, or to a simulator that has been started anew. The page has forgotten it.",
    actions: ["again", "reset"],
  },
  UnknownModelError: { title: "There is no such model", text: "Choose another.", actions: ["edit"] },
  ContentPolicyError: {
    title: "Refused by the content policy",
    text: "A failed task is not billed. The same prompt would be refused again: change it first.",
    actions: ["edit"],
  },
  TaskFailedError: {
    title: "The task ended without a video",
    text: "A failed task is not billed. Sending the request again makes a new task.",
    actions: ["again", "edit"],
  },
  BudgetError: { title: "Over the budget", text: "Nothing was sent.", actions: ["edit"] },
  ConfigError: { title: "Something is set up wrong", text: "Nothing was sent.", actions: ["edit"] },
  ConnectionLost: {
    title: "The Worker went silent",
    text: "What was submitted goes on without this page.",
    actions: ["again"],
  },
};

/** The visitor's own doing, and no error. */
export const STOPPED: Advice = {
  title: "You stopped waiting",
  text: "The task goes on and may be billed: the API has no way to end one. Its video can still be had under the same task.",
  actions: ["resume"],
};

/** Of a video that is made, whatever kept it from being fetched. */
export const NOT_FETCHED: Advice = {
  title: "The video was not fetched",
  text: "It is made and billed, and kept until its link expires: nothing needs to be sent again.",
  actions: ["download"],
};

const OTHER: Advice = { title: "That did not work", text: "", actions: ["again"] };

export function adviceFor(trouble: Trouble): Advice {
  const advice = ADVICE[trouble.name] ?? OTHER;
  // Where there is a task, going on with it comes before anything that could pay for another.
  const resumable =
    trouble.taskId !== undefined &&
    (advice === OTHER ||
      ["ConnectionLost", "NetworkError", "ServerError", "AuthenticationError"].includes(trouble.name));
  return resumable ? { ...advice, actions: ["resume"] } : advice;
}
