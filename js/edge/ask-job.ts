/** How the pipeline's parts speak to a job's object. */
import { ask } from "./cloudflare.js";
import type { Deployment } from "./deployment.js";
import type { Event, Reply } from "./machine.js";
import type { Job } from "./types.js";

/** What is asked of a job. */
export type JobMessage = { event: Event } | { show: true } | { overdue: number };

/** What it answers. */
export interface JobAnswer {
  reply?: Reply;
  /** The job as it is by now, for who looks at it or is replied to; null for others, and where there is none. */
  job: Job | null;
}

/** Asks a job. */
export function askJob({ jobs }: Pick<Deployment, "jobs">, job: string, message: JobMessage): Promise<JobAnswer> {
  return ask<JobAnswer>(jobs, job, message);
}
