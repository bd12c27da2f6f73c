/** What a client tells of a job beside its state: when it looks next, why it pauses, what it did. */
import { type ClientEvent, pollDelays } from "wanreel";
import type { JobState } from "wanreel/edge";
import { PACES, type Pace } from "../../shared/pace.js";
import { shortId } from "../ui/numbers.js";

export interface Line {
  at: number;
  text: string;
  wrong?: boolean;
}

export interface Told {
  fingerprint?: string;
  /** When the API is asked next; 0: now. */
  nextAt: number;
  /** What the pause before that is for, where it is not a poll. */
  pause: string;
  /** The last look brought no status: how that went. */
  missed: string;
  /** Percent of the files that have left. */
  uploaded?: number;
  /** What the budget holds for it, in micro-dollars. */
  reserved?: number;
  /** What it cost, by the budget's books, in micro-dollars. */
  spent?: number;
  /** Of a job in the pipeline: its id, and how far it is. */
  jobId?: string;
  state?: JobState;
  /** Of one that waits in its queue: since when, and whether the API had turned it away before. */
  queued?: { since: number; again: boolean };
  lines: readonly Line[];
}

export const NOTHING_TOLD: Told = { nextAt: 0, pause: "", missed: "", lines: [] };
const MOST_LINES = 300;

/** A pause of that many milliseconds from now; without one, none. */
const next = (ms: number | null | undefined, now: number) => (ms === undefined || ms === null ? 0 : now + ms);

export const withLine = (told: Told, line: Line): Told => ({
  ...told,
  lines: [...told.lines.slice(1 - MOST_LINES), line],
});

export function heard(told: Told, event: ClientEvent, pace: Pace, now: number): Told {
  const text = textOf(event);
  const logged = text === "" ? told : withLine(told, { at: now, text });
  switch (event.type) {
    case "upload":
      return { ...logged, uploaded: event.total > 0 ? Math.floor((100 * event.loaded) / event.total) : 100 };
    case "submit": {
      const { uploaded, ...rest } = logged;
      return { ...rest, fingerprint: event.fingerprint, nextAt: 0, pause: "" };
    }
    case "submitted": {
      // A task that was there before is looked at right away.
      const [first] = event.deduplicated ? [] : pollDelays(PACES[pace]);
      return { ...logged, fingerprint: event.fingerprint, nextAt: next(first, now), pause: "" };
    }
    case "poll":
      return { ...logged, nextAt: next(event.nextMs, now), pause: "", missed: event.missed ? event.status : "" };
    case "retry":
      return { ...logged, nextAt: next(event.delayMs, now), pause: event.reason };
    case "reserved":
      return { ...logged, reserved: event.microUsd };
    default:
      return logged;
  }
}

function textOf(event: ClientEvent): string {
  // A space that does not break: a unit alone on a line belongs to nothing.
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)}\u00a0s`;
  switch (event.type) {
    case "upload":
      return event.loaded === event.total ? `uploaded ${event.name ?? "a file"}` : "";
    case "submit":
      return `submit, attempt ${event.attempt}, fingerprint ${event.fingerprint.slice(0, 12)}…`;
    case "submitted":
      return `submitted: ${shortId(event.taskId)}${event.deduplicated ? ", known already: no request was sent" : ""}`;
    case "poll": {
      const pause = event.nextMs === null ? "" : `, next in ${seconds(event.nextMs)}`;
      return `poll ${event.attempt}: ${event.status}${event.progress ? ` ${event.progress}\u00a0%` : ""}${pause}`;
    }
    case "retry":
      return `retry in ${seconds(event.delayMs)}: ${event.reason}`;
    case "review":
      return `marked for review after ${seconds(event.elapsedMs)}`;
    case "complete":
      return event.status;
    default:
      return event.type;
  }
}
