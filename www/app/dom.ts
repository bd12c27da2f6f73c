/** Making elements. */

type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | undefined | ((event: Event) => void)>;

/** An element: `class` and other attributes, `on…` listeners, children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
  return element;
}

/** The element of that id, which index.html must have. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element as T;
}

/** Writes text only where it changed: a live region must not be read again for nothing. */
export function say(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * The same for text that stands centred, as an element of its own: what is new has not moved, where the same text would begin
 * further left or right.
 */
export function swap(element: Element, text: string): void {
  if (element.textContent !== text) element.replaceChildren(text === "" ? "" : h("span", {}, text));
}

let pressed = false;
for (const name of ["pointerdown", "pointerup", "pointercancel"]) {
  addEventListener(
    name,
    () => {
      pressed = name === "pointerdown";
    },
    { capture: true },
  );
}

/**
 * Does `work` once no button of the pointer is down. What is pressed must not move before it is let go, or the click
 * misses it; and pressing a button is what takes the focus from a field and has its issues shown.
 */
export function afterPress(work: () => void): void {
  if (pressed) addEventListener("pointerup", () => setTimeout(work), { once: true });
  else work();
}

/** Does `work`; where it takes away what has the focus, that goes to `heir()`, or the keyboard would begin at the top. */
export function keepingFocus(work: () => void, heir: () => HTMLElement): void {
  const before = document.activeElement;
  work();
  if (before && before !== document.body && (!before.isConnected || before.closest("[hidden]"))) {
    heir().focus({ preventScroll: true });
  }
}

let count = 0;
export const uid = (name: string) => `${name.replace(/[^a-z0-9]+/gi, "-")}-${++count}`;
