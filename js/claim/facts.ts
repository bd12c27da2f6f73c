import type { RecordFacts } from "../../pkg/wanreel/wanreel_bg.js";
import { core } from "../internal/wasm.js";
import type { TaskRecord } from "../types/client.js";

/** What src/protocol/claim.rs decides by. Who is given it uses it up. */
export function facts(record: TaskRecord): RecordFacts {
  const { state, idempotencyKey, fingerprint, taskId, createdAt, expiresAt, notAcceptedAt, holder } = record;
  const texts = [state, idempotencyKey, fingerprint, ...(taskId === undefined ? [] : [taskId])];
  return new (core().RecordFacts)(
    texts.join("\n"),
    Number(createdAt),
    Number(expiresAt),
    notAcceptedAt ?? Number.NaN,
    holder !== undefined,
  );
}

/** The same, where there is a record. */
export function factsOf(record: TaskRecord | undefined): RecordFacts | undefined {
  return record && facts(record);
}

/** With facts that are only looked at. */
export function withFacts<T>(record: TaskRecord, use: (own: RecordFacts) => T): T {
  const own = facts(record);
  try {
    return use(own);
  } finally {
    own.free();
  }
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
