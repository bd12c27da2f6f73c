/** Media by URL in rows, added up to the most. */
import type { FieldInfo } from "wanreel";
import { h, say } from "../dom.js";
import type { Control } from "./control.js";
import { frame, itemOf } from "./frame.js";
import { type UrlRow, urlRow } from "./url-row.js";

export function mediaListControl(info: FieldInfo, path: string, changed: () => void): Control {
  const { maxItems = 1 } = info;
  const kind = info.media?.kind ?? "file";
  const list = h("div", { class: "rows" });
  const add = h("button", { type: "button", class: "quiet", onclick: () => addRow().input.focus() }, `Add ${kind}`);
  const around = frame(info, h("div", {}, list, add));
  const rows: { row: UrlRow; ordinal: HTMLElement }[] = [];

  /** Rows left blank are not in the request, so an issue's index counts only the others. */
  const filled = () => rows.map(({ row }) => row).filter(({ input }) => input.value.trim() !== "");

  function addRow(value = ""): UrlRow {
    const ordinal = h("span", { class: "ordinal", "aria-hidden": "true" });
    const row = urlRow(info.name, ordinal, around.describedBy, { input: changed, remove: () => removeRow(row) });
    row.input.value = value;
    rows.push({ row, ordinal });
    list.append(row.element);
    number();
    return row;
  }
  function removeRow(row: UrlRow): void {
    rows.splice(
      rows.findIndex((one) => one.row === row),
      1,
    );
    row.element.remove();
    if (rows.length === 0) addRow();
    number();
    rows.at(-1)?.row.input.focus();
    changed();
  }
  function number(): void {
    for (const [index, { row, ordinal }] of rows.entries()) {
      row.name(itemOf(info, index));
      say(ordinal, maxItems > 1 ? String(index + 1) : "");
      row.element.classList.toggle("only", rows.length === 1 && row.input.value === "");
    }
    add.hidden = rows.length >= maxItems;
  }
  addRow();
  list.addEventListener("input", number);
  return {
    path,
    element: around.element,
    value() {
      const urls = filled().map(({ input }) => input.value.trim());
      return urls.length > 0 ? urls : undefined;
    },
    set(value) {
      for (const { row } of rows.splice(0)) row.element.remove();
      const urls = Array.isArray(value) ? value : [];
      for (const url of urls.length > 0 ? urls : [""]) addRow(String(url));
    },
    show(issues) {
      const own = filled();
      const general = issues.filter(({ path: at }) => at.length === 1 || own[Number(at[1])] === undefined);
      for (const { row } of rows) {
        row.show(issues.filter((issue) => !general.includes(issue) && own[Number(issue.path[1])] === row));
      }
      around.show(general);
    },
    focus() {
      const wrong = rows.find(({ row }) => row.element.classList.contains("wrong"));
      (wrong ?? rows[0])?.row.input.focus();
    },
  };
}
