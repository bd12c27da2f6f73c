/**
 * The same job as a Cloudflare Workflow, as their documentation leads one to write it: a step for each thing that must not
 * be done twice, `step.sleep` between looks. A user's money is kept in an object, as a workflow cannot. What it lacks beside the
 * pipeline: bounds on rate and concurrency, turns among users, a late callback, an unknown outcome; a submit whose answer
 * is lost is sent again by the step's retry.
 */
import { DurableObject, WorkflowEntrypoint } from "cloudflare:workers";
import { NonRetryableError } from "cloudflare:workflows";
import { Webhook } from "standardwebhooks";
import { buildRequest, estimateCost, ValidationError } from "wanreel";
import options from "./options.mjs";

export class BudgetObject extends DurableObject {
  constructor(state, env) {
    super(state, env);
    state.storage.sql.exec("CREATE TABLE IF NOT EXISTS jobs (id TEXT PRIMARY KEY, microUsd INTEGER, spent INTEGER)");
  }

  reserve(id, microUsd) {
    this.ctx.storage.sql.exec("INSERT OR IGNORE INTO jobs VALUES (?, ?, 0)", id, microUsd);
  }

  settle(id) {
    this.ctx.storage.sql.exec("UPDATE jobs SET spent = microUsd WHERE id = ?", id);
  }
}

export class VideoWorkflow extends WorkflowEntrypoint {
  async run({ payload: { id, user, body, microUsd } }, step) {
    const { env } = this;
    const call = async (path, init = {}) => {
      const headers = { authorization: `Bearer ${env.KEY}`, "content-type": "application/json", ...init.headers };
      const answer = await fetch(env.API + path, { ...init, headers });
      if (answer.status === 400) throw new NonRetryableError(await answer.text());
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      return answer.json();
    };
    const budget = env.BUDGETS.getByName(user);
    await step.do("reserve", async () => void (await budget.reserve(id, microUsd)));
    const task = await step.do("submit", async () => {
      const init = { method: "POST", body, headers: { "idempotency-key": id } };
      const { id: taskId } = await call("/v1/videos/generations", init);
      return taskId;
    });
    let url;
    for (let look = 0; url === undefined; look++) {
      await step.sleep(`wait ${look}`, options.pollMs);
      url = await step.do(`look ${look}`, async () => {
        const { status, results } = await call(`/v1/tasks/${task}`);
        if (status === "failed") throw new NonRetryableError("the task failed");
        return results?.[0];
      });
    }
    const key = `${user}/${id}.mp4`;
    await step.do("archive", async () => {
      const video = await fetch(url);
      await env.VIDEOS.put(key, video.body, { httpMetadata: { contentType: "video/mp4" } });
    });
    await step.do("settle", async () => void (await budget.settle(id)));
    await step.do("notify", async () => {
      const now = new Date();
      const told = JSON.stringify({ type: "job.done", timestamp: now.toISOString(), data: { id, user, key } });
      const headers = {
        "webhook-id": id,
        "webhook-timestamp": String(Math.floor(now / 1000)),
        "webhook-signature": new Webhook(env.WEBHOOK_SECRET).sign(id, now, told),
      };
      const answer = await fetch(env.WEBHOOK, { method: "POST", body: told, headers });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
    });
  }
}

export default {
  async fetch(request, env) {
    const user = request.headers.get("x-user") ?? "ann";
    try {
      const { body, fingerprint } = buildRequest(await request.json());
      const { microUsd } = estimateCost(JSON.parse(body));
      const id = `${user}-${fingerprint}`.slice(0, 64);
      await env.VIDEO.create({ id, params: { id, user, body, microUsd } });
      return Response.json({ id }, { status: 202 });
    } catch (error) {
      const status = error instanceof ValidationError ? 400 : 500;
      return Response.json({ error: { message: String(error) } }, { status });
    }
  },
};
