/** What stands around every field: its name, what is allowed, and what is wrong with it. */
import type { FieldInfo, Issue } from "wanreel";
import { h, uid } from "../dom.js";
import { limits, sentence } from "../words.js";

const NAMES: Record<string, string> = {
  audio_urls: "Audio",
  image_start: "First frame",
  image_end: "Last frame",
  image_urls: "Image",
  video_urls: "Video",
  voice_bindings: "Voices",
  callback_url: "Callback URL",
  prompt_extend: "Let the API rewrite the prompt",
  keep_original_sound: "Keep the original sound",
};

const NOTES: Record<string, string> = {
  seed: "The same seed varies less; empty: random",
  callback_url: "https, on a public host; gets the finished task",
  prompt_extend: "For short prompts",
};

export function nameOf(info: FieldInfo): string {
  const name = NAMES[info.name] ?? sentence(info.name);
  return info.type === "mediaList" && (info.maxItems ?? 1) > 1 && name !== NAMES.audio_urls ? `${name}s` : name;
}

/** One of a list: "Image 2"; where there is never a second, the list's own name. */
export function itemOf(info: FieldInfo, index: number): string {
  return (info.maxItems ?? 1) > 1 ? `${sentence(info.media?.kind ?? info.name)} ${index + 1}` : nameOf(info);
}

export interface Frame {
  element: HTMLElement;
  /** Beside the name: a counter, a value. */
  aside: HTMLElement;
  /** What inputs are described by. */
  describedBy: string;
  show(issues: Issue[]): void;
}

/** `group` where there are several inputs inside: then its name is a legend, else a label for `inputId`. */
export function frame(info: FieldInfo, body: HTMLElement, inputId?: string): Frame {
  const noteId = uid(`${info.name}-note`);
  const listId = uid(`${info.name}-issues`);
  const aside = h("span", { class: "aside" });
  const name = inputId ? h("label", { for: inputId }, nameOf(info)) : h("span", {}, nameOf(info));
  const optional = !info.required && info.default === undefined && h("span", { class: "optional" }, "optional");
  const note = NOTES[info.name] ?? (info.media ? limits(info.media) : "");
  const list = h("ul", { class: "issues", id: listId, "aria-live": "polite" });
  const head = h("div", { class: "head" }, name, optional, aside);
  const element = h(
    inputId ? "div" : "fieldset",
    { class: "field", "data-field": info.name, "data-type": info.type },
    ...(inputId ? [head] : [h("legend", { class: "visually-hidden" }, nameOf(info)), head]),
    body,
    list,
    note !== "" && h("p", { class: "note", id: noteId }, note),
  );
  if (!inputId) head.querySelector("span")?.setAttribute("aria-hidden", "true");
  return {
    element,
    aside,
    describedBy: note === "" ? listId : `${noteId} ${listId}`,
    show(issues) {
      element.classList.toggle("wrong", issues.some(isError));
      list.replaceChildren(...issues.map(line));
    },
  };
}

export const isError = (issue: Issue) => issue.severity === "error";

/** One finding: what was found and what is allowed, and what to do. */
export function line(issue: Issue): HTMLElement {
  return h(
    "li",
    { class: issue.severity, "data-code": issue.code },
    h("span", { class: "visually-hidden" }, issue.severity === "error" ? "Error: " : "Note: "),
    issue.message,
    issue.hint ? h("span", { class: "hint" }, issue.hint) : null,
  );
}
