/**
 * The folder of one key, by steps of which each is atomic. What makes them add up: a file has a name of its own, made
 * once and never again, and never changes. So one that was judged expired can be removed at any later time, whoever came
 * since, and a folder can be entered only while it is absent or empty.
 */

import { ConfigError } from "../errors/local.js";
import { fileSystem } from "../internal/node-fs.js";
import type { TaskRecord } from "../types/client.js";
import { asRecord, parse } from "./record.js";

const FILE = /^\d{10}-[\da-f-]{36}\.json$/;
/** With the pauses in between, about a second. */
const TRIES = 45;

/** What a folder holds: the names oldest first, and what the newest says; the others are superseded. */
export interface Held {
  names: string[];
  key?: string;
  record?: TaskRecord;
}

/** A name that follows the others. */
export function nameAfter(names: string[], id: string): string {
  const number = Number.parseInt(names.at(-1) ?? "-1", 10) + 1;
  return `${String(number).padStart(10, "0")}-${id}.json`;
}

export async function namesIn(place: string): Promise<string[]> {
  const names = await fileSystem().readdir(place).catch(unless<string[]>("ENOENT", []));
  return names.filter((name) => FILE.test(name)).sort();
}

export async function look(place: string): Promise<Held> {
  for (let gone = 0; ; gone++) {
    const names = await namesIn(place);
    if (names.length === 0) return { names };
    const path = `${place}/${names.at(-1)}`;
    const text = await persist(() => fileSystem().readFile(path, "utf8")).catch(unless("ENOENT", ""));
    // Replaced or let go in between; but what is listed and never there must not be looked for without end.
    if (text === "" && gone < TRIES) continue;
    const { key, record } = Object(parse(text));
    return { names, key, record: asRecord(typeof key === "string" ? record : undefined, path) };
  }
}

/** Oldest first: a program that is killed meanwhile must not leave a superseded record as the newest. */
export async function remove(place: string, names: string[]): Promise<void> {
  const { unlink, rmdir } = fileSystem();
  for (const name of names) {
    await persist(() => unlink(`${place}/${name}`)).catch(unless("ENOENT", undefined));
  }
  // Refused where somebody has put a record there. Windows renames no folder over another, be it empty.
  await rmdir(place).catch(() => {});
}

/** Makes the draft the folder, if there is none or an empty one; answers how often that was refused. */
export async function enter(draft: string, place: string, refused: number): Promise<number> {
  try {
    await fileSystem().rename(draft, place);
    return 0;
  } catch (error) {
    if (!isCode(error, "EEXIST", "ENOTEMPTY", "EPERM", "EBUSY")) throw error;
    const hint = "remove what is in it but was not put there by this store, and let this program write to it";
    await pause(refused, new ConfigError(`the folder ${place} holds no record, and takes none`, hint, error));
    return refused + 1;
  }
}

/** Moves a file; false where there is no folder to take it. */
export async function move(from: string, to: string): Promise<boolean> {
  return persist(() => fileSystem().rename(from, to)).then(() => true, unless("ENOENT", false));
}

/** Windows refuses for a moment what another program has open, such as one that looks for viruses. */
async function persist<T>(work: () => Promise<T>): Promise<T> {
  for (let refused = 0; ; refused++) {
    try {
      return await work();
    } catch (error) {
      if (!isCode(error, "EPERM", "EBUSY")) throw error;
      await pause(refused, error);
    }
  }
}

async function pause(refused: number, error: unknown): Promise<void> {
  if (refused > TRIES) throw error;
  if (refused > 3) await new Promise((resolve) => setTimeout(resolve, refused));
}

export function unless<T>(code: string, answer: T): (error: unknown) => T {
  return (error) => {
    if (isCode(error, code)) return answer;
    throw error;
  };
}

function isCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes((error as { code?: string } | null)?.code ?? "");
}
