/** A job's states, in groups that more than one place asks for. */
import type { JobState } from "./types.js";

/** Between these a job's row is not kept up to date: the job itself is asked. */
export const UNDER_WAY: readonly string[] = [
  "reserving",
  "queued",
  "submitting",
  "polling",
  "archiving",
] satisfies JobState[];

/** Nothing follows, save a notification that is still on its way. */
export const ENDS: readonly string[] = ["done", "failed", "cancelled"] satisfies JobState[];

/** "unresolved" is no end, and nothing is under way. */
export const STATES: readonly string[] = [...UNDER_WAY, ...ENDS, "unresolved"];
