/** An error: what happened, what it means, and buttons for what can be done. */
import type { Trouble } from "../../shared/trouble.js";
import { h } from "../dom.js";
import { ACTIONS, type Action, adviceFor } from "../job/advice.js";

/** What may cost money is not to look like the way out. */
function looks(action: Action, index: number): string {
  if (action === "pay-again") return "quiet danger";
  return index === 0 && action !== "edit" ? "primary" : "quiet";
}

export function troubleCard(trouble: Trouble, act: (action: Action) => void): HTMLElement {
  const { title, text, actions } = adviceFor(trouble);
  const facts = Object.entries({
    Code: trouble.code,
    Status: trouble.status,
    Task: trouble.taskId,
    "Idempotency key": trouble.idempotencyKey,
    "Request id": trouble.requestId,
  }).filter(([, value]) => value !== undefined && value !== 0);
  return h(
    "section",
    { class: "panel trouble", role: "alert", "data-name": trouble.name },
    h("h2", {}, title),
    h("p", { class: "said" }, h("code", {}, trouble.name), " ", trouble.message),
    trouble.hint ? h("p", { class: "hint" }, trouble.hint) : null,
    text ? h("p", {}, text) : null,
    facts.length > 0 &&
      h(
        "dl",
        {},
        ...facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, h("code", {}, String(value))))),
      ),
    h(
      "div",
      { class: "actions" },
      ...actions.map((action, index) =>
        h(
          "button",
          {
            type: "button",
            class: looks(action, index),
            "data-action": action,
            onclick: () => act(action),
          },
          ACTIONS[action],
        ),
      ),
    ),
  );
}
