/** Lists of jobs: all, what needs a person, what came to nothing. */
import type { CoordinatorOverview } from "../../machine.js";
import { UNDER_WAY } from "../../states.js";
import type { OperatorJob } from "../data.js";
import { ask, path, trying } from "./ask.js";
import { dollars, h, moment, words } from "./dom.js";
import type { View } from "./view.js";

interface Page {
  jobs: OperatorJob[];
  /** Where the next page of these users begins. */
  cursor?: string;
  /** After whom the next users begin. */
  after?: string;
}

type Query = Record<string, string | undefined>;
type Open = (job: string) => void;

const COLUMNS = ["Begun", "State", "User", "Feature", "Model", "Price", "Job"];
const FILTERS: [value: string, text: string][] = [
  ["", "All"],
  [UNDER_WAY.join(), "Under way"],
  ["unresolved", "Unresolved"],
  ["done", "Done"],
  ["failed", "Failed"],
  ["cancelled", "Cancelled"],
];

/** Of so many windows of users without a row the next is asked by itself. */
const MOST_WINDOWS = 20;

/** A table that grows by pages; `read` hears that there is another. */
function listOf(open: Open, caption: string, queryOf: () => Query, read = () => {}) {
  const body = h("tbody", { role: "rowgroup" });
  const said = h("p", { role: "status", class: "said" });
  const more = h("button", { type: "button", hidden: true, onclick: () => trying(() => show(next)) });
  let next: Query = {};
  let shown: OperatorJob[] = [];
  // Who chooses anew while an answer is awaited sees the last choice, in whatever order the answers come.
  let asked = 0;
  async function show(first: Query): Promise<void> {
    asked += 1;
    const turn = asked;
    let [from, page] = [first, await ask<Page>(path("jobs", { ...queryOf(), ...first }))];
    for (let count = 1; count < MOST_WINDOWS && page.jobs.length === 0 && page.after !== undefined; count++) {
      if (page.cursor !== undefined) break;
      from = { after: page.after };
      page = await ask<Page>(path("jobs", { ...queryOf(), ...from }));
    }
    if (turn !== asked) return;
    if (first === FIRST) shown = [];
    shown.push(...page.jobs);
    body.replaceChildren(...shown.map((job) => row(job, open)));
    next = page.cursor === undefined ? { after: page.after } : { after: from.after, cursor: page.cursor };
    more.hidden = page.cursor === undefined && page.after === undefined;
    more.textContent = page.cursor === undefined ? `Jobs of users after “${page.after}”` : "Older jobs";
    said.textContent =
      shown.length === 0 ? (more.hidden ? "None." : "None of these users.") : words(shown.length, "job");
    read();
  }
  // Named once more by role: on a narrow screen the rows are laid out as cards.
  const head = h(
    "tr",
    { role: "row" },
    ...COLUMNS.map((name) => h("th", { scope: "col", role: "columnheader" }, name)),
  );
  const table = h(
    "table",
    { class: "jobs", role: "table" },
    h("caption", { class: "hidden" }, caption),
    h("thead", { role: "rowgroup" }, head),
    body,
  );
  return {
    element: h("div", {}, h("div", { class: "scroll" }, table), said, more),
    refresh: () => show(FIRST),
    shown: () => shown,
  };
}

const FIRST: Query = {};

function row(job: OperatorJob, open: Open): HTMLTableRowElement {
  const { id, state, user, feature, model, price, createdAt, error, needsReview } = job;
  const cells: [string, Node | string][] = [
    ["Begun", moment(createdAt)],
    [
      "State",
      h("span", {}, badge(state), needsReview && state !== "unresolved" && h("span", { class: "flag" }, "review")),
    ],
    ["User", user],
    ["Feature", feature || "–"],
    ["Model", model],
    ["Price", dollars(price.spentMicroUsd ?? price.microUsd)],
    ["Job", link(id, open)],
  ];
  const made = h(
    "tr",
    { role: "row" },
    ...cells.map(([name, cell]) => h("td", { role: "cell", "data-name": name }, cell)),
  );
  if (error) made.cells[1]?.append(h("small", {}, error));
  return made;
}

function link(id: string, open: Open): HTMLElement {
  return h("button", { type: "button", class: "link", onclick: () => open(id) }, id.slice(0, 8));
}

export function badge(state: string): HTMLElement {
  return h("span", { class: `state ${state}` }, state);
}

export function jobsView(open: Open): View {
  const state = h("select", { id: "state" }, ...FILTERS.map(([value, text]) => h("option", { value }, text)));
  const user = h("input", {
    id: "user",
    type: "search",
    maxlength: 256,
    autocomplete: "off",
    placeholder: "everybody",
  });
  const query = () => ({ state: state.value, user: user.value });
  const list = listOf(open, "Jobs, newest first", query);
  const csv = h("a", { class: "button", download: "jobs.csv" }, "Export as CSV");
  const reread = () => {
    csv.href = path("jobs.csv", query());
    return trying(list.refresh);
  };
  const form = h(
    "form",
    { class: "filters", onsubmit: (event: Event) => event.preventDefault() },
    h("label", { for: "state" }, "State"),
    state,
    h("label", { for: "user" }, "User"),
    user,
    csv,
  );
  form.addEventListener("change", reread);
  csv.href = path("jobs.csv");
  return { element: h("section", {}, h("h2", {}, "Jobs"), form, list.element), refresh: list.refresh };
}

export function reviewView(open: Open): View {
  // These are known without a look at every user.
  let unresolved: CoordinatorOverview["review"] = [];
  const others = h("ul", { class: "unresolved", hidden: true });
  const list = listOf(
    open,
    "Jobs to look at, newest first",
    () => ({ review: "1" }),
    () => {
      const shown = new Set(list.shown().map(({ id }) => id));
      const missing = unresolved.filter(({ job }) => !shown.has(job));
      others.hidden = missing.length === 0;
      others.replaceChildren(
        ...missing.map(({ job, user, since }) =>
          h("li", {}, badge("unresolved"), " ", moment(since), ` ${user} `, link(job, open)),
        ),
      );
    },
  );
  const about =
    "Of an unresolved job nobody knows whether it is billed: look for its task in the API's dashboard, by time and model. The others have a dead notification, or a second task that was paid for.";
  return {
    element: h("section", {}, h("h2", {}, "Review"), h("p", {}, about), list.element, others),
    refresh: async () => {
      ({ review: unresolved } = await ask<CoordinatorOverview>(path("overview")));
      await list.refresh();
    },
  };
}

/** Dead letters, and replays that the budget refused: of neither anything was billed. What was tried anew since is left out. */
const DEAD: Query = { state: "failed", error: "dead_letter,budget_exceeded", last: "1" };

export function deadView(open: Open): View {
  const list = listOf(
    open,
    "Jobs that could not be started",
    () => DEAD,
    () => {
      button.disabled = list.shown().length === 0;
    },
  );
  const said = h("p", { role: "status", class: "said" });
  async function replay(): Promise<void> {
    let [done, refused] = [0, ""];
    for (const { id, run } of list.shown()) {
      try {
        await ask(path(`jobs/${id}/retry`), { run });
        done += 1;
      } catch (error) {
        refused = (error as Error).message;
      }
      said.textContent = `${words(done, "job")} tried anew`;
    }
    if (refused !== "") said.textContent += `; not all: ${refused}`;
    await list.refresh();
  }
  const button = h("button", { type: "button", disabled: true, onclick: () => trying(replay) }, "Replay those shown");
  const about =
    "Their messages failed again and again, so they were given up. Nothing was billed. A replay is another run of the same request.";
  return {
    element: h("section", {}, h("h2", {}, "Dead letters"), h("p", {}, about), button, said, list.element),
    refresh: list.refresh,
  };
}
