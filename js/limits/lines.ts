/** Spend by day, user, feature and model, out of a store of counters. */
import { ConfigError } from "../errors/local.js";
import { DAY_MS, HOUR_MS } from "../internal/time.js";
import type { SpendingLine } from "../types/client.js";
import type { LimitStore } from "../types/limits.js";

/** Nobody can close a reservation after that. */
const OPEN_MS = 26 * HOUR_MS;

/** One line. What was put aside on a day long past, and closed by nobody, is spent. */
export function lineOf(
  line: Pick<SpendingLine, "day" | "user" | "feature" | "model">,
  reserved: number,
  spent: number,
  ceiling: number,
): SpendingLine {
  const over = Date.now() > Date.parse(line.day) + DAY_MS + OPEN_MS;
  const { reservedMicroUsd, spentMicroUsd } = over
    ? { reservedMicroUsd: 0, spentMicroUsd: spent + reserved }
    : { reservedMicroUsd: reserved, spentMicroUsd: spent };
  return { ...line, reservedMicroUsd, spentMicroUsd, ceilingMicroUsd: ceiling };
}

/**
 * The lines of all who count in the store, as far back as it remembers: 35 days.
 * @param named users by how the keys name them; of others the line tells that
 * @throws ConfigError where the store cannot list its counters
 */
export async function readLines(
  limits: LimitStore,
  space: string,
  { day, user }: { day?: string | undefined; user?: string | undefined },
  named: ReadonlyMap<string, string>,
): Promise<SpendingLine[]> {
  if (!limits.list) throw new ConfigError("limits has no list()", "what was spent is read from the counters it lists");
  const number = day === undefined ? undefined : Math.floor(Date.parse(day) / DAY_MS);
  if (Number.isNaN(number)) throw new ConfigError(`day is ${JSON.stringify(day)}`, 'a UTC day, as in "2026-11-22"');
  const days = number === undefined ? "" : `${number}/`;
  const prefix = `${space}/line/${days}`;
  const found = new Map<string, Map<string, number>>();
  for (const [key, value] of await limits.list(prefix)) {
    const at = key.lastIndexOf("/");
    const parts = found.get(key.slice(0, at)) ?? new Map<string, number>();
    found.set(key.slice(0, at), parts.set(key.slice(at + 1), value));
  }
  const lines = Array.from(found, ([key, parts]) => {
    const [, , of = "", tag = "", feature = "", model = ""] = key.split("/");
    const line = {
      day: new Date(Number(of) * DAY_MS).toISOString().slice(0, 10),
      user: named.get(tag) ?? tag,
      feature: decodeURIComponent(feature),
      model,
    };
    return lineOf(line, parts.get("reserved") ?? 0, parts.get("spent") ?? 0, parts.get("ceiling") ?? 0);
  });
  return user === undefined ? lines : lines.filter((line) => line.user === user);
}
