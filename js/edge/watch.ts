/**
 * What the cron sweep has to look after. An alarm that fails for about two minutes is dropped for good, so a broken deploy leaves
 * jobs that nobody wakes. Every minute the sweep shows that all objects answer; after a minute in which they did not, or in which
 * it did not come, all jobs of the last days are asked once whether they are overdue. Without that, only those which wait, run or
 * are unresolved, every ten minutes.
 */
import type { Rows } from "./rows.js";

/** The sweep comes every minute, and may be late. */
const MISSED_MS = 150_000;
/** What is overdue by less may be on its way. */
export const OVERDUE_MS = 600_000;

interface Beats {
  at: number;
  /** When those which wait or run were looked at. */
  lookedAt: number;
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
const MOST_JOBS = 400;
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
    if (now - before.lookedAt >= OVERDUE_MS) {
      next.lookedAt = now;
      round.jobs = [...this.#rows.names("job/", "", MOST_JOBS), ...this.#rows.names("review/", "", MOST_JOBS)];
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
