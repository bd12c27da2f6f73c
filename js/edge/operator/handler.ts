/**
 * The operator's view: a page, and what it asks. All of it is below /operator, so that one rule of whatever stands before the
 * Worker (Cloudflare Access, a login) covers it; the hook `operators` is asked for each request all the same.
 */
import { json } from "../../proxy/answer.js";
import type { Deployment } from "../deployment.js";
import { listReview, pauseAll, reconcileJob, retryJob, told } from "../http/operators.js";
import { JOB, wayOf } from "../http/routes.js";
import { findJob, readStates, shown } from "../http/show.js";
import type { Visitor } from "../http/visitor.js";
import type { RowFilter } from "../ledger.js";
import { sendAsset, sendPage } from "./assets.js";
import { sendCsv } from "./csv.js";
import { operatorJob, rowsOf, spendingOf, usersAfter } from "./data.js";

/** An operator sees every job. */
const OPERATOR: Visitor = { user: "", feature: "", priority: 0, operator: true };

type Answer = (deployment: Deployment, request: Request, url: URL, job: string) => Response | Promise<Response>;

/** Method, path below /operator, and what answers. */
const TABLE: readonly [string, RegExp, Answer][] = [
  ["GET", /^$/, (deployment) => sendPage(deployment)],
  ["GET", /^\/app\.js$/, () => sendAsset("app.js")],
  ["GET", /^\/app\.css$/, () => sendAsset("app.css")],
  ["GET", /^\/icon\.svg$/, () => sendAsset("icon.svg")],
  ["GET", /^\/overview$/, (deployment) => listReview(deployment)],
  ["GET", /^\/spending$/, sendSpending],
  ["GET", /^\/jobs$/, sendJobs],
  ["GET", /^\/jobs\.csv$/, (deployment, _, url) => sendCsv(deployment, filterOf(url), asked(url, "user"))],
  ["GET", new RegExp(`^/jobs/${JOB}$`), (deployment, _, __, job) => sendJob(deployment, job)],
  ["POST", /^\/pause$/, (deployment, request) => pauseAll(deployment, request)],
  [
    "POST",
    new RegExp(`^/jobs/${JOB}/reconcile$`),
    (deployment, request, _, job) => reconcileJob(deployment, OPERATOR, job, request),
  ],
  ["POST", new RegExp(`^/jobs/${JOB}/cancel$`), (deployment, _, __, job) => told(deployment, job, { type: "cancel" })],
  ["POST", new RegExp(`^/jobs/${JOB}/retry$`), (deployment, request, _, job) => retryJob(deployment, job, request)],
  [
    "POST",
    new RegExp(`^/jobs/${JOB}/renotify$`),
    (deployment, _, __, job) => told(deployment, job, { type: "renotify" }),
  ],
];

/** Answers an operator. @throws Refused where there is nothing, or not by that method */
export async function answerOperator(deployment: Deployment, request: Request, url: URL): Promise<Response> {
  const path = url.pathname.slice(`${deployment.checked.mount}/operator`.length).replace(/\/$/, "");
  const { to, job } = wayOf(TABLE, request.method, path);
  return to(deployment, request, url, job);
}

/** GET /operator/jobs?state=&error=&review=&last=&user=&cursor=&after= */
async function sendJobs(deployment: Deployment, _: Request, url: URL): Promise<Response> {
  const { wanted } = readStates(url.searchParams);
  const window = await usersAfter(deployment, asked(url, "after"), asked(url, "user"));
  const page = await rowsOf(deployment, window.users, filterOf(url), asked(url, "cursor"));
  const jobs = await Promise.all(page.rows.map((row) => operatorJob(deployment, row)));
  return json(200, {
    jobs: jobs.filter(({ state }) => wanted.length === 0 || wanted.includes(state)),
    ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
    ...(window.next === undefined ? {} : { after: window.next }),
  });
}

const asked = (url: URL, name: string) => (url.searchParams.get(name) ?? "").slice(0, 512);

function filterOf({ searchParams }: URL): RowFilter {
  return {
    states: readStates(searchParams).states,
    error: (searchParams.get("error") ?? "").slice(0, 128),
    review: searchParams.get("review") === "1",
    last: searchParams.get("last") === "1",
  };
}

/** GET /operator/spending?after= */
async function sendSpending(deployment: Deployment, _: Request, url: URL): Promise<Response> {
  const { users, next } = await usersAfter(deployment, asked(url, "after"), "");
  const lines = await spendingOf(deployment, users);
  return json(200, {
    lines,
    users: users.length,
    now: deployment.now(),
    ...(next === undefined ? {} : { after: next }),
  });
}

async function sendJob(deployment: Deployment, job: string): Promise<Response> {
  return json(200, await shown(deployment, await findJob(deployment, OPERATOR, job)));
}
