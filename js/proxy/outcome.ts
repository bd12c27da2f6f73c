/** What came of one exchange with the API. */
import type { Refused } from "./answer.js";

export type Outcome =
  | { is: "well"; body: Record<string, unknown>; headers: Record<string, string> }
  | { is: "unknown"; reason: string; headers: Record<string, string> }
  | { is: "refused"; refused: Refused };
