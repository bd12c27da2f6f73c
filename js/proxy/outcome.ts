/** What came of one exchange with the API. */
import type { Refused } from "./answer.js";
import type { ProxyEvent } from "./types.js";

export type Outcome =
  | { is: "well"; body: Record<string, unknown>; headers: Record<string, string> }
  | { is: "unknown"; reason: string; headers: Record<string, string> }
  /** `reason`: where there was no answer, whose and why. */
  | { is: "refused"; refused: Refused; reason?: string };

/** What its owner is told of it. */
export function refusedBy(user: string, refused: Refused, reason: string | undefined): ProxyEvent {
  const { status, code } = refused;
  return { type: "upstream", user, status, code, ...(reason === undefined ? {} : { reason }) };
}
