// What can go wrong, and the one right outcome of each. Rows are data:
//
//   name            unique
//   faults          the simulator's (js/simulator/types.ts); `offline` [[from, to]] in ms, `refuse` { post: n }: no port
//   generationMs, estimatedSeconds, callbackStatus   the simulator's; default: a task takes 60 s
//   calls           what the caller does, one after another or `together`: { do, client?, request?, options?, afterMs? }
//   when            hooks: { at, posts?, polls?, body?, afterMs?, do }. at: "key", "request", "stalled" (every request
//                   waits for the server), "idle" (nothing under way, time is about to pass), or a store's method.
//                   do: "abort", "free", "jump" { ms } (the calendar, not the stopwatch), "leave" (this page or process)
//   phases          the same row in one page or process after another, sharing a store; `gapMs` between them
//   store, records, storeFails   which store, what somebody left in it, which of its methods throw
//   wording         what a broken connection is called, in place of the engine's own words
//   options         of the client
//   expect          see check-row.mjs; `ignore`, `honour` (what the server does with idempotency keys) and the engines'
//                   names hold what differs there
import { calls } from "./rows/calls.mjs";
import { crash } from "./rows/crash.mjs";
import { ends } from "./rows/ends.mjs";
import { resend, reused } from "./rows/resend.mjs";
import { results } from "./rows/results.mjs";
import { stores } from "./rows/stores.mjs";
import { submit } from "./rows/submit.mjs";
import { wait } from "./rows/wait.mjs";

// The reused connections come last: those after them would find them.
export const table = [...submit, ...resend, ...wait, ...ends, ...calls, ...stores, ...crash, ...results, ...reused];

/** Whether the server takes two POSTs with one key for one task. The public documents promise nothing. */
export const MODES = ["ignore", "honour"];

export function find(name) {
  const row = table.find((candidate) => candidate.name === name);
  if (!row) throw new Error(`no row ${name}`);
  return row;
}
