/** One attempt to tell a webhook: signed anew, under the id of all attempts. */
import type { Deployment } from "./deployment.js";
import { fromEnv } from "./deployment.js";
import type { Effect, Event } from "./machine.js";
import { signNotification } from "./notification.js";
import { listOf } from "./options.js";
import { nextSpan } from "./trace.js";
import type { Job, JobNotification } from "./types.js";

type Notify = Extract<Effect, { type: "notify" }>;

/** Of a job that nobody is told of: as good as told. */
const NOBODY = 204;

/** The status that was answered; 0 where there was no answer, or the URL is none that may be asked. Never rejects. */
export async function notify(deployment: Deployment, effect: Notify): Promise<Event> {
  const { id, attempt } = effect;
  try {
    return { type: "notified", id, attempt, status: await send(deployment, effect) };
  } catch (error) {
    deployment.log.failed("notify", error, { notification: id, attempt });
    return { type: "notified", id, attempt, status: 0 };
  }
}

async function send({ checked, env, fetchOnce }: Deployment, effect: Notify): Promise<number> {
  const { notify: to } = checked.options;
  const data: Job = JSON.parse(effect.data);
  const url = typeof to?.url === "function" ? await to.url(data, env) : to?.url;
  if (to === undefined || url === undefined) return NOBODY;
  const secrets = listOf("notify.secret", await fromEnv(to.secret, env as object));
  const told: Omit<JobNotification, "id"> = {
    type: effect.event,
    timestamp: new Date(effect.happenedAt).toISOString(),
    data,
  };
  const body = JSON.stringify(told);
  // By the world's clock, whatever clock decides: the receiver holds it against its own.
  const headers = await signNotification(secrets, { id: effect.webhookId, now: Date.now(), body });
  if (effect.traceparent !== undefined) headers.set("traceparent", nextSpan(effect.traceparent));
  const response = await fetchOnce(url, {
    method: "POST",
    headers,
    body,
    signal: AbortSignal.timeout(checked.notifyMs),
  });
  await response.body?.cancel();
  return response.status;
}
