/** Parts of the page that come after it: when somebody opens them, or when the browser has nothing else to do. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useWords } from "../language/language.js";

export interface Later<Part> {
  /** Undefined until it is there. */
  part: Part | undefined;
  /** The same for all who ask; after a failure it is tried anew. */
  load(): Promise<Part>;
}

export function later<Part>(get: () => Promise<Part>): Later<Part> {
  let loading: Promise<Part> | undefined;
  const own: Later<Part> = {
    part: undefined,
    load() {
      loading ??= get().then(
        (part) => {
          own.part = part;
          return part;
        },
        (error) => {
          loading = undefined;
          throw error;
        },
      );
      return loading;
    },
  };
  return own;
}

/** Loads it once the page is drawn and nothing else is to be done. */
export function whenIdle({ load }: Later<unknown>): void {
  // Whoever wants it is told if it cannot be had; nobody has asked yet.
  const begin = () => void load().catch(() => {});
  // Safari has none.
  if (typeof requestIdleCallback === "function") requestIdleCallback(begin, { timeout: 5_000 });
  else setTimeout(begin, 1_000);
}

interface DrawerProps<Part> {
  name: string;
  class: string;
  inside: Later<Part>;
  children(part: Part): ComponentChildren;
}

/** What is folded, and is loaded when it is unfolded. */
export function LaterDrawer<Part>({ name, class: look, inside, children }: DrawerProps<Part>) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  const [state, setState] = useState<"absent" | "there" | "failed">(inside.part ? "there" : "absent");
  useEffect(() => {
    if (!open || inside.part) return;
    inside.load().then(
      () => setState("there"),
      () => setState("failed"),
    );
  }, [open, inside]);
  return (
    <details class={look} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{name}</summary>
      {open && inside.part && children(inside.part)}
      {open && !inside.part && state === "failed" && (
        <p class="note" role="alert">
          {words.notLoaded}
        </p>
      )}
    </details>
  );
}
