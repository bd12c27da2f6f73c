/** What was spent and is put aside: by day as a chart, by user, feature or model as a table. */
import type { SpendingRow } from "../../ledger.js";
import { ask, path, trying } from "./ask.js";
import { chartOf, type Day } from "./chart.js";
import { dollars, h, words } from "./dom.js";
import type { View } from "./view.js";

type Line = SpendingRow & { user: string };
type By = "user" | "feature" | "model";

interface Page {
  lines: Line[];
  users: number;
  after?: string;
  /** The Worker's, milliseconds since 1970: the days are by its clock, and a visitor's may be wrong. */
  now: number;
}

/** So many answers are read by themselves, of 25 users each. */
const MOST = 20;
const DAYS = 14;
const DAY_MS = 86_400_000;

async function read(): Promise<{ lines: Line[]; users: number; after: string | undefined; now: number }> {
  const lines: Line[] = [];
  let users = 0;
  let now = 0;
  let after: string | undefined = "";
  for (let count = 0; count < MOST && after !== undefined; count++) {
    const page: Page = await ask<Page>(path("spending", { after }));
    lines.push(...page.lines);
    users += page.users;
    after = page.after;
    now = page.now;
  }
  return { lines, users, after, now };
}

const sum = (lines: readonly Line[], of: (line: Line) => number) => lines.reduce((total, line) => total + of(line), 0);

export function moneyView(): View {
  const by = h(
    "select",
    { id: "by" },
    ...(["model", "feature", "user"] as const).map((name) => h("option", { value: name }, name)),
  );
  const shown = h("div");
  async function refresh(): Promise<void> {
    const { lines, users, after, now } = await read();
    const key = by.value as By;
    const some = after === undefined ? "" : `, of the first ${users} users`;
    const about = some && ` Of the first ${users} users alone, up to “${after}”; there are more.`;
    shown.replaceChildren(
      figuresOf(lines, now, some),
      chartOf(daysOf(lines, now, key), `Spent by day and ${key}, the last ${DAYS} days (UTC)`),
      tableOf(lines, key),
      h("p", { class: "said" }, `Of the runs that are kept, by the day they began.${about}`),
    );
  }
  by.addEventListener("change", () => trying(refresh));
  const form = h("form", { class: "filters" }, h("label", { for: "by" }, "By"), by);
  return { element: h("section", {}, h("h2", {}, "Money"), form, shown), refresh };
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** What is put aside now, and what jobs cost that began today. */
function figuresOf(lines: readonly Line[], now: number, some: string): HTMLElement {
  const today = lines.filter((line) => line.day === dayOf(now));
  const figures: [string, number][] = [
    ["Put aside", sum(lines, (line) => line.reservedMicroUsd)],
    ["Spent on jobs begun today (UTC)", sum(today, (line) => line.spentMicroUsd)],
  ];
  return h(
    "dl",
    { class: "facts" },
    ...figures.flatMap(([name, amount]) => [h("dt", {}, name + some), h("dd", {}, dollars(amount))]),
  );
}

/** Spent by name on each of the last days, the oldest first. */
function daysOf(lines: readonly Line[], now: number, by: By): Day[] {
  const first = now - (DAYS - 1) * DAY_MS;
  return Array.from({ length: DAYS }, (_, index) => {
    const day = dayOf(first + index * DAY_MS);
    const spent = new Map<string, number>();
    for (const line of lines) {
      if (line.day !== day || line.spentMicroUsd === 0) continue;
      spent.set(line[by] || "–", (spent.get(line[by] || "–") ?? 0) + line.spentMicroUsd);
    }
    return { day, spent };
  });
}

function tableOf(lines: readonly Line[], by: By): HTMLElement {
  const groups = new Map<string, Line[]>();
  for (const line of lines) groups.set(line[by] || "–", [...(groups.get(line[by] || "–") ?? []), line]);
  const jobs = (of: readonly Line[], state?: string) =>
    sum(state === undefined ? of : of.filter((line) => line.state === state), (line) => line.jobs);
  const cells = (name: string, of: readonly Line[]) => [
    h("th", { scope: "row" }, name),
    h("td", { "data-name": "Runs" }, jobs(of)),
    h("td", { "data-name": "Done" }, jobs(of, "done")),
    h("td", { "data-name": "Failed" }, jobs(of, "failed")),
    h("td", { "data-name": "Put aside" }, dollars(sum(of, (line) => line.reservedMicroUsd))),
    h("td", { "data-name": "Spent" }, dollars(sum(of, (line) => line.spentMicroUsd))),
  ];
  const spent = (of: readonly Line[]) => sum(of, (line) => line.spentMicroUsd);
  const sorted = [...groups].sort(([, a], [, b]) => spent(b) - spent(a));
  const head = [by, "Runs", "Done", "Failed", "Put aside", "Spent"].map((name) => h("th", { scope: "col" }, name));
  return h(
    "table",
    { class: "money" },
    h("caption", { class: "hidden" }, `By ${by}, ${words(groups.size, "line")}`),
    h("thead", {}, h("tr", {}, ...head)),
    h("tbody", {}, ...sorted.map(([name, of]) => h("tr", {}, ...cells(name, of)))),
    h("tfoot", {}, h("tr", {}, ...cells("All", lines))),
  );
}
