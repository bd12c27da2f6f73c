/**
 * POST /callback/{id}?secret=: the API says that a task has ended. It signs nothing, so the body is a hint: the secret in the
 * URL says which run it is for, and the task is read again. Source: OpenAPI, callback_url.
 */
import { parseTask } from "../../api/task.js";
import { json, Refused } from "../../proxy/answer.js";
import { readBody } from "../../proxy/body.js";
import { askJob } from "../ask-job.js";
import type { Deployment } from "../deployment.js";

/** More than any task body has. */
const MOST_BYTES = 1 << 20;
const BODY_MS = 10_000;

export async function takeCallback(deployment: Deployment, job: string, request: Request, url: URL): Promise<Response> {
  const run = await deployment.names.runOf(job, url.searchParams.get("secret") ?? "");
  // Without the object: a forged one costs nobody a request to it.
  if (run === undefined)
    throw new Refused(403, { code: "callback_forbidden", message: "the secret is not this job's" });
  const { id: taskId } = parseTask(parsed(await readBody(request, MOST_BYTES, BODY_MS)));
  if (taskId === "") throw new Refused(400, { code: "callback_invalid", message: "the body names no task" });
  await askJob(deployment, job, { event: { type: "callback", run, taskId } });
  return json(200, { received: true });
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
