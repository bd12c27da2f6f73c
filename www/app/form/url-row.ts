/** The input for a media URL, and a row of it with its own issues. */
import type { Issue } from "wanreel";
import { h, uid } from "../dom.js";
import { isError, line } from "./frame.js";

export function urlInput(name: string): HTMLInputElement {
  return h("input", {
    id: uid(name),
    type: "url",
    inputmode: "url",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: "https://",
  });
}

export interface UrlRow {
  element: HTMLElement;
  input: HTMLInputElement;
  /** Names the input and its button for those who do not see the row. */
  name(text: string): void;
  show(issues: Issue[]): void;
}

export function urlRow(
  field: string,
  ordinal: HTMLElement,
  describedBy: string,
  on: { input(): void; remove(): void },
): UrlRow {
  const input = urlInput(field);
  const list = h("ul", { class: "issues", id: uid(`${field}-row`), "aria-live": "polite" });
  const remove = h("button", { type: "button", class: "remove", onclick: on.remove }, "×");
  const element = h("div", { class: "row" }, ordinal, input, remove, list);
  input.addEventListener("input", on.input);
  input.setAttribute("aria-describedby", `${describedBy} ${list.id}`);
  return {
    element,
    input,
    name(text) {
      input.setAttribute("aria-label", `${text} URL`);
      remove.setAttribute("aria-label", `Remove ${text}`);
    },
    show(issues) {
      list.replaceChildren(...issues.map(line));
      element.classList.toggle("wrong", issues.some(isError));
      input.setAttribute("aria-invalid", String(issues.some(isError)));
    },
  };
}
