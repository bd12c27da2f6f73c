/** What the stores hold a record to be: they keep it where others write too, and what they find there may be anything. */
import { ConfigError } from "../errors/local.js";
import type { TaskRecord } from "../types/client.js";

/** A record that expires at no known moment could never be told from an expired one, and that one is paid for again. */
export function isRecord(value: unknown): value is TaskRecord {
  return Number.isFinite(Object(value).expiresAt);
}

export function isLive(value: unknown): value is TaskRecord {
  return isRecord(value) && value.expiresAt > Date.now();
}

/** What is no JSON is no record either: undefined. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @throws ConfigError where it is no record: that must not read as "nothing was sent" */
export function asRecord(value: unknown, place: string): TaskRecord {
  if (isRecord(value)) return value;
  throw new ConfigError(
    `the record at ${place} cannot be read`,
    "what it stands for may have been paid for: look for the task, then set() the record anew, or delete() it to send again",
  );
}
