/**
 * Whether a task is another job's. Asked only where a callback or a person names one for a job that does not know its own, so a
 * job costs nothing for it: the task is put down as this job's in an object of its own, once, and the jobs that run at this
 * moment are asked for theirs.
 */

import { askJob } from "./ask-job.js";
import { ask } from "./cloudflare.js";
import type { Deployment } from "./deployment.js";
import { taskName } from "./names.js";

export async function isHeld(deployment: Deployment, job: string, taskId: string): Promise<boolean> {
  const { budgets, coordinator } = deployment;
  const running = await ask<{ jobs: string[] }>(coordinator, "coordinator", { do: "running" });
  const others = await Promise.all(
    running.jobs.filter((other) => other !== job).map((other) => askJob(deployment, other, { show: true })),
  );
  if (others.some((other) => other.job?.task?.id === taskId)) return true;
  const claim = { do: "claim", task: taskId, job };
  const { holder } = await ask<{ holder: string }>(budgets, await taskName(taskId), claim);
  return holder !== job;
}
