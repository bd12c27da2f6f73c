/** Jobs as their users see them. */
import { json, Refused } from "../../proxy/answer.js";
import { askJob } from "../ask-job.js";
import { ask } from "../cloudflare.js";
import type { Deployment } from "../deployment.js";
import type { RowPage } from "../ledger.js";
import type { JobRow } from "../machine.js";
import { userName } from "../names.js";
import { STATES, UNDER_WAY } from "../states.js";
import type { Job, JobList, ListedJob } from "../types.js";
import type { Visitor } from "./visitor.js";

/** With an address for its video, signed: whoever may see the job may see that. */
export async function shown({ checked, names, now }: Deployment, job: Job): Promise<Job> {
  if (!job.video?.key) return job;
  const url = `${checked.mount}/files/${job.id}?${await names.link(job.id, job.run, now())}`;
  return { ...job, video: { ...job.video, url } };
}

/** A job that this visitor may see. @throws Refused with 404, whether it is another's or none */
export async function findJob(deployment: Deployment, visitor: Visitor, job: string): Promise<Job> {
  const { job: found } = await askJob(deployment, job, { show: true });
  if (found && (visitor.operator || found.user === visitor.user)) return found;
  throw new Refused(404, { code: "not_found", message: "there is no such job" });
}

export async function showJob(deployment: Deployment, visitor: Visitor, job: string): Promise<Response> {
  return json(200, await shown(deployment, await findJob(deployment, visitor, job)));
}

/** GET /jobs?state=&cursor=; an operator names a user by ?user=. */
export async function listJobs(deployment: Deployment, visitor: Visitor, query: URLSearchParams): Promise<Response> {
  const { wanted, states } = readStates(query);
  const user = (visitor.operator && query.get("user")) || visitor.user;
  const cursor = (query.get("cursor") ?? "").slice(0, 400);
  const message = { do: "page", states, cursor };
  const page = await ask<RowPage>(deployment.budgets, await userName(user), message);
  const all = await Promise.all(page.rows.map((row) => listed(deployment, row)));
  const jobs = all.filter((job) => wanted.length === 0 || wanted.includes(job.state));
  const list: JobList = { jobs, ...(page.cursor === undefined ? {} : { cursor: page.cursor }) };
  return json(200, list);
}

/**
 * ?state=, as it is wanted and as rows are asked for it: of a job under way its row does not know how far it is.
 * @throws Refused where it is none
 */
export function readStates(query: URLSearchParams): { wanted: string[]; states: string[] } {
  const wanted = (query.get("state") ?? "").split(",").filter((state) => state !== "");
  const stray = wanted.find((state) => !STATES.includes(state));
  if (stray !== undefined) {
    const message = `state is ${JSON.stringify(stray.slice(0, 40))}; it must be one of ${STATES.join(", ")}`;
    throw new Refused(400, { code: "invalid_value", message, param: "state" });
  }
  const states = wanted.some((state) => UNDER_WAY.includes(state)) ? [...wanted, ...UNDER_WAY] : wanted;
  return { wanted, states: [...new Set(states)] };
}

/** A row as a list shows it, with the state that the job has by now. */
export async function listed(deployment: Deployment, row: JobRow): Promise<ListedJob> {
  const { job: id, run, feature, model, microUsd, spent, needsReview, createdAt } = row;
  const price = { microUsd, exact: spent, ...(spent ? { spentMicroUsd: microUsd } : {}) };
  const seen = { id, run, feature, model, price, needsReview, createdAt, state: row.state };
  if (!UNDER_WAY.includes(seen.state)) return seen;
  const { job } = await askJob(deployment, id, { show: true });
  // Of an earlier run its row knows all there is.
  if (!job || job.run !== run) return seen;
  return { ...seen, state: job.state, model: job.model, price: job.price, needsReview: job.needsReview };
}
