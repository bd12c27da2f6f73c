/**
 * Any JavaScript value as JSON text, for whoever keeps it or asks about it later, each property read exactly once. What JSON
 * cannot hold stands as `~name` (see src/json/mod.rs), so that the verdict can name it.
 */
import { answer, ask, begin, end, fact, textLength, write } from "./tape.js";

export function snapshot(value: unknown): string {
  begin();
  try {
    const root = write(value);
    const length = textLength();
    ask((into) => into.snapshot(root, length));
    return answer(0, fact(1));
  } finally {
    end();
  }
}
