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
  const running = handle.hold().then(() => run(machine, handle, options));
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

async function run(machine: Claim, handle: Claimant, { signal, onWaiting }: Partial<ClaimOptions>): Promise<Claimed> {
  const { store, storeKey: key } = handle;
  const began = performance.now();
  const times = (): [now: number, elapsed: number] => [Date.now(), performance.now() - began];
  let there: TaskRecord | undefined;
  try {
    for (let effect = machine.start(Date.now()); ; ) {
      const what = EFFECTS[effect];
      switch (what) {
        case "claim":
          there = await handle.tryClaim(key);
          effect = machine.found(...facts(there), ...times());
          break;
        case "claim_successor": {
          const other = await handle.claimSuccessor(machine.successor(key), there);
          effect = machine.found(...facts(other), ...times());
          break;
        }
        case "claim_resend":
          effect = machine.found(...facts(await handle.claimResend(there)), ...times());
          break;
        case "look":
          effect = machine.found(...facts(await store.get(key)), ...times());
          break;
        case "replace":
          await store.set(key, { ...handle.record });
          effect = machine.done(...times());
          break;
        case "delete":
          await store.delete(key);
          effect = machine.done(...times());
          break;
        case "withdraw":
          await store.delete(machine.successor(key));
          effect = machine.done(...times());
          break;
        case "ask_holder":
          effect = machine.heard(await isHeld(store, there?.holder), ...times());
          break;
        case "sleep":
          await pause(machine.pause_ms, signal);
          effect = machine.done(...times());
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
