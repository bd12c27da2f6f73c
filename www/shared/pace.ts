/** How often a job is looked at: the package's own schedule, or one for a demonstration that must not take long. */
import type { PollOptions } from "wanreel";

export const PACES = {
  standard: {},
  fast: { initialMs: 600, factor: 1.2, maxMs: 1500, deadlineMs: 60_000 },
  /** Gives up early, to show that a wait can be taken up again. */
  hasty: { initialMs: 600, factor: 1.2, maxMs: 1500, deadlineMs: 1_500 },
} satisfies Record<string, PollOptions>;

export type Pace = keyof typeof PACES;

export function readPace(text: unknown): Pace {
  return typeof text === "string" && Object.hasOwn(PACES, text) ? (text as Pace) : "standard";
}
