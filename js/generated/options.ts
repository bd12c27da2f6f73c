// Written by the build from src/options.rs: change it there.

/** The groups of options that Rust reads. */

/** How a task is waited for. */
export interface PollOptions {
  /** Pause before the first poll, and the shortest of all, in milliseconds. Default 5000. */
  initialMs?: number;
  /** Growth of the pause. Default 1.5. */
  factor?: number;
  /** Longest pause. Default 30000. */
  maxMs?: number;
  /** Share by which a pause varies at random, 0 to 1. Default 0.1. */
  jitter?: number;
  /** When a running task is marked for review. Default 300000. */
  reviewAfterMs?: number;
  /**
   * When a wait gives up. A queue consumer or a cron job that is itself ended after fifteen minutes takes 720000: so
   * the error is heard, and the task handed on. Default 900000.
   */
  deadlineMs?: number;
  /** Let estimated time and progress shape the schedule inside its bounds. Default true. */
  adaptive?: boolean;
}

/** The names that `poll` has. */
export const POLL: readonly string[] = [
  "initialMs",
  "factor",
  "maxMs",
  "jitter",
  "reviewAfterMs",
  "deadlineMs",
  "adaptive",
];

/** How often and how soon a call is made again. */
export interface RetryOptions {
  /** Attempts in all. Default 3. */
  attempts?: number;
  /** First pause in milliseconds, doubling. Default 1000. */
  initialMs?: number;
  /** Longest pause. Default 30000. */
  maxMs?: number;
  /** Share by which a pause varies at random, 0 to 1. Default 0.2. */
  jitter?: number;
}

/** The names that `retry` has. */
export const RETRY: readonly string[] = ["attempts", "initialMs", "maxMs", "jitter"];

/** Milliseconds that a client gives a call. */
export interface Timeouts {
  /** One attempt of a submit. Default 30000. */
  submitMs?: number;
  /** One attempt of a read. Default 15000. */
  readMs?: number;
  /**
   * How long another's submit of the same request is waited for, and believed to be under way, before its outcome
   * counts as unknown. Default 300000.
   */
  claimMs?: number;
}

/** The names that `timeouts` has. */
export const TIMEOUTS: readonly string[] = ["submitMs", "readMs", "claimMs"];

/** Limits on spending, in micro-dollars; reserved before a submit, settled after it, released when it fails. */
export interface Budget {
  /** Longest output in seconds. */
  maxDuration?: number;
  /** Best quality allowed. */
  maxQuality?: "480p" | "720p" | "1080p";
  /** Most one call may cost. */
  perCallMicroUsd?: number;
  /** Most a user may spend a day (UTC). */
  perUserDayMicroUsd?: number;
  /** Most reference-video, which bills its input, may spend a day. */
  referenceVideoDayMicroUsd?: number;
  /** Most video-edit, which bills its input too, may spend a day. */
  videoEditDayMicroUsd?: number;
  /** Most all calls may spend. */
  totalMicroUsd?: number;
}

/** The names that `budget` has. */
export const BUDGET: readonly string[] = [
  "maxDuration",
  "maxQuality",
  "perCallMicroUsd",
  "perUserDayMicroUsd",
  "referenceVideoDayMicroUsd",
  "videoEditDayMicroUsd",
  "totalMicroUsd",
];

/** What Timeouts are where they are not given. */
export const TIMEOUTS_DEFAULTS = { submitMs: 30000, readMs: 15000, claimMs: 300000 };

/**
 * A task's status. It changes no more once it is "completed" or "failed" or "cancelled"; an unknown one is waited on.
 */
export type TaskStatus = "pending" | "processing" | "completed" | "failed" | "cancelled" | (string & {});
