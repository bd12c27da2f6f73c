/** Copies a text, and says so. */
import { h } from "../dom.js";

export async function copy(text: string, button: HTMLElement): Promise<void> {
  const before = button.textContent ?? "";
  const done = await navigator.clipboard.writeText(text).then(
    () => "Copied",
    // Not every page may write to the clipboard.
    () => "Not allowed",
  );
  button.textContent = done;
  setTimeout(() => {
    button.textContent = before;
  }, 1500);
}

export function copyButton(text: () => string, label: string): HTMLButtonElement {
  const button: HTMLButtonElement = h(
    "button",
    { type: "button", class: "quiet small", "aria-label": label, onclick: () => copy(text(), button) },
    "Copy",
  );
  return button;
}
