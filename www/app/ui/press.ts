/** Whether a button of the pointer is down. */

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
 * misses it; and pressing a button is what takes the focus from a field and has its findings shown.
 */
export function afterPress(work: () => void): void {
  if (pressed) addEventListener("pointerup", () => setTimeout(work), { once: true });
  else work();
}
