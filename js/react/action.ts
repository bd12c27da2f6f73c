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

/** By the error's name. Where there is a task that may still run, going on with it comes before all that could pay again. */
export function actionFor(error: Error): Action {
  const known = ACTIONS[error.name];
  if (known) return known;
  return (error as { taskId?: string }).taskId === undefined ? "again" : "resume";
}
