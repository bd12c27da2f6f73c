/** One medium, by URL. */
import type { FieldInfo } from "wanreel";
import type { Control } from "./control.js";
import { frame, isError } from "./frame.js";
import { urlInput } from "./url-row.js";

export function mediaControl(info: FieldInfo, path: string, changed: () => void): Control {
  const input = urlInput(info.name);
  input.addEventListener("input", changed);
  const around = frame(info, input, input.id);
  input.setAttribute("aria-describedby", around.describedBy);
  return {
    path,
    element: around.element,
    value: () => input.value.trim() || undefined,
    set(value) {
      input.value = typeof value === "string" ? value : "";
    },
    show(issues) {
      input.setAttribute("aria-invalid", String(issues.some(isError)));
      around.show(issues);
    },
    focus: () => input.focus(),
  };
}
