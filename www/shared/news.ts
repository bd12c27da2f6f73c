/** What a job tells while it runs: the same in the page and, a line of JSON each, from the Worker. */
import type { ClientEvent, Cost, RequestMode, Task } from "wanreel";
import type { Trouble } from "./trouble.js";

export type News =
  | { type: "checked"; mode: RequestMode; fingerprint: string; cost: Cost }
  | { type: "event"; event: ClientEvent }
  | { type: "task"; task: Task }
  | { type: "done"; task: Task }
  | { type: "trouble"; trouble: Trouble };

/** What the page asks of the Worker. */
export interface Order {
  request: unknown;
  pace?: string;
  inputSeconds?: number;
  /** false pays for a second take of the same request. */
  dedupe?: boolean;
}
