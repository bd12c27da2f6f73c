/** What a visitor can do about an error. */

/**
 * "edit": change the request; "resume": wait on for the same task; "again": send it again, nothing was paid; "reconcile": look
 * for the task first, it may be paid; "operator": whoever runs the site has to act.
 */
export type Action = "edit" | "resume" | "again" | "reconcile" | "operator";

const ACTIONS: Readonly<Record<string, Action>> = {
  ValidationError: "edit",
  ContentPolicyError: "edit",
  InvalidRequestError: "edit",
  UnknownModelError: "edit",
  BudgetError: "edit",
  SubmissionUnknownError: "reconcile",
  TaskFailedError: "again",
  NotFoundError: "again",
  AuthenticationError: "operator",
  PermissionDeniedError: "operator",
  InsufficientQuotaError: "operator",
  ConfigError: "operator",
};

/** What it is decided by; an error that went through JSON has it, too. */
export interface Failure {
  readonly name: string;
  readonly code?: string | undefined;
  readonly taskId?: string | undefined;
}

/** By the error's name. Where there is a task that may still run, going on with it comes before all that could pay again. */
export function actionFor({ name, code, taskId }: Failure): Action {
  // It completed, and is paid: to ask for the same again would find the same task.
  if (code === "no_result") return "operator";
  // The request was accepted once: what is refused now is a look at its task.
  if (name === "InvalidRequestError" && taskId !== undefined) return "resume";
  return ACTIONS[name] ?? (taskId === undefined ? "again" : "resume");
}
