/** Prices, before anything is paid. Source: guide, section 7; API price list. */
import { snapshot } from "../internal/snapshot.js";
import { answer, ask, begin, end, fact, textLength, write } from "../internal/tape.js";
import type { Submittable } from "../types/request.js";
import type { Cost, CostOptions } from "../types/results.js";
import { refused } from "./request.js";
import { inWords } from "./words.js";

/**
 * What a request costs when it succeeds. Fields the price does not depend on may still be missing; files (Blobs) may stand
 * where URLs do, as `submit` takes them.
 * @throws ValidationError where a field the price depends on is wrong
 */
export function estimateCost(request: Submittable, options: CostOptions = {}): Cost {
  const asked = snapshot(options);
  begin();
  try {
    const root = write(request);
    const length = textLength();
    ask((into) => into.cost(root, length, asked));
    const text = answer(0, fact(1));
    if (fact(3) === 1) throw refused(inWords(JSON.parse(text)));
    return JSON.parse(text);
  } finally {
    end();
  }
}
