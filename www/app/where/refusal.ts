/** What the pipeline refuses, and what became of a job that failed, as errors of the client's classes. */
import { classes } from "virtual:error-classes";
import type { Issue } from "wanreel";
import type { Job } from "wanreel/edge";
import type { Trouble } from "../../shared/trouble.js";

/** Of a task that ended, and of what the client itself found; see the table. */
const [ENDED, OWN] = [200, 0];

/** The class of a code, or else of a status; undefined where Rust's table has neither. Some codes mean more than one thing. */
function classOf(code: string | undefined, status: number): string | undefined {
  const ofCode = classes.filter((row) => row[0] === code);
  const exact = ofCode.find((row) => row[2] === OWN) ?? ofCode.find((row) => row[2] === status);
  return (exact ?? (status === ENDED ? ofCode[0] : classes.find((row) => row[2] === status)))?.[1];
}

/** The envelope of every refusal; something between page and pipeline may have answered in its place. */
interface Refusal {
  error?: { code?: string; message?: string };
  issues?: Issue[];
}

export function refusal(status: number, body: Refusal | undefined): Trouble {
  const { code, message = `The pipeline answered ${status}.` } = body?.error ?? {};
  const known = code === undefined ? {} : { code };
  if (body?.issues) return { name: "ValidationError", message, ...known, status, issues: body.issues };
  // A job is all that is asked for by its name.
  if (status === 404) return { name: "NotFoundError", message, ...known, status };
  return { name: classOf(code, status) ?? (status >= 500 ? "ServerError" : "ApiError"), message, ...known, status };
}

/** Why a job has no video, or why nobody knows whether it has. */
export function troubleOf({ error, task, state }: Job): Trouble {
  const { code, message, hint } = error ?? { code: state, message: `The job is ${state}.`, hint: "" };
  // Somebody's wish, and no error: it had not left the queue.
  if (state === "cancelled" && !task) return { name: "JobCancelled", code, message };
  const name = classOf(code, ENDED) ?? (task ? "TaskFailedError" : "ApiError");
  // Where the task ended there is nothing to go on with.
  return { name, code, message, ...(hint && { hint }), ...(task && state === "unresolved" && { taskId: task.id }) };
}
