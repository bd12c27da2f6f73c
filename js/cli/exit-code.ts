/** How a command ends, for scripts. */
import { BudgetError, ConfigError, SubmissionUnknownError } from "../errors/local.js";
import { Stopped } from "./interrupt.js";
import { UsageError } from "./usage-error.js";

export const EXIT = {
  done: 0,
  /** The API refused, the task failed, or the request is invalid. */
  failed: 1,
  /** Wrong arguments or environment, or a price that nobody confirmed: nothing was sent. */
  misuse: 2,
  /** A submit's answer was lost: it may be billed. */
  unknown: 3,
  overBudget: 4,
  /** By Ctrl-C. */
  stopped: 130,
} as const;

export function exitCodeOf(error: unknown): number {
  if (error instanceof Stopped) return EXIT.stopped;
  if (error instanceof SubmissionUnknownError) return EXIT.unknown;
  if (error instanceof BudgetError) return EXIT.overBudget;
  if (error instanceof UsageError || error instanceof ConfigError) return EXIT.misuse;
  return EXIT.failed;
}
