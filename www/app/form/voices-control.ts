/** A voice for each reference, under the reference's key. */
import type { FieldInfo, Issue } from "wanreel";
import { h } from "../dom.js";
import { type Control, join } from "./control.js";
import { reference } from "./form-words.js";
import { frame } from "./frame.js";
import { type UrlRow, urlRow } from "./url-row.js";

export interface VoicesControl extends Control {
  /** Gives each of the references a row: image1, image2, video1, … */
  refer(keys: string[]): void;
}

export function voicesControl(info: FieldInfo, path: string, changed: () => void): VoicesControl {
  const list = h("div", { class: "rows voices" });
  const empty = h("p", { class: "empty" }, "Add an image or a video above: each can have a voice.");
  const around = frame(info, h("div", {}, empty, list));
  const rows = new Map<string, UrlRow>();
  let present: string[] = [];

  function rowOf(key: string): UrlRow {
    const known = rows.get(key);
    if (known) return known;
    const name = reference(key);
    const ordinal = h("span", { class: "ordinal named", "aria-hidden": "true" }, name);
    const row = urlRow("voice", ordinal, around.describedBy, {
      input: changed,
      remove() {
        row.input.value = "";
        draw();
        changed();
      },
    });
    row.name(`the voice of ${name}`);
    rows.set(key, row);
    return row;
  }
  /** A voice whose reference is gone stays, to be seen and removed. */
  function draw(): void {
    for (const [key, { input }] of rows) if (!present.includes(key) && input.value.trim() === "") rows.delete(key);
    const wanted = [...new Set([...present, ...rows.keys()])].map((key) => rowOf(key).element);
    const same = wanted.length === list.children.length && wanted.every((row, index) => list.children[index] === row);
    if (!same) list.replaceChildren(...wanted);
    empty.hidden = wanted.length > 0;
  }
  draw();
  return {
    path,
    element: around.element,
    refer(keys) {
      present = keys;
      draw();
    },
    value() {
      const given = [...rows].map(([key, { input }]) => [key, input.value.trim()]).filter(([, url]) => url !== "");
      return given.length > 0 ? Object.fromEntries(given) : undefined;
    },
    set(value) {
      rows.clear();
      for (const [key, url] of Object.entries(value ?? {})) rowOf(key).input.value = String(url);
      draw();
    },
    show(issues) {
      const keyOf = (issue: Issue) => join(issue.path).slice(path.length + 1);
      for (const [key, row] of rows) row.show(issues.filter((issue) => keyOf(issue) === key));
      around.show(issues.filter((issue) => !rows.has(keyOf(issue))));
    },
    focus() {
      const all = [...rows.values()];
      (all.find(({ element }) => element.classList.contains("wrong")) ?? all[0])?.input.focus();
    },
  };
}
