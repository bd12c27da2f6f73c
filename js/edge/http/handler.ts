/** The HTTP face: where, who, what, in this order, and only then anything else. */
import { ConfigError } from "../../errors/local.js";
import { json, Refused } from "../../proxy/answer.js";
import { checkOrigin } from "../../proxy/origin.js";
import { type Deployment, deploymentOf } from "../deployment.js";
import { answerOperator } from "../operator/handler.js";
import type { Checked } from "../options.js";
import { takeCallback } from "./callback.js";
import { createJob } from "./create.js";
import { streamEvents } from "./events.js";
import { sendFile } from "./files.js";
import { cancelJob, listReview, pauseAll, reconcileJob, sendMetrics } from "./operators.js";
import { type Route, routeOf } from "./routes.js";
import { listJobs, showJob } from "./show.js";
import { requireOperator, SentElsewhere, visitorOf } from "./visitor.js";

/** Answers a request; never rejects. */
export async function handle(checked: Checked, request: Request, env: object): Promise<Response> {
  let deployment: Deployment | undefined;
  try {
    const url = new URL(request.url);
    const route = routeOf(checked.mount, request.method, url.pathname);
    deployment = await deploymentOf(checked, env);
    return await serve(deployment, route, request, url);
  } catch (error) {
    return refusal(deployment, error);
  }
}

async function serve(deployment: Deployment, { to, job }: Route, request: Request, url: URL): Promise<Response> {
  // These say by themselves what they are for; whatever page they come from, no cookie goes with them that counts.
  if (to === "health") return json(200, { ok: true });
  if (to === "callback") return takeCallback(deployment, job, request, url);
  if (to === "file" && url.searchParams.has("signature")) return sendFile(deployment, job, request, url);
  if (!opensPage(deployment.checked, to, request, url)) {
    checkOrigin(request, url, { origins: new Set(), publicOrigin: deployment.callbackOrigin });
  }
  if (to === "file") return sendFile(deployment, job, request, url);
  if (to === "metrics" || to === "review" || to === "pause" || to === "operator") {
    await requireOperator(deployment, request);
    if (to === "operator") return answerOperator(deployment, request, url);
    if (to === "metrics") return sendMetrics(deployment);
    return to === "review" ? listReview(deployment) : pauseAll(deployment, request);
  }
  const visitor = await visitorOf(deployment, request);
  switch (to) {
    case "create":
      return createJob(deployment, visitor, request);
    case "list":
      return listJobs(deployment, visitor, url.searchParams);
    case "show":
      return showJob(deployment, visitor, job);
    case "events":
      return streamEvents(deployment, visitor, job, request);
    case "cancel":
      return cancelJob(deployment, visitor, job);
    case "reconcile":
      await requireOperator(deployment, request);
      return reconcileJob(deployment, visitor, job, request);
  }
}

/**
 * Whether a browser opens the operator's page, from wherever a link or a login leads there: it holds nobody's data, acts on
 * nothing, and no other page can frame it. What it asks then is asked by itself. Source: w3.org/TR/fetch-metadata.
 */
function opensPage({ mount }: Checked, to: Route["to"], request: Request, url: URL): boolean {
  const { method, headers } = request;
  return (
    to === "operator" &&
    method === "GET" &&
    url.pathname.replace(/\/$/, "") === `${mount}/operator` &&
    headers.get("sec-fetch-mode") === "navigate" &&
    headers.get("sec-fetch-dest") === "document"
  );
}

function refusal(deployment: Deployment | undefined, error: unknown): Response {
  if (error instanceof SentElsewhere) return error.answer;
  if (error instanceof Refused) {
    // A body of the wrong kind is bad input like any other.
    if (error.status !== 415) return error.response();
    return new Refused(400, { ...error.refusal }).response();
  }
  if (deployment) deployment.log.failed("fetch", error);
  else console.error(JSON.stringify({ level: "error", event: "failed", where: "fetch", message: String(error) }));
  // What happened is for the log: its words may be about anything.
  const code = error instanceof ConfigError ? "misconfigured" : "internal_error";
  return json(500, { error: { code, message: "the pipeline failed; look into its log", type: "api_error" } });
}
