/** One who wants to post: its record, and what a claim has it do in the store. */
import type { TaskRecord, TaskStore } from "../types/client.js";

export interface Claimant {
  readonly store: TaskStore;
  /** The key it stands under. */
  readonly storeKey: string;
  readonly record: TaskRecord;
  /** Claims a key with this record, stamped now; answers the record that was there. */
  tryClaim(key: string): Promise<TaskRecord | undefined>;
  /** Claims the place of the record that is there; without one, the right to free this one's. */
  claimSuccessor(key: string, there: TaskRecord | undefined): Promise<TaskRecord | undefined>;
  /** Claims the right to send again. */
  claimResend(there: TaskRecord | undefined): Promise<TaskRecord | undefined>;
  /** Shows others that somebody is at work on it, where the store can. */
  hold(): Promise<void> | undefined;
  /** Nobody is at work on it any more. */
  letGo(): void;
  /** Gives the claim back, where it still stands. */
  abandon(): Promise<void>;
}
