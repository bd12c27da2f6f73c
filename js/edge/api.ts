/** The API, as a job asks it: one exchange each, sent once. What its answer means, the job's machine decides. */
import { exchange, NOT_SENT, type Seen } from "../client/exchange.js";
import { taskPath } from "../client/wait.js";
import type { Deployment } from "./deployment.js";
import type { Effect, Exchange } from "./machine.js";
import { nextSpan } from "./trace.js";

type Post = Extract<Effect, { type: "post" }>;

/** Posts a request; with a callback origin, the API is told where to call back for this run of this job. */
export async function post(deployment: Deployment, job: string, effect: Post): Promise<Exchange> {
  const { run, body, idempotencyKey, timeoutMs, traceparent } = effect;
  let url: string | undefined;
  try {
    url = await callbackUrl(deployment, job, run);
  } catch (error) {
    deployment.log.failed("secret", error);
    return { kind: NOT_SENT };
  }
  return send(deployment, "/v1/videos/generations", timeoutMs, {
    method: "POST",
    // Put in as text: what was checked and priced stays as it is, to the byte.
    body: url === undefined ? body : `${body.slice(0, -1)},"callback_url":${JSON.stringify(url)}}`,
    headers: {
      "content-type": "application/json",
      "idempotency-key": idempotencyKey,
      ...(traceparent === undefined ? {} : { traceparent: nextSpan(traceparent) }),
    },
  });
}

/** Reads a task. */
export function getTask(deployment: Deployment, taskId: string, timeoutMs: number): Promise<Exchange> {
  return send(deployment, taskPath(taskId), timeoutMs, {});
}

async function callbackUrl({ callbackOrigin, checked, names }: Deployment, job: string, run: number) {
  if (callbackOrigin === undefined) return undefined;
  const secret = await names.callbackSecret(job, run);
  return `${callbackOrigin}${checked.mount}/callback/${job}?secret=${encodeURIComponent(secret)}`;
}

async function send(deployment: Deployment, path: string, ms: number, init: RequestInit): Promise<Exchange> {
  const { settings, keys } = deployment;
  let authorization: string | undefined;
  try {
    authorization = await keys.authorize();
  } catch (error) {
    // What goes wrong here was never sent.
    deployment.log.failed("apiKey", error);
    return { kind: NOT_SENT };
  }
  const headers = new Headers(init.headers);
  if (authorization !== undefined) headers.set("authorization", authorization);
  const seen = await exchange(undefined, settings.base + path, { ...init, headers }, ms);
  return answerOf(seen, (text) => keys.redactText(text));
}

/** A server that echoes the key must not make us store it. */
function answerOf({ kind, status, text, headers }: Seen, hide: (text: string) => string): Exchange {
  const retryAfter = headers?.get("retry-after");
  const date = headers?.get("date");
  return {
    kind,
    ...(status === undefined ? {} : { status }),
    ...(text === undefined ? {} : { text: hide(text) }),
    ...(retryAfter ? { retryAfter } : {}),
    ...(date ? { date } : {}),
  };
}
