/**
 * The same job as a plain queue consumer, the first thing one writes: a message to submit, which puts another to look, again
 * and again. What it lacks: everything but the way when all goes well. A redelivered message is a second video that is paid
 * for, nobody's money is counted, the same request is another job, and 429 or 5xx use up the retries.
 */
import { Webhook } from "standardwebhooks";
import { buildRequest, ValidationError } from "wanreel";
import options from "./options.mjs";

async function call(env, path, init = {}) {
  const headers = { authorization: `Bearer ${env.KEY}`, "content-type": "application/json" };
  const answer = await fetch(env.API + path, { ...init, headers });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}

async function work(env, { id, user, body, task }) {
  if (task === undefined) {
    const made = await call(env, "/v1/videos/generations", { method: "POST", body });
    await env.STATUS.put(id, JSON.stringify({ user, state: "polling", task: made.id }));
    return env.SUBMITS.send({ id, user, task: made.id }, { delaySeconds: Math.ceil(options.pollMs / 1000) });
  }
  const { status, results } = await call(env, `/v1/tasks/${task}`);
  if (status === "failed") return env.STATUS.put(id, JSON.stringify({ user, state: "failed", task }));
  if (status !== "completed")
    return env.SUBMITS.send({ id, user, task }, { delaySeconds: Math.ceil(options.pollMs / 1000) });
  const key = `${user}/${id}.mp4`;
  const video = await fetch(results[0]);
  await env.VIDEOS.put(key, video.body, { httpMetadata: { contentType: "video/mp4" } });
  await env.STATUS.put(id, JSON.stringify({ user, state: "done", key }));
  const now = new Date();
  const told = JSON.stringify({ type: "job.done", timestamp: now.toISOString(), data: { id, user, key } });
  const headers = {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(now / 1000)),
    "webhook-signature": new Webhook(env.WEBHOOK_SECRET).sign(id, now, told),
  };
  await fetch(env.WEBHOOK, { method: "POST", body: told, headers });
}

export default {
  async fetch(request, env) {
    const user = request.headers.get("x-user") ?? "ann";
    try {
      const { body } = buildRequest(await request.json());
      const id = crypto.randomUUID();
      await env.STATUS.put(id, JSON.stringify({ user, state: "queued" }));
      await env.SUBMITS.send({ id, user, body });
      return Response.json({ id }, { status: 202 });
    } catch (error) {
      const status = error instanceof ValidationError ? 400 : 500;
      return Response.json({ error: { message: String(error) } }, { status });
    }
  },

  async queue(batch, env) {
    await Promise.all(
      batch.messages.map(async (message) => {
        try {
          await work(env, message.body);
          message.ack();
        } catch {
          message.retry({ delaySeconds: 5 });
        }
      }),
    );
  },
};
