/**
 * What a budget's object keeps: a row for each reservation, and the sums they are counted in. What is added when is the job
 * machine's to say (src/protocol/job/effect.rs, Money); that it is added once, the level of the reservation's row.
 */
import { counted } from "../limits/count.js";
import type { Charge, Full } from "../types/limits.js";
import type { ObjectStorage } from "./cloudflare.js";
import type { JobRow, MoneyEffect } from "./machine.js";
import type { JobState } from "./types.js";

/** So many rows a page. */
export const PAGE = 20;
const DAY_MS = 86_400_000;

/** A row, with what names it here: that of a job's run, or of a second task that was paid for in it. */
export type LedgerRow = JobRow & { reservation: string };

/** A page of a user's jobs, newest first. */
export interface RowPage {
  rows: LedgerRow[];
  cursor?: string;
}

/** Which rows; what is left out allows all. */
export interface RowFilter {
  states?: readonly string[];
  /** The code of their error, or several between commas. */
  error?: string;
  /** Those alone that somebody should look at. */
  review?: boolean;
  /** Those alone after which their job has begun no other run. */
  last?: boolean;
}

/** What jobs that began on one day cost. Amounts are micro-dollars. */
export interface SpendingRow {
  /** "2026-11-22", by UTC. */
  day: string;
  feature: string;
  model: string;
  /** As rows have it: of a job under way the state it had when its row was last written, which may be any before an end. */
  state: JobState;
  jobs: number;
  spentMicroUsd: number;
  reservedMicroUsd: number;
}

/** Where the page after this row begins. */
export function cursorOf({ createdAt, reservation }: LedgerRow): string {
  return `${createdAt}:${reservation}`;
}

/** Sums and rows in an object's own database. Reading a guessed one makes no table in it. */
export class Ledger {
  readonly #storage: ObjectStorage;
  #exists: boolean | undefined;

  constructor(storage: ObjectStorage) {
    this.#storage = storage;
  }

  /** Adds what a reservation's next level adds, all or none; answers the level that stands there, or what was full. */
  money(
    { reservation, level, charges, entry }: Pick<MoneyEffect, "reservation" | "level" | "charges" | "entry">,
    now: number,
  ): { level: number; full?: Full } {
    return this.#storage.transactionSync(() => {
      this.#make();
      const [row] = this.#rows("SELECT level FROM jobs WHERE reservation = ?", reservation);
      const before = Number(row?.level ?? 0);
      if (before >= level) return { level: before };
      // Where a step is missing nothing was put aside, and nothing is to be given back.
      if (before === level - 1) {
        const full = this.#add(charges, now);
        if (full) return { level: before, full };
      }
      this.#write(reservation, level, entry);
      return { level };
    });
  }

  /** The row of a reservation, where there is one, shows the job as it is by now. */
  list(reservation: string, entry: JobRow): void {
    this.#storage.transactionSync(() => {
      this.#make();
      const [row] = this.#rows("SELECT level FROM jobs WHERE reservation = ?", reservation);
      if (row) this.#write(reservation, Number(row.level), entry);
    });
  }

  /** Rows of all ledgers stand in one order, so that a cursor of one is good for another. */
  page({ states = [], error = "", review = false, last = false }: RowFilter, cursor = "", limit = PAGE): RowPage {
    if (!this.exists) return { rows: [] };
    const [, created = "9e15", after = ""] = /^(\d{1,15}):(.*)$/s.exec(cursor) ?? [];
    const ofState = states.length === 0 ? "1" : `state IN (${states.map(() => "?").join()})`;
    const errors = error === "" ? [] : error.split(",");
    const ofError = errors.length === 0 ? "1" : `json_extract(entry, '$.error') IN (${errors.map(() => "?").join()})`;
    // "job.run.user": runs are milliseconds, equally long, so that the later of a job stand between "job.run/" and "job/".
    const isLast = last
      ? `NOT EXISTS (SELECT 1 FROM jobs later WHERE later.reservation < json_extract(jobs.entry, '$.job') || '/' AND
         later.reservation > json_extract(jobs.entry, '$.job') || '.' || json_extract(jobs.entry, '$.run') || '/')`
      : "1";
    const toReview = review ? "json_extract(entry, '$.needsReview')" : "1";
    const found = this.#rows(
      `SELECT reservation, created, entry FROM jobs WHERE entry IS NOT NULL AND ${ofState} AND ${ofError} AND ${toReview} AND ${isLast}
       AND (created < ? OR (created = ? AND reservation > ?)) ORDER BY created DESC, reservation LIMIT ?`,
      ...states,
      ...errors,
      Number(created),
      Number(created),
      after,
      limit + 1,
    );
    const rows = found.slice(0, limit).map(({ entry, reservation }) => {
      return { ...(JSON.parse(String(entry)) as JobRow), reservation: String(reservation) };
    });
    const end = rows.at(-1);
    return { rows, ...(found.length > limit && end ? { cursor: cursorOf(end) } : {}) };
  }

  /** What was spent and is put aside, by day, feature, model and state. */
  spending(): SpendingRow[] {
    if (!this.exists) return [];
    return this.#rows(
      `SELECT date(created / 1000, 'unixepoch') AS day, json_extract(entry, '$.feature') AS feature,
       json_extract(entry, '$.model') AS model, state, count(*) AS jobs,
       sum(iif(json_extract(entry, '$.spent'), json_extract(entry, '$.microUsd'), 0)) AS spentMicroUsd,
       sum(iif(json_extract(entry, '$.spent') OR ended IS NOT NULL, 0, json_extract(entry, '$.microUsd'))) AS reservedMicroUsd
       FROM jobs WHERE entry IS NOT NULL GROUP BY 1, 2, 3, 4`,
    ) as unknown as SpendingRow[];
  }

  /** What each sum holds. */
  sums(): Record<string, number> {
    if (!this.exists) return {};
    return Object.fromEntries(
      this.#rows("SELECT key, value FROM counters").map(({ key, value }) => [key, value]),
    ) as Record<string, number>;
  }

  /** Forgets what is over, and answers when to look again; nothing where nothing is left. */
  sweep(now: number, keepMs: number): number | undefined {
    if (!this.exists) return undefined;
    this.#storage.transactionSync(() => {
      this.#rows("DELETE FROM counters WHERE expires <= ?", now);
      // What is under way has no end yet, and stays.
      this.#rows("DELETE FROM jobs WHERE ended <= ?", now - keepMs);
    });
    const [left] = this.#rows("SELECT (SELECT count(*) FROM counters) + (SELECT count(*) FROM jobs) AS n");
    return Number(left?.n) > 0 ? now + DAY_MS : undefined;
  }

  /** Whether anything was ever written here. */
  get exists(): boolean {
    this.#exists ??= this.#rows("SELECT 1 FROM sqlite_master WHERE name = 'jobs'").length > 0;
    return this.#exists;
  }

  #make(): void {
    if (this.exists) return;
    this.#rows(`CREATE TABLE jobs (reservation TEXT PRIMARY KEY, level INTEGER NOT NULL, created INTEGER, ended INTEGER,
      state TEXT, entry TEXT) WITHOUT ROWID`);
    this.#rows("CREATE TABLE counters (key TEXT PRIMARY KEY, value INTEGER NOT NULL, expires INTEGER) WITHOUT ROWID");
    this.#exists = true;
  }

  #add(charges: readonly Charge[], now: number): Full | undefined {
    const { full, sums } = counted(charges, (key) => {
      const [row] = this.#rows(
        "SELECT value FROM counters WHERE key = ? AND (expires IS NULL OR expires > ?)",
        key,
        now,
      );
      return Number(row?.value ?? 0);
    });
    if (full) return full;
    for (const { key, expiresAt } of charges) {
      this.#rows("INSERT OR REPLACE INTO counters VALUES (?, ?, ?)", key, sums.get(key) ?? 0, expiresAt ?? null);
    }
    return undefined;
  }

  #write(reservation: string, level: number, entry: JobRow | undefined): void {
    const { createdAt = null, endedAt = null, state = null } = entry ?? {};
    this.#rows(
      `INSERT INTO jobs VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET level = excluded.level,
       created = coalesce(excluded.created, created), ended = coalesce(excluded.ended, ended),
       state = coalesce(excluded.state, state), entry = coalesce(excluded.entry, entry)`,
      ...[reservation, level, createdAt, endedAt, state, entry ? JSON.stringify(entry) : null],
    );
  }

  #rows(query: string, ...bindings: unknown[]): Record<string, unknown>[] {
    return Array.from(this.#storage.sql.exec(query, ...bindings));
  }
}
