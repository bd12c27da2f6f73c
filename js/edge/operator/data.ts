/**
 * What an operator sees of all users: their jobs, newest first, and what they cost. Each user's rows are in an object of their
 * own (ledger.ts), so that all are asked at once, some users at a time.
 */
import { ask } from "../cloudflare.js";
import type { Deployment } from "../deployment.js";
import { listed } from "../http/show.js";
import { cursorOf, type LedgerRow, type RowFilter, type RowPage, type SpendingRow } from "../ledger.js";
import type { JobRow } from "../machine.js";
import { userName } from "../names.js";
import type { ListedJob } from "../types.js";

/** Objects asked at once: with the jobs of a page, within the 50 requests of one invocation on the free plan. */
const USERS = 25;
const JOBS = 20;

/** Some users, in the order of their names. */
export interface UserWindow {
  users: string[];
  /** After whom the next begin; absent at the end. */
  next?: string;
}

/** A row of the operator's list. */
export type OperatorJob = ListedJob & Pick<JobRow, "user" | "endedAt" | "taskId" | "error">;

/** Users after that one; the one named alone where one is. */
export async function usersAfter({ coordinator }: Deployment, after: string, only: string): Promise<UserWindow> {
  if (only !== "") return { users: [only] };
  const { users } = await ask<UserWindow>(coordinator, "coordinator", { do: "users", after, limit: USERS + 1 });
  const shown = users.slice(0, USERS);
  const last = shown.at(-1);
  return { users: shown, ...(users.length > USERS && last !== undefined ? { next: last } : {}) };
}

/**
 * A page of the rows of these users, newest first. Rows of all objects stand in one order, so that one cursor serves for all.
 */
export async function rowsOf(
  { budgets }: Deployment,
  users: readonly string[],
  filter: RowFilter,
  cursor: string,
): Promise<RowPage> {
  const message = { do: "page", ...filter, cursor };
  const pages = await Promise.all(users.map(async (user) => ask<RowPage>(budgets, await userName(user), message)));
  const all = pages.flatMap(({ rows }) => rows).sort(newestFirst);
  const rows = all.slice(0, JOBS);
  const last = rows.at(-1);
  const more = all.length > rows.length || pages.some((page) => page.cursor !== undefined);
  return { rows, ...(more && last ? { cursor: cursorOf(last) } : {}) };
}

/** As a ledger orders them. */
function newestFirst(a: LedgerRow, b: LedgerRow): number {
  return b.createdAt - a.createdAt || (a.reservation < b.reservation ? -1 : 1);
}

/** With the state that those under way have by now. */
export async function operatorJob(deployment: Deployment, row: JobRow): Promise<OperatorJob> {
  const { user, endedAt, taskId, error } = row;
  return { ...(await listed(deployment, row)), user, endedAt, taskId, error };
}

/** What each of these users spent and has put aside, and how many jobs that is. */
export async function spendingOf(
  { budgets }: Deployment,
  users: readonly string[],
): Promise<(SpendingRow & { user: string })[]> {
  const all = await Promise.all(
    users.map(async (user) => {
      const { lines } = await ask<{ lines: SpendingRow[] }>(budgets, await userName(user), { do: "spending" });
      return lines.map((line) => ({ user, ...line }));
    }),
  );
  return all.flat();
}
