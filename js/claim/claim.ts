/** Performs on a store what src/protocol/claim.rs decides: who may post. */
import type { Claim } from "../../pkg/wanreel/wanreel_bg.js";
import { pause, type StopSignal, withSignal } from "../internal/abort.js";
import { core } from "../internal/wasm.js";
import type { TaskRecord } from "../types/client.js";
import type { Claimant } from "./claimant.js";
import { EFFECTS, facts } from "./facts.js";
import { isHeld, storeFailed } from "./store-calls.js";

export interface ClaimOptions {
  /** How long after its claim another's submit is believed to be under way, in milliseconds. */
  claimMs: number;
  /** How long to wait for another's at most, in milliseconds. */
  patienceMs: number;
  /** Whether the key may have been used for another request. */
  checksRequest?: boolean;
  /** Whether a request of unknown outcome is to be sent again, once. */
  mayResend?: boolean;
  signal?: StopSignal | undefined;
  /** Another's claim is waited for, until this moment at most; called once for each. */
  onWaiting?(until: Date): void;
}

/** How a claim ended, and the record that was there. */
export interface Claimed {
  is: "owned" | "resend" | "task" | "unknown" | "under_way" | "other_request";
  there?: TaskRecord | undefined;
}

/** Claims the key of a record; an abort rejects at once, and leaves nothing behind. */
export async function claim(handle: Claimant, options: ClaimOptions): Promise<Claimed> {
  const { signal } = options;
  const { fingerprint } = handle.record;
  const machine = new (core().Claim)(
    fingerprint,
    options.claimMs,
    options.patienceMs,
    options.checksRequest ?? false,
    options.mayResend ?? false,
  );
  const running = run(machine, handle, options, handle.hold());
  try {
    return await withSignal(running, signal);
  } catch (reason) {
    // A claim that was given up and succeeds after all is nobody's, and would stand in everybody's way.
    const nobodys = signal?.aborted ? running.then(({ is }) => is === "owned") : Promise.resolve(true);
    nobodys
      .catch(() => true)
      .then((left) => (left ? handle.abandon() : undefined))
      .catch(() => {})
      .finally(() => handle.letGo());
    throw signal?.aborted ? reason : storeFailed(reason);
  }
}

/** Frees the request of a task that failed, unless another has claimed it anew. */
export async function releaseTask(handle: Claimant): Promise<void> {
  await run(core().Claim.release(...facts(handle.record)), handle, {});
}

async function run(
  machine: Claim,
  handle: Claimant,
  { signal, onWaiting }: Partial<ClaimOptions>,
  ready?: Promise<void>,
): Promise<Claimed> {
  const { store, storeKey: key } = handle;
  let there: TaskRecord | undefined;
  try {
    if (ready) await ready;
    const began = performance.now();
    const elapsed = () => performance.now() - began;
    const done = () => machine.done(Date.now(), elapsed());
    const found = (record: TaskRecord | undefined) => machine.found(Date.now(), elapsed(), ...facts(record));
    for (let effect = machine.start(Date.now()); ; ) {
      const what = EFFECTS[effect];
      switch (what) {
        case "claim":
          there = await handle.tryClaim(key);
          effect = found(there);
          break;
        case "claim_successor":
          effect = found(await handle.claimSuccessor(machine.successor(key), there));
          break;
        case "claim_resend":
          effect = found(await handle.claimResend(there));
          break;
        case "look":
          effect = found(await store.get(key));
          break;
        case "replace":
          await store.set(key, { ...handle.record });
          effect = done();
          break;
        case "delete":
          await store.delete(key);
          effect = done();
          break;
        case "withdraw":
          await store.delete(machine.successor(key));
          effect = done();
          break;
        case "ask_holder":
          effect = machine.heard(await isHeld(store, there?.holder), Date.now(), elapsed());
          break;
        case "sleep":
          await pause(machine.pause_ms, signal);
          effect = done();
          break;
        default:
          return { is: what ?? "unknown", there };
      }
      if (EFFECTS[effect] !== "sleep" && EFFECTS[effect] !== "ask_holder") continue;
      const until = machine.waits_until();
      if (until !== undefined) onWaiting?.(new Date(until));
    }
  } finally {
    machine.free();
  }
}
