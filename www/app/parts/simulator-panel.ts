/** Making things go wrong, to see that the job survives. Only where there is a simulator. */

import { byId, h, say } from "../dom.js";
import { segments } from "../form/choice-control.js";
import { type SimulatorState as State, simulatorState } from "../simulator-state.js";
import type { Seen } from "./logs.js";

async function post(path: string, body: object): Promise<State> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`/dev/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  return response.json();
}

/** Draws the panel and listens to the simulator; `saw` is told of each request it gets. */
export async function simulatorPanel(saw: (seen: Seen) => void): Promise<void> {
  const state = await simulatorState;
  if (!state) return;
  byId("simulator").hidden = false;
  draw(state);
  const events = new EventSource("/dev/events");
  events.addEventListener("state", (event) => draw(JSON.parse(event.data)));
  events.addEventListener("request", (event) => saw(JSON.parse(event.data)));
}

function draw(state: State): void {
  const armed = state.faults.filter((fault) => fault.armed);
  say(byId("simulator-count"), armed.length > 0 ? `${armed.length} armed` : "");
  const times = segments(
    "generation",
    state.choices.map((ms) => ({ value: String(ms), label: `${ms / 1000} s` })),
    (value) => post("generation", { ms: Number(value) }),
  );
  times.value = String(state.generationMs);
  const body = byId("simulator-body");
  const focused = body.contains(document.activeElement) ? document.activeElement : null;
  const place =
    focused?.getAttribute("data-fault") ?? (focused instanceof HTMLInputElement ? focused.value : undefined);
  body.replaceChildren(
    h("fieldset", { class: "field" }, h("legend", {}, "A generation takes"), times.element),
    faults(
      "What a job survives",
      state.faults.filter(({ ends }) => !ends),
    ),
    faults(
      "What ends it, with advice",
      state.faults.filter(({ ends }) => ends),
    ),
    h("p", { class: "note" }, "Each waits for the next request it fits, strikes, and is over."),
  );
  // Drawn anew under the caret: it goes back to where it was.
  if (place) body.querySelector<HTMLElement>(`[data-fault="${place}"], input[value="${place}"]`)?.focus();
}

function faults(legend: string, some: State["faults"]): HTMLElement {
  return h("fieldset", { class: "field" }, h("legend", {}, legend), h("div", { class: "faults" }, ...some.map(button)));
}

function button({ name, label, armed }: State["faults"][number]): HTMLElement {
  return h(
    "button",
    {
      type: "button",
      class: "chip",
      "data-fault": name,
      "aria-pressed": String(armed),
      // Not disabled: that would take the focus away from whoever has just pressed it.
      "aria-disabled": String(armed),
      onclick: () => armed || post("faults", { name }),
    },
    label,
  );
}
