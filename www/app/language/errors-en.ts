/** How each class of error is told in English, by its name. */

/** `caption`: on the screen, where it is not "Failed". */
export interface ErrorWords {
  title: string;
  text: string;
  caption?: string;
}

const KEY_IS_WRONG =
  "The key is the server's, not this page's: whoever runs the server sees to it. Nothing was sent on.";

export const errorsEn = {
  ValidationError: {
    title: "The request needs a correction",
    text: "Nothing was sent, and nothing was billed. Each finding is shown at its field.",
  },
  DeadlineError: {
    title: "Not ready yet",
    text: "This wait is over, the task is not: it still runs, and is billed when it succeeds. Keep waiting for the same task; sending the request again would pay for a second video.",
    caption: "Not ready yet",
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
  PermissionDeniedError: { title: "The key may not do that", text: KEY_IS_WRONG },
  NotFoundError: {
    title: "The API does not know this task",
    text: "It belongs to another key, or to a simulator that has been started anew. The page has forgotten it.",
  },
  UnknownModelError: { title: "There is no such model", text: "Choose another." },
  ContentPolicyError: {
    title: "Refused by the content policy",
    text: "A failed task is not billed. The same prompt would be refused again: change it first.",
  },
  TaskFailedError: {
    title: "The task ended without a video",
    text: "A failed task is not billed. Sending the request again makes a new task.",
  },
  BudgetError: { title: "Over the budget", text: "Nothing was sent." },
  ConfigError: { title: "Something is set up wrong", text: "Nothing was sent." },
  /** Somebody's wish, and no error. */
  JobCancelled: {
    title: "Cancelled in the queue",
    text: "The API has accepted nothing of it, and nothing is billed.",
    caption: "Cancelled",
  },
  ConnectionLost: { title: "The Worker went silent", text: "What was submitted goes on without this page." },
  /** Of a task that completed and has no video: it is paid, so none of the above holds. */
  noResult: {
    title: "The task completed without a video",
    text: "It counts as completed, and may be billed: ask the API's support, naming the task.",
  },
  other: { title: "That did not work", text: "" },
  /** Of a refused look at a task that runs. */
  runsOn: {
    title: "",
    text: "The task goes on. Keep waiting for it; sending the request again would pay for a second video.",
  },
  /** The visitor's own doing, and no error. */
  stopped: {
    title: "You stopped waiting",
    text: "The task goes on and may be billed: the API has no way to end one. Its video can still be had under the same task.",
  },
  /** Of a video that is made, whatever kept it from being fetched. */
  notFetched: {
    title: "The video was not fetched",
    text: "It is made and billed, and kept until its link expires: nothing needs to be sent again.",
  },
} satisfies Record<string, ErrorWords>;

export type Errors = Record<keyof typeof errorsEn, ErrorWords>;
