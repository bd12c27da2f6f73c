/** The queue's messages: hints that a job may start. Each is acknowledged by itself, once the submit is over. */

import { askJob } from "./ask-job.js";
import type { Deployment } from "./deployment.js";
import { isJobName } from "./names.js";
import type { MessageBatch } from "./types.js";

/** When a message comes again whose job could not be asked at all. Not for a 429 or a pause: those the coordinator knows. */
const AGAIN_SECONDS = 30;

export async function consume(deployment: Deployment, { queue, messages }: MessageBatch): Promise<void> {
  const dead = queue.endsWith("-dead");
  await Promise.all(
    messages.map(async (message) => {
      const { job, run } = Object(message.body) as { job?: unknown; run?: unknown };
      if (typeof job !== "string" || !isJobName(job) || typeof run !== "number") {
        deployment.log.tell({ level: "warning", event: "message_unknown", message: message.id });
        return message.ack();
      }
      try {
        await askJob(deployment, job, { event: { type: dead ? "dead_letter" : "start", run } });
        message.ack();
      } catch (error) {
        deployment.log.failed("queue", error, { job, run });
        message.retry({ delaySeconds: AGAIN_SECONDS });
      }
    }),
  );
}
