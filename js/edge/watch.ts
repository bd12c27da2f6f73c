/**
 * What the cron sweep has to look after. An alarm that fails for about two minutes is dropped for good, so a broken deploy leaves
 * jobs that nobody wakes. Every minute the sweep shows that all objects answer; after a minute in which they did not, or in which
 * it did not come, all jobs of the last days are asked once whether they are overdue. Without that, only those which wait, run or
 * are unresolved, every ten minutes; where they are more than one sweep can ask, the next one goes on.
 */
import type { Rows } from "./rows.js";

/** The sweep comes every minute, and may be late. */
const MISSED_MS = 150_000;
/** What is overdue by less may be on its way. */
export const OVERDUE_MS = 600_000;

interface Beats {
  at: number;
  /** When a look at those which wait or run began. */
  lookedAt: number;
  /** How far that look has come: the last key; absent where it is over. */
  looked?: string;
  /** Since when something was ill that nobody has looked after yet. */
  illAt?: number;
  /** How far the look at all users has come. */
  after?: string;
}

/** What to look at now: jobs by name, and users by name for all of theirs. */
export interface Round {
  jobs: string[];
  users: string[];
}

const KEY = "beat";
/** Each is a request; a Worker may make a thousand. */
export const MOST_JOBS = 800;
const MOST_USERS = 50;

export class Watch {
  readonly #rows: Rows;
  readonly #users: Set<string>;

  constructor(rows: Rows) {
    this.#rows = rows;
    this.#users = new Set(rows.names("user/", "", 1_000_000));
  }

  /** Remembers that a user has jobs: one row a user. */
  sees(user: string): void {
    if (this.#users.has(user)) return;
    this.#rows.write([{ key: `user/${user}`, value: "{}" }]);
    this.#users.add(user);
  }

  /** The sweep came; `ill`: an object did not answer it. */
  beat(now: number, ill: boolean): Round {
    const text = this.#rows.get(KEY);
    const before: Beats = text === undefined ? { at: now, lookedAt: now } : JSON.parse(text);
    const isIll = ill || now - before.at > MISSED_MS;
    const next: Beats = { ...before, at: now };
    if (isIll) Object.assign(next, { illAt: now, after: "" });
    const round: Round = { jobs: [], users: [] };
    if (before.looked === undefined && now - before.lookedAt >= OVERDUE_MS)
      Object.assign(next, { lookedAt: now, looked: "" });
    if (next.looked !== undefined) {
      const keys = this.#rows.jobKeys(next.looked, MOST_JOBS);
      round.jobs = keys.map((key) => key.slice(key.indexOf("/") + 1));
      const last = keys.at(-1);
      if (last === undefined || keys.length < MOST_JOBS) delete next.looked;
      else next.looked = last;
    }
    // What was dropped is overdue by then.
    if (!isIll && before.illAt !== undefined && now - before.illAt >= OVERDUE_MS) {
      round.users = this.#rows.names("user/", before.after ?? "", MOST_USERS);
      const last = round.users.at(-1);
      if (last === undefined || round.users.length < MOST_USERS) {
        delete next.illAt;
        delete next.after;
      } else next.after = last;
    }
    this.#rows.write([{ key: KEY, value: JSON.stringify(next) }]);
    return round;
  }
}
