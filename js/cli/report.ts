/** What a command says where it fails: what was found, what is allowed, what to do on the command line. */

import { DeadlineError, NetworkError, SubmissionUnknownError, ValidationError } from "../errors/local.js";
import { WanError } from "../errors/wan-error.js";
import { AuthenticationError, InsufficientQuotaError, NotFoundError } from "../generated/errors.js";
import { innermost } from "../internal/causes.js";
import type { Issue } from "../types/results.js";
import { exitCodeOf } from "./exit-code.js";
import { Stopped } from "./interrupt.js";
import { note, style } from "./terminal.js";
import { UsageError } from "./usage-error.js";

/** Findings, a line each: "error  duration: must be …". */
export function issueLines(issues: readonly Issue[], stream: NodeJS.WriteStream = process.stdout): string {
  return issues
    .map(({ severity, path, message, hint }) => {
      const where = path.join(".");
      // Messages that name their field already do not need it twice.
      const named = where === "" || message.includes(String(path.at(-1))) ? "" : `${where}: `;
      const colour = severity === "error" ? "red" : "yellow";
      return `${style(colour, severity.padEnd(7), stream)}  ${named}${message}${hint ? ` (${hint})` : ""}`;
    })
    .join("\n");
}

/** Says what went wrong on stderr, and with `json` as JSON on stdout too; answers the exit code. */
export function reportError(error: unknown, { json }: { json: boolean }): number {
  const code = exitCodeOf(error);
  if (json) process.stdout.write(`${JSON.stringify({ error: asJson(error), exitCode: code }, null, 2)}\n`);
  if (error instanceof ValidationError) {
    note(issueLines(error.issues, process.stderr));
    return code;
  }
  note(`wanreel: ${words(error)}`);
  const todo = hint(error);
  if (todo) note(`  ${todo}`);
  return code;
}

function words(error: unknown): string {
  if (error instanceof Stopped) {
    return error.outcomeUnknown ? "stopped before the API's answer: the request may have been accepted" : "stopped";
  }
  if (error instanceof NetworkError || error instanceof SubmissionUnknownError) {
    // Whoever set the address sees from it which of them is meant.
    const { words: why } = innermost(error.cause);
    return why === undefined ? error.message : `${error.message} (${why})`;
  }
  if (error instanceof WanError || error instanceof UsageError || Object(error).code !== undefined) {
    return (error as Error).message;
  }
  // Not foreseen: whoever looks for it needs the place.
  return error instanceof Error && error.stack ? error.stack : String(error);
}

function hint(error: unknown): string | undefined {
  if (error instanceof SubmissionUnknownError) {
    return (
      "do not send it again blindly: look for the task in your dashboard, by time and prompt; then\n" +
      `    npx wanreel reconcile ${error.key} --task ID          (it was accepted: resumes it)\n` +
      `    npx wanreel reconcile ${error.key} --not-accepted     (it was not: frees the request)`
    );
  }
  if (error instanceof Stopped) {
    const { taskId } = error;
    if (taskId) return `task ${taskId} goes on, and is billed when it completes: npx wanreel resume ${taskId}`;
    return error.outcomeUnknown ? "npx wanreel tasks shows it, and what to do" : undefined;
  }
  if (!(error instanceof WanError)) return undefined;
  if (error instanceof DeadlineError)
    return `it still runs, and may still be billed: npx wanreel resume ${error.taskId}`;
  if (error instanceof AuthenticationError) return "check EVOLINK_API_KEY";
  if (error instanceof InsufficientQuotaError) return "npx wanreel credits shows what is left";
  if (error instanceof NotFoundError && error.taskId) {
    return "a task is found for its account alone, and not for ever; generate --again pays for another";
  }
  if (error.code === "result_expired") return "a video's link lives 24 hours; generate --again pays for another";
  return error.hint;
}

function asJson(error: unknown): unknown {
  if (error instanceof WanError) return error.toJSON();
  const { name, message, taskId } = Object(error) as { name?: string; message?: string; taskId?: string };
  return { name, message: message ?? String(error), ...(taskId ? { taskId } : {}) };
}
