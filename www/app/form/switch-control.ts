/** true or false. */
import type { FieldInfo } from "wanreel";
import { h, uid } from "../dom.js";
import type { Control } from "./control.js";
import { frame } from "./frame.js";

export function switchControl(info: FieldInfo, path: string, changed: () => void): Control {
  const id = uid(info.name);
  let chosen = false;
  const input = h("input", {
    id,
    type: "checkbox",
    role: "switch",
    onchange: () => {
      chosen = true;
      changed();
    },
  });
  input.checked = info.default === true;
  const around = frame(info, input, id);
  around.element.classList.add("switch");
  input.setAttribute("aria-describedby", around.describedBy);
  return {
    path,
    element: around.element,
    value: () => (chosen ? input.checked : undefined),
    set(value) {
      chosen = typeof value === "boolean";
      input.checked = chosen ? value === true : info.default === true;
    },
    show: around.show,
    focus: () => input.focus(),
  };
}
