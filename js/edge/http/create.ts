/** POST /jobs: a request is checked, priced, and becomes a job; the same one of the same user is the same job. */
import { build } from "../../api/request.js";
import { ValidationError } from "../../errors/local.js";
import { snapshot } from "../../internal/snapshot.js";
import { inMoment, readLengths, whyUnknown } from "../../limits/read-lengths.js";
import { json, Refused } from "../../proxy/answer.js";
import { readJson } from "../../proxy/body.js";
import { boundIssues } from "../../proxy/bound.js";
import type { BuiltRequest, MediaFact } from "../../types/results.js";
import { askJob } from "../ask-job.js";
import type { Deployment } from "../deployment.js";
import type { Reply } from "../machine.js";
import { jobName } from "../names.js";
import { traceOf } from "../trace.js";
import { shown } from "./show.js";
import type { Visitor } from "./visitor.js";

const BODY_MS = 10_000;

export async function createJob(deployment: Deployment, visitor: Visitor, request: Request): Promise<Response> {
  const { user, feature, priority } = visitor;
  if (user === "") throw new Refused(403, { code: "no_user", message: "an operator who is no user has no jobs" });
  const take = takeOf(request);
  const given = await readRequest(deployment, request);
  const built = check(deployment, given);
  const inputs = await inputsOf(deployment, built);
  const job = await jobName(user, built.fingerprint, take);
  const { reply, job: made } = await askJob(deployment, job, {
    event: {
      ...{ type: "create", job, user, feature, priority, inputs, request: built.body },
      traceparent: traceOf(request),
    },
  });
  if (reply && reply.status >= 400) throw refusedBy(reply);
  if (!made)
    throw new Refused(503, { code: "service_unavailable", message: "the job could not be made; nothing was sent" });
  return json(202, await shown(deployment, made), { location: `${deployment.checked.mount}/jobs/${job}` });
}

/** The answer of a job's machine that is a refusal. */
export function refusedBy({ status, code, message, hint }: Reply): Refused {
  const type = status === 402 ? "insufficient_quota" : "invalid_request_error";
  return new Refused(status, { code, message: hint === "" ? message : `${message}; ${hint}`, type });
}

/** Names another take of the same request. */
function takeOf(request: Request): string {
  const key = request.headers.get("idempotency-key") ?? "";
  if (key === "" || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  const message = "Idempotency-Key must be 1 to 255 visible ASCII characters without spaces";
  throw new Refused(400, { code: "invalid_idempotency_key", message, param: "Idempotency-Key" });
}

async function readRequest({ checked }: Deployment, request: Request): Promise<object> {
  const type = request.headers.get("content-type") ?? "";
  if (/^multipart\//i.test(type)) {
    const message = "files are not taken here: upload them first, and give their URLs in the request";
    throw new Refused(400, { code: "files_not_allowed", message });
  }
  const given = await readJson(request, checked.maxBodyBytes, BODY_MS);
  if (typeof given === "object" && given !== null && !Array.isArray(given)) return given;
  throw new Refused(400, { code: "invalid_request", message: "the body must be a JSON object" });
}

function check({ checked }: Deployment, given: object): BuiltRequest {
  if (Object.hasOwn(given, "callback_url")) {
    const message = "callback_url is the pipeline's own: leave it out, and be told by a notification";
    throw new Refused(400, { code: "callback_not_allowed", message, param: "callback_url" });
  }
  let built: BuiltRequest;
  try {
    built = build(snapshot(given), "strict");
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    const param = error.issues.find(({ severity }) => severity === "error")?.path.join(".");
    const more = { ...boundIssues(error.issues, error.omitted ?? 0) };
    throw new Refused(400, { code: "invalid_request", message: error.message, ...(param ? { param } : {}), more });
  }
  const { model } = built.request;
  if (!checked.models || checked.models.has(model)) return built;
  const message = `model ${model} is not offered here`;
  throw new Refused(403, { code: "model_not_allowed", message, type: "permission_error", param: "model" });
}

/** What can be learnt in a moment of how long its input videos are: their seconds are billed. As JSON; empty for nothing. */
async function inputsOf({ fetchPublic, log }: Deployment, { request }: BuiltRequest): Promise<string> {
  const reading = readLengths(request, undefined, { fetch: fetchPublic, signal: undefined });
  const read = await inMoment(reading);
  if (read?.error !== undefined) {
    const message = `the length of an input video could not be read (${whyUnknown(read.error)}): the most it can cost is put aside`;
    log.tell({ level: "warning", event: "input_length_unknown", message });
  }
  const inputs: Record<string, MediaFact> = read?.inputs ?? {};
  return Object.keys(inputs).length === 0 ? "" : JSON.stringify(inputs);
}
