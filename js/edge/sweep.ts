/** The cron sweep: shows the coordinator that objects answer, and wakes the jobs it says may be overdue (watch.ts). */

import { askJob } from "./ask-job.js";
import { ask } from "./cloudflare.js";
import type { Deployment } from "./deployment.js";
import type { RowPage } from "./ledger.js";
import { userName } from "./names.js";
import { OVERDUE_MS, type Round } from "./watch.js";

/** The name of no job: to ask it costs no storage, and tells that the class can be made. */
const NOBODY = "sweep";
/** So many pages of a user's jobs: those of the last days. */
const MOST_PAGES = 10;

export async function sweep(deployment: Deployment): Promise<void> {
  const ill = await isIll(deployment);
  const round = await ask<Round>(deployment.coordinator, "coordinator", { do: "beat", ill });
  if (ill) return;
  await wake(deployment, round.jobs);
  for (const user of round.users) await wake(deployment, await jobsOf(deployment, user));
}

async function isIll(deployment: Deployment): Promise<boolean> {
  try {
    await askJob(deployment, NOBODY, { show: true });
    return false;
  } catch (error) {
    deployment.log.failed("sweep", error);
    return true;
  }
}

async function wake(deployment: Deployment, jobs: readonly string[]): Promise<void> {
  const all = await Promise.allSettled(jobs.map((job) => askJob(deployment, job, { overdue: OVERDUE_MS })));
  for (const each of all) if (each.status === "rejected") deployment.log.failed("sweep", each.reason);
}

async function jobsOf({ budgets }: Deployment, user: string): Promise<string[]> {
  const jobs = new Set<string>();
  let cursor: string | undefined = "";
  for (let page = 0; cursor !== undefined && page < MOST_PAGES; page++) {
    const read: RowPage = await ask<RowPage>(budgets, await userName(user), { do: "page", states: [], cursor });
    for (const { job } of read.rows) jobs.add(job);
    cursor = read.cursor;
  }
  return [...jobs];
}
