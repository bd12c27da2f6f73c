/** Free text with its length in code points, as the API counts, and short text such as the callback URL. */
import type { FieldInfo } from "wanreel";
import { h, say, uid } from "../dom.js";
import type { Control } from "./control.js";
import { frame, isError } from "./frame.js";

/** From this share of the limit on the counter is shown as a warning. */
const NEAR = 0.9;

export function textControl(info: FieldInfo, path: string, changed: () => void): Control {
  const id = uid(info.name);
  const input =
    info.type === "callbackUrl"
      ? h("input", { id, type: "url", inputmode: "url", autocomplete: "off", spellcheck: "false" })
      : h("textarea", { id, rows: info.required ? 5 : 2, spellcheck: "true" });
  if (info.required) input.setAttribute("aria-required", "true");
  if (info.type === "callbackUrl") input.setAttribute("placeholder", "https://");
  const around = frame(info, input, id);
  input.setAttribute("aria-describedby", around.describedBy);
  const count = () => {
    if (info.type !== "text" || !info.maxLength) return;
    const length = [...input.value].length;
    say(around.aside, `${length} / ${info.maxLength}`);
    around.aside.classList.toggle("near", length > info.maxLength * NEAR);
    around.aside.classList.toggle("over", length > info.maxLength);
  };
  input.addEventListener("input", () => {
    count();
    changed();
  });
  count();
  return {
    path,
    element: around.element,
    value: () => (input.value.trim() === "" ? undefined : input.value),
    set(value) {
      input.value = typeof value === "string" ? value : "";
      count();
    },
    show(issues) {
      input.setAttribute("aria-invalid", String(issues.some(isError)));
      around.show(issues);
    },
    focus: () => input.focus(),
  };
}
