/** Where the focus goes when what had it is gone: else the keyboard would begin at the top of the page. */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** Within `room`: to its first button of an `.actions` row, else to the room itself. */
export function useFocusHeir(room: RefObject<HTMLElement | null>): void {
  const last = useRef<Element | null>(null);
  useLayoutEffect(() => {
    const element = room.current as HTMLElement;
    const remember = ({ target }: FocusEvent) => {
      last.current = target as Element;
    };
    const inherit = () => {
      const { current } = last;
      if (!current || current.isConnected || document.activeElement !== document.body) return;
      last.current = null;
      (element.querySelector<HTMLElement>(".actions button") ?? element).focus({ preventScroll: true });
    };
    const leave = ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget) last.current = null;
    };
    const watch = new MutationObserver(inherit);
    watch.observe(element, { childList: true, subtree: true });
    element.addEventListener("focusin", remember);
    element.addEventListener("focusout", leave);
    return () => {
      watch.disconnect();
      element.removeEventListener("focusin", remember);
      element.removeEventListener("focusout", leave);
    };
  }, [room]);
}
