/** What a person does: ends an unknown outcome, stops a job that waits, pauses all, looks at what needs it. */
import { json, Refused, safeHeaders } from "../../proxy/answer.js";
import { readJson } from "../../proxy/body.js";
import { askJob } from "../ask-job.js";
import { ask } from "../cloudflare.js";
import type { Deployment } from "../deployment.js";
import type { Event } from "../machine.js";
import { metricsText } from "../metrics.js";
import { refusedBy } from "./create.js";
import { findJob, shown } from "./show.js";
import type { Visitor } from "./visitor.js";

const MOST_BYTES = 4096;
const BODY_MS = 10_000;

/** POST /jobs/{id}/reconcile with { "taskId": "…" }, or { "outcome": "not_accepted" }. */
export async function reconcileJob(deployment: Deployment, visitor: Visitor, job: string, request: Request) {
  const { taskId, outcome } = Object(await readJson(request, MOST_BYTES, BODY_MS)) as Record<string, unknown>;
  const byTask = typeof taskId === "string" && /^[\x21-\x7e]{1,256}$/.test(taskId);
  if (!byTask && (outcome !== "not_accepted" || taskId !== undefined)) {
    const message = 'the body must be { "taskId": "…" } of the task it became, or { "outcome": "not_accepted" }';
    throw new Refused(400, { code: "invalid_request", message, param: taskId === undefined ? "outcome" : "taskId" });
  }
  await findJob(deployment, visitor, job);
  return told(deployment, job, byTask ? { type: "reconcile", taskId } : { type: "reconcile" });
}

/** POST /jobs/{id}/retry with { "run": 1764230000000 }: 409 where the job has begun another run since; without it, its last. */
export async function retryJob(deployment: Deployment, job: string, request: Request): Promise<Response> {
  const isEmpty = request.body === null || request.headers.get("content-length") === "0";
  const { run } = Object(isEmpty ? {} : await readJson(request, MOST_BYTES, BODY_MS)) as Record<string, unknown>;
  if (run === undefined) return told(deployment, job, { type: "retry" });
  if (typeof run === "number" && Number.isSafeInteger(run)) return told(deployment, job, { type: "retry", run });
  const message = `run is ${JSON.stringify(run).slice(0, 40)}; it must be the run that the job was seen with, an integer`;
  throw new Refused(400, { code: "invalid_value", message, param: "run" });
}

/** POST /jobs/{id}/cancel: 409 once it runs, since then it is billed. */
export async function cancelJob(deployment: Deployment, visitor: Visitor, job: string) {
  await findJob(deployment, visitor, job);
  return told(deployment, job, { type: "cancel" });
}

/** Tells a job what a person wants of it, and shows what came of that. @throws Refused where the job says no */
export async function told(deployment: Deployment, id: string, event: Event): Promise<Response> {
  const { reply, job } = await askJob(deployment, id, { event });
  if (reply && reply.status >= 400) throw refusedBy(reply);
  if (!job) throw new Refused(404, { code: "not_found", message: "there is no such job" });
  return json(200, await shown(deployment, job));
}

/** POST /pause with { "paused": true } or false: nothing is submitted meanwhile; what runs goes on. */
export async function pauseAll(deployment: Deployment, request: Request): Promise<Response> {
  const { paused } = Object(await readJson(request, MOST_BYTES, BODY_MS)) as Record<string, unknown>;
  if (typeof paused !== "boolean") {
    const message = 'the body must be { "paused": true } or { "paused": false }';
    throw new Refused(400, { code: "invalid_request", message, param: "paused" });
  }
  return json(200, await ask<object>(deployment.coordinator, "coordinator", { do: "pause", paused }));
}

/** GET /metrics, in Prometheus' text format. */
export async function sendMetrics({ coordinator }: Deployment): Promise<Response> {
  const metrics = await ask<Parameters<typeof metricsText>[0]>(coordinator, "coordinator", { do: "metrics" });
  const headers = safeHeaders({ "content-type": "text/plain; version=0.0.4; charset=utf-8" });
  return new Response(metricsText(metrics), { headers });
}

/** GET /review: jobs that somebody should look at. */
export async function listReview({ coordinator }: Deployment): Promise<Response> {
  return json(200, await ask<object>(coordinator, "coordinator", { do: "overview" }));
}
