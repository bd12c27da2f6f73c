/**
 * What the cron sweep has to look after. An alarm that fails for about two minutes is dropped for good, so a broken deploy leaves
 * jobs that nobody wakes. Every minute the sweep shows that objects answer. Ten minutes after one in which they did not, or in
 * which it did not come, jobs of all users are asked once whether they are overdue (sweep.ts says which). Without that, only those
 * which wait, run or are unresolved, every ten minutes. What one sweep cannot ask, the next ones do.
 */
import type { Rows } from "./rows.js";

/** The sweep comes every minute, and may be late; one that takes longer was cut off. */
const MISSED_MS = 150_000;
/** What is overdue by less may be on its way. */
export const OVERDUE_MS = 600_000;
/**
 * So many requests one sweep makes, of the 10,000 that a Worker may make on the paid plan. Where it may make fewer it is cut off,
 * and the next one makes a quarter, down to the least.
 */
export const MOST_REQUESTS = 2_000;
const LEAST_REQUESTS = 20;

/** A round that was given out: what is true once it is done. */
interface OpenRound {
  at: number;
  /** How far the look at those which wait or run will have come; null: to its end. */
  looked?: string | null;
  /** The last of all users, where it is among those of the round. */
  lastUser?: string;
}

interface Beats {
  at: number;
  /** When a look at those which wait or run began. */
  lookedAt: number;
  /** How far that look has come: the last key; absent where it is over. */
  looked?: string;
  /** Since when something was ill that nobody has looked after yet. */
  illAt?: number;
  /** How far the look at all users has come: the last that is done, and where in the next one's rows it goes on. */
  after?: string;
  cursor?: string;
  open?: OpenRound;
  /** So many requests, where it is fewer than the most. */
  most?: number;
}

/** What to look at now: jobs by name, and users by name for theirs, with so many requests in all. */
export interface Round extends Progress {
  most: number;
  jobs: string[];
  users: string[];
}

/** How far a round came among users. */
export interface Progress {
  /** Which round. */
  at: number;
  /** The last user that is done. */
  after: string;
  /** Where to go on with the next one; empty for its beginning. */
  cursor: string;
}

const KEY = "beat";

export class Watch {
  readonly #rows: Rows;
  readonly #users: Set<string>;

  constructor(rows: Rows) {
    this.#rows = rows;
    this.#users = new Set(rows.users("", 1_000_000));
  }

  /** Remembers that a user has jobs: one row a user. */
  sees(user: string): void {
    if (this.#users.has(user)) return;
    this.#rows.write([{ key: `user/${user}`, value: "{}" }]);
    this.#users.add(user);
  }

  /** The sweep came; `ill`: an object did not answer it. How far it came is stored only when it says so (swept). */
  beat(now: number, ill: boolean): Round {
    const before = this.#read(now);
    const next: Beats = { ...before, at: now };
    if (ill || now - before.at > MISSED_MS) {
      Object.assign(next, { illAt: now, after: "", cursor: "" });
      delete next.open;
    }
    const round = ill ? nothing(now) : this.#roundOf(next, now);
    this.#keep(next);
    return round;
  }

  /** A round is done. */
  swept({ at, after, cursor }: Progress): void {
    const { open, ...beats } = this.#read(at);
    // Of a round that was given up since, or before something was ill again.
    if (open?.at !== at) return;
    if (open.looked === null) {
      delete beats.looked;
      if (beats.most !== undefined) beats.most = Math.min(MOST_REQUESTS, 2 * beats.most);
    } else if (open.looked !== undefined) beats.looked = open.looked;
    if (cursor === "" && after === open.lastUser) {
      delete beats.illAt;
      delete beats.after;
      delete beats.cursor;
    } else Object.assign(beats, { after, cursor });
    this.#keep(beats);
  }

  /** What is due, as far as requests go; put down in `next` as given out. */
  #roundOf(next: Beats, now: number): Round {
    if (next.open) {
      if (now - next.open.at <= MISSED_MS) return nothing(now);
      next.most = Math.max(LEAST_REQUESTS, Math.floor((next.most ?? MOST_REQUESTS) / 4));
      delete next.open;
    }
    const { most = MOST_REQUESTS, after = "", cursor = "" } = next;
    const round: Round = { at: now, most, jobs: [], users: [], after, cursor };
    const open: OpenRound = { at: now };
    // What was dropped is overdue by then.
    const allUsers = next.illAt !== undefined && now - next.illAt >= OVERDUE_MS;
    // The one is not to keep the other waiting.
    const share = allUsers ? most / 2 : most;
    if (next.looked === undefined && now - next.lookedAt >= OVERDUE_MS)
      Object.assign(next, { lookedAt: now, looked: "" });
    if (next.looked !== undefined) {
      const keys = this.#rows.jobKeys(next.looked, share);
      round.jobs = keys.map((key) => key.slice(key.indexOf("/") + 1));
      open.looked = keys.length < share ? null : (keys.at(-1) ?? null);
      if (keys.length === 0) delete next.looked;
    }
    if (allUsers) {
      round.users = this.#rows.users(after, share);
      const last = round.users.at(-1);
      if (last === undefined) delete next.illAt;
      else if (round.users.length < share) open.lastUser = last;
    }
    if (round.jobs.length > 0 || round.users.length > 0) next.open = open;
    return round;
  }

  #read(now: number): Beats {
    const text = this.#rows.get(KEY);
    return text === undefined ? { at: now, lookedAt: now } : JSON.parse(text);
  }

  #keep(beats: Beats): void {
    this.#rows.write([{ key: KEY, value: JSON.stringify(beats) }]);
  }
}

function nothing(at: number): Round {
  return { at, most: 0, jobs: [], users: [], after: "", cursor: "" };
}
