/** What of a record src/protocol/claim.rs decides by, and its answers in words. */
import type { TaskRecord } from "../types/client.js";

/** As src/bindings/claim.rs takes them. */
export type Facts = [texts: string, createdAt: number, expiresAt: number, notAcceptedAt: number, hasHolder: boolean];

/** The facts of a record, or of none. */
export function facts(record: TaskRecord | undefined): Facts {
  if (!record) return ["", 0, 0, Number.NaN, false];
  const { state, idempotencyKey, fingerprint, taskId, createdAt, expiresAt, notAcceptedAt, holder } = record;
  const texts = `${state}\n${idempotencyKey}\n${fingerprint}${taskId === undefined ? "" : `\n${taskId}`}`;
  return [texts, Number(createdAt), Number(expiresAt), notAcceptedAt ?? Number.NaN, holder !== undefined];
}

/** Of our own record only what tells it from others counts. */
export function identity(record: TaskRecord): [texts: string, createdAt: number] {
  const [texts, createdAt] = facts(record);
  return [texts, createdAt];
}

/** What a claim does next, in the order of src/bindings/claim.rs. */
export const EFFECTS = [
  "claim",
  "claim_successor",
  "look",
  "replace",
  "delete",
  "withdraw",
  "claim_resend",
  "ask_holder",
  "sleep",
  "owned",
  "resend",
  "task",
  "unknown",
  "under_way",
  "other_request",
] as const;

/** What became of a submit, and where it is written, in the order of src/bindings/claim.rs. */
export const OUTCOMES = ["submitted", "unknown", "finished", "released"] as const;
export const WRITTEN = ["set", "set_beside", "delete", "nothing"] as const;

/** What a record says about its request, and what a word about it does, in the same order. */
export const STANDINGS = ["free", "submitted", "submitting", "unknown"] as const;
export const RECONCILED = ["resume", "free", "delete", "nothing", "no_record", "under_way", "other_task"] as const;
