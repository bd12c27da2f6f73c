/** A whole number: a slider with a number beside it, or only the number where the range is too long to slide. */
import type { FieldInfo } from "wanreel";
import { h, say, uid } from "../dom.js";
import type { Control } from "./control.js";
import { frame, isError } from "./frame.js";

const LONGEST_SLIDER = 100;

export function integerControl(info: FieldInfo, path: string, changed: () => void): Control {
  const { min = 0, max = 0, step = 1, zero = false } = info;
  const standard = info.default === undefined ? undefined : Number(info.default);
  const slides = (max - min) / step <= LONGEST_SLIDER;
  const id = uid(info.name);
  const number = h("input", {
    id,
    type: "number",
    inputmode: "numeric",
    min: zero ? 0 : min,
    max,
    step: zero ? 1 : step,
    class: slides ? "" : "wide",
  });
  // 0 stands one step before the smallest: "keep the length" is a place on the slider, too.
  const first = zero ? min - step : min;
  const slider = h("input", { type: "range", min: first, max, step, "aria-labelledby": `${id}-name`, tabindex: 0 });
  const dice = h("button", { type: "button", class: "quiet", onclick: roll }, "Draw one");
  const body = h("div", { class: slides ? "slide" : "number" }, slides ? slider : null, number, slides ? null : dice);
  const around = frame(info, body, id);
  around.element.querySelector("label")?.setAttribute("id", `${id}-name`);
  number.setAttribute("aria-describedby", around.describedBy);
  let given: number | undefined;

  function shown(value: number | undefined): string {
    if (value === undefined) return "";
    if (zero && value === 0) return "keep the length";
    return info.name === "duration" ? `${value} s` : "";
  }
  function show(): void {
    const value = given ?? standard;
    if (document.activeElement !== number || number.value === "")
      number.value = value === undefined ? "" : String(value);
    slider.value = String(value === 0 && zero ? first : (value ?? first));
    slider.setAttribute("aria-valuetext", shown(value) || String(value));
    say(around.aside, slides ? shown(value) : "");
  }
  function roll(): void {
    given = min + Math.floor(Math.random() * (max - min));
    show();
    changed();
  }
  slider.addEventListener("input", () => {
    const place = Number(slider.value);
    given = zero && place === first ? 0 : place;
    number.value = String(given);
    show();
    changed();
  });
  number.addEventListener("input", () => {
    given = number.value === "" ? undefined : Number(number.value);
    if (number.value !== "") show();
    changed();
  });
  number.addEventListener("blur", show);
  show();
  return {
    path,
    element: around.element,
    value: () => given,
    set(value) {
      given = typeof value === "number" ? value : undefined;
      number.value = "";
      show();
    },
    show(issues) {
      number.setAttribute("aria-invalid", String(issues.some(isError)));
      around.show(issues);
    },
    focus: () => number.focus(),
  };
}
