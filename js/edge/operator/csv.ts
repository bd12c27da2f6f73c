/**
 * All rows as CSV: RFC 4180, a line a run, one user after another and of each the newest first. A spreadsheet sorts them; here an
 * order across users would ask all of their objects anew for each page.
 */
import { safeHeaders } from "../../proxy/answer.js";
import { ask } from "../cloudflare.js";
import type { Deployment } from "../deployment.js";
import type { RowFilter, RowPage } from "../ledger.js";
import type { JobRow } from "../machine.js";
import { userName } from "../names.js";
import { UNDER_WAY } from "../states.js";
import { usersAfter } from "./data.js";

/** So many rows are asked at once, some 400 kB. With one request for each, an invocation's 10,000 hold ten million rows. */
const ROWS = 1_000;

const iso = (ms: number | null) => (ms === null ? "" : new Date(ms).toISOString());
const dollars = (microUsd: number) => (microUsd / 1e6).toFixed(6);

/** A row without an end may be that of a run that was refused before it began. */
const isUnderWay = ({ endedAt, state }: JobRow) => endedAt === null && UNDER_WAY.includes(state);
const holdsMoney = (row: JobRow) => !row.spent && (isUnderWay(row) || row.state === "unresolved");

const COLUMNS: readonly [name: string, of: (row: JobRow) => string | number | boolean][] = [
  // A job's name may begin with "-", which a spreadsheet would take for a formula.
  ["job", (row) => `job:${row.job}`],
  ["run", (row) => row.run],
  ["user", (row) => row.user],
  ["feature", (row) => row.feature],
  ["model", (row) => row.model],
  // Of a run under way its row says no more than that.
  ["state", (row) => (isUnderWay(row) ? "under_way" : row.state)],
  ["spent_usd", (row) => (row.spent ? dollars(row.microUsd) : "0.000000")],
  ["reserved_usd", (row) => (holdsMoney(row) ? dollars(row.microUsd) : "0.000000")],
  ["created_at", (row) => iso(row.createdAt)],
  ["ended_at", (row) => iso(row.endedAt)],
  ["task_id", (row) => row.taskId ?? ""],
  ["error", (row) => row.error ?? ""],
  ["needs_review", (row) => row.needsReview],
];

/** Streams it; what breaks on the way breaks the download, so that half a file is not taken for all of it. */
export function sendCsv(deployment: Deployment, filter: RowFilter, user: string): Response {
  const encoder = new TextEncoder();
  const lines = csvLines(deployment, filter, user);
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
  const headers = safeHeaders({
    "content-type": "text/csv; charset=utf-8; header=present",
    "content-disposition": 'attachment; filename="jobs.csv"',
  });
  return new Response(body, { headers });
}

async function* csvLines(deployment: Deployment, filter: RowFilter, user: string): AsyncGenerator<string> {
  yield `${COLUMNS.map(([name]) => name).join(",")}\r\n`;
  let after: string | undefined = "";
  while (after !== undefined) {
    const window = await usersAfter(deployment, after, user);
    for (const name of window.users) yield* linesOf(deployment, filter, name);
    after = window.next;
  }
}

async function* linesOf({ budgets }: Deployment, filter: RowFilter, user: string): AsyncGenerator<string> {
  const object = await userName(user);
  let cursor: string | undefined = "";
  while (cursor !== undefined) {
    const page: RowPage = await ask<RowPage>(budgets, object, { do: "page", ...filter, cursor, limit: ROWS });
    if (page.rows.length > 0) yield page.rows.map(csvLine).join("");
    cursor = page.cursor;
  }
}

export function csvLine(row: JobRow): string {
  return `${COLUMNS.map(([, of]) => cell(of(row))).join(",")}\r\n`;
}

/**
 * What begins a cell of a spreadsheet that it would take for a formula: here, or after what separates cells where a comma does
 * not. Source: owasp.org/www-community/attacks/CSV_Injection.
 */
const FORMULA = /(^|[,;|\t\r\n])([\s"']*)(?=[=+\-@＝＋－＠])/g;

/** A user's name may be anything: what would be a formula is made a text. */
function cell(value: string | number | boolean): string {
  if (typeof value !== "string") return String(value);
  const text = value.replace(FORMULA, "$1$2'");
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
