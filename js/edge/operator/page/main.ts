/** The operator's view: what runs, what it costs, and what needs a person. */
import type { CoordinatorOverview } from "../../machine.js";
import { ask, path, trying } from "./ask.js";
import { byId, h } from "./dom.js";
import { openJob } from "./job.js";
import { deadView, jobsView, reviewView } from "./lists.js";
import { moneyView } from "./money.js";
import type { View } from "./view.js";

/** How often the figures are read anew while somebody looks. Those of money ask all users, and are read with their view. */
const EVERY_MS = 5_000;

const VIEWS: Record<string, (open: (job: string) => void) => View> = {
  jobs: jobsView,
  money: moneyView,
  review: reviewView,
  dead: deadView,
};

let view: View | undefined;

async function showFigures(): Promise<void> {
  const overview = await ask<CoordinatorOverview>(path("overview"));
  const { waiting, running, concurrency, review } = overview;
  const figures: [string, string, (string | undefined)?][] = [
    ["Waiting", String(waiting)],
    ["Running", `${running} of ${concurrency}`],
    ["Unresolved", String(review.length), review.length > 0 ? "warn" : undefined],
  ];
  byId("figures").replaceChildren(
    ...figures.map(([name, value, kind]) => h("div", { class: kind }, h("dt", {}, name), h("dd", {}, value))),
  );
  const count = byId("to-review");
  count.hidden = review.length === 0;
  count.replaceChildren(String(review.length), h("span", { class: "hidden" }, " unresolved"));
  showGate(overview);
}

function showGate({ held, paused, pausedUntil }: CoordinatorOverview): void {
  const why =
    held !== null
      ? `Held: ${held}`
      : paused !== null
        ? `Paused: ${paused}${pausedUntil ? ` (tried again at ${new Date(pausedUntil).toLocaleTimeString()})` : ""}`
        : undefined;
  const gate = byId("gate");
  // Said anew only where it is another: a screen reader says each change.
  if (gate.textContent !== (why ?? "Submitting")) gate.replaceChildren(why ?? "Submitting");
  gate.className = why === undefined ? "open" : "shut";
  const button = byId<HTMLButtonElement>("pause");
  button.hidden = false;
  button.textContent = why === undefined ? "Pause submits" : "Resume submits";
  button.dataset.paused = String(why === undefined);
}

function show(): void {
  const name = location.hash.slice(1) in VIEWS ? location.hash.slice(1) : "jobs";
  for (const link of document.querySelectorAll("nav a")) {
    if (link.getAttribute("href") === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  view = VIEWS[name]?.((job) => openJob(job, refresh));
  if (!view) return;
  byId("view").replaceChildren(view.element);
  trying(view.refresh);
}

function refresh(): Promise<unknown> {
  return trying(() => Promise.all([showFigures(), view?.refresh()]));
}

byId("pause").addEventListener("click", ({ target }) => {
  const paused = (target as HTMLElement).dataset.paused === "true";
  trying(async () => {
    await ask(path("pause"), { paused });
    await showFigures();
  });
});
addEventListener("hashchange", show);
show();
trying(() => showFigures());
setInterval(() => {
  if (!document.hidden) trying(() => showFigures());
}, EVERY_MS);
