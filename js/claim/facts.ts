import type { RecordFacts } from "../../pkg/wanreel/wanreel_bg.js";
import { core } from "../internal/wasm.js";
import type { TaskRecord } from "../types/client.js";

/** What src/protocol/claim.rs decides by. Who is given it uses it up. */
export function facts(record: TaskRecord): RecordFacts {
  const { state, idempotencyKey, fingerprint, taskId, createdAt, expiresAt, notAcceptedAt, holder } = record;
  return new (core().RecordFacts)(
    String(state),
    String(idempotencyKey),
    String(fingerprint),
    taskId,
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
