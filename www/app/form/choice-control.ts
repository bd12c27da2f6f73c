/** One of a closed list, as a row of buttons; where there is no default, "auto" leaves it out. */
import type { FieldInfo } from "wanreel";
import { h, uid } from "../dom.js";
import { sentence } from "../words.js";
import type { Control } from "./control.js";
import { frame } from "./frame.js";

const AUTO = "";
const NAMES: Record<string, string> = {
  first_last_frame: "First + last",
  video_continuation: "Continue a clip",
};

export function choiceName(value: string): string {
  return NAMES[value] ?? (value.includes("_") ? sentence(value) : value);
}

/** A row of radio buttons; answers the element and access to what is chosen. */
export function segments(
  name: string,
  choices: { value: string; label: string; note?: string }[],
  onchange: (value: string) => void,
) {
  const group = uid(name);
  const inputs = choices.map(({ value }) =>
    h("input", { type: "radio", name: group, value, onchange: () => onchange(value) }),
  );
  const labels = choices.map(({ label, note }, index) =>
    h("label", {}, inputs[index], h("span", {}, label, note ? h("small", {}, note) : null)),
  );
  return {
    element: h("div", { class: "segments" }, ...labels),
    get value() {
      return inputs.find((input) => input.checked)?.value ?? AUTO;
    },
    set value(value: string) {
      for (const input of inputs) input.checked = input.value === value;
    },
    focus: () => (inputs.find((input) => input.checked) ?? inputs[0])?.focus(),
    inputs,
  };
}

export function choiceControl(info: FieldInfo, path: string, changed: () => void): Control {
  const { values = [] } = info;
  const standard = info.default === undefined ? AUTO : String(info.default);
  const choices = values.map((value) => ({ value, label: choiceName(value) }));
  // The API may have a default or take it from the inputs; either way the field can be left out.
  const row = segments(info.name, standard === AUTO ? [{ value: AUTO, label: "auto" }, ...choices] : choices, () => {
    chosen = true;
    changed();
  });
  let chosen = false;
  row.value = standard;
  const around = frame(info, row.element);
  for (const input of row.inputs) input.setAttribute("aria-describedby", around.describedBy);
  return {
    path,
    element: around.element,
    value: () => (chosen && row.value !== AUTO ? row.value : undefined),
    set(value) {
      chosen = value !== undefined;
      row.value = chosen ? String(value) : standard;
    },
    show: around.show,
    focus: row.focus,
  };
}
