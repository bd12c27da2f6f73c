/** Reads of one task in the same moment are one at the API: its rate is the account's, and all users share it. */
import { limited } from "../internal/abort.js";
import { GONE, SharedWork } from "../internal/shared-work.js";
import type { Outcome } from "./outcome.js";

/** Shorter than anybody waits between two polls. */
const MOMENT_MS = 250;
/** So long another's read is waited for: the page that asked may have gone, or its connection hang where another's would not. */
const PATIENCE_MS = 1000;
/** What is older tells nobody anything. */
const FORGOTTEN_MS = 60_000;

interface Reading {
  /** When it began, on the clock that does not jump; once it is over, when it ended. */
  at: number;
  work: SharedWork<Outcome>;
  outcome?: Outcome;
}

export class SharedReads {
  /** The oldest first. */
  readonly #readings = new Map<string, Reading>();

  /** What `ask` answers, or has just answered to another. */
  async read(key: string, ask: () => Promise<Outcome>): Promise<Outcome> {
    let inVain: Reading | undefined;
    for (let there = this.#readings.get(key); there && there !== inVain; there = this.#readings.get(key)) {
      const outcome = await learn(there);
      if (outcome) return outcome;
      inVain = there;
    }
    return this.#ask(key, ask);
  }

  async #ask(key: string, ask: () => Promise<Outcome>): Promise<Outcome> {
    for (const [old, { at }] of this.#readings) {
      if (performance.now() - at < FORGOTTEN_MS) break;
      this.#readings.delete(old);
    }
    const reading: Reading = { at: performance.now(), work: new SharedWork(ask()) };
    this.#readings.delete(key);
    this.#readings.set(key, reading);
    try {
      reading.outcome = await reading.work.own;
      reading.at = performance.now();
      return reading.outcome;
    } finally {
      // What failed is asked for anew; so is what has ended, since nothing polls for it any more.
      if (!isRunning(reading.outcome) && this.#readings.get(key) === reading) this.#readings.delete(key);
    }
  }
}

/** The outcome of a read that is of the moment, or will be soon. */
async function learn(reading: Reading): Promise<Outcome | undefined> {
  if (reading.outcome) return performance.now() - reading.at < MOMENT_MS ? reading.outcome : undefined;
  const patience = limited(undefined, PATIENCE_MS);
  try {
    const heard = await reading.work.hear(patience.signal);
    return heard === GONE ? undefined : heard;
  } catch {
    // What failed for another, or takes too long, is asked for anew.
    return undefined;
  } finally {
    patience.end();
  }
}

function isRunning(outcome: Outcome | undefined): boolean {
  return outcome?.is === "well" && (outcome.body.status === "pending" || outcome.body.status === "processing");
}
