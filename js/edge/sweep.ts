/**
 * The cron sweep: shows the coordinator that objects answer, and wakes the jobs it says may be overdue (watch.ts). Of a user after
 * an outage: all that are under way or unresolved, then what ended lately, whose notification may wait.
 */

import { askJob } from "./ask-job.js";
import { ask } from "./cloudflare.js";
import type { Deployment } from "./deployment.js";
import type { RowPage } from "./ledger.js";
import { userName } from "./names.js";
import { UNDER_WAY } from "./states.js";
import { OVERDUE_MS, type Progress, type Round } from "./watch.js";

/** The name of no job: to ask it costs no storage, and tells that the class can be made. */
const NOBODY = "sweep";
/** So many rows a page; of those that ended the newest are one page. */
const ROWS = 200;
/** So many jobs are asked at once. */
const AT_ONCE = 100;
/** In place of a cursor: those under way are done, the newest are next. */
const NEWEST = "newest";
const MAY_WAIT: readonly string[] = [...UNDER_WAY, "unresolved"];

export async function sweep(deployment: Deployment): Promise<void> {
  const ill = await isIll(deployment);
  const round = await ask<Round>(deployment.coordinator, "coordinator", { do: "beat", ill });
  if (round.jobs.length === 0 && round.users.length === 0) return;
  await wake(deployment, round.jobs);
  await ask(deployment.coordinator, "coordinator", { do: "swept", ...(await wakeUsers(deployment, round)) });
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
  for (let from = 0; from < jobs.length; from += AT_ONCE) {
    const some = jobs.slice(from, from + AT_ONCE);
    const all = await Promise.allSettled(some.map((job) => askJob(deployment, job, { overdue: OVERDUE_MS })));
    for (const each of all) if (each.status === "rejected") deployment.log.failed("sweep", each.reason);
  }
}

/** One user after another, as far as the round's requests go; answers how far that was. */
async function wakeUsers(deployment: Deployment, round: Round): Promise<Progress> {
  let { after, cursor } = round;
  let left = round.most - round.jobs.length;
  const limit = Math.min(ROWS, Math.floor(round.most / 2) - 1);
  for (const user of round.users) {
    for (let from: string | undefined = cursor; from !== undefined; ) {
      if (left <= limit) return { at: round.at, after, cursor: from };
      const newest: boolean = from === NEWEST;
      const which = newest ? { states: [], cursor: "" } : { states: MAY_WAIT, cursor: from };
      // Whose object fails is not to keep the others waiting.
      const page = await pageOf(deployment, user, { ...which, limit });
      const rows = page.rows.filter(({ state }) => !newest || !MAY_WAIT.includes(state));
      await wake(deployment, [...new Set(rows.map(({ job }) => job))]);
      left -= 1 + rows.length;
      from = newest ? undefined : (page.cursor ?? NEWEST);
    }
    after = user;
    cursor = "";
  }
  return { at: round.at, after, cursor };
}

async function pageOf(deployment: Deployment, user: string, which: object): Promise<RowPage> {
  try {
    return await ask<RowPage>(deployment.budgets, await userName(user), { do: "page", ...which });
  } catch (error) {
    deployment.log.failed("sweep", error);
    return { rows: [] };
  }
}
