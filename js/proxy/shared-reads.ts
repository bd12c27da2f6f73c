/**
 * Reads of one task in the same moment are one at the API: its rate is the account's, and all users share it. In Workers the
 * promises and timers of a request end with it, and whoever waited for them would wait for ever: so what one request has
 * learnt is looked at by the others, each on a timer of its own.
 */
import type { Outcome } from "./outcome.js";

/** Shorter than anybody waits between two polls. */
const MOMENT_MS = 250;
/** So long another's read is waited for: the page that asked may have gone, and its request ended. */
const PATIENCE_MS = 1000;
const LOOK_MS = 20;
/** What is older tells nobody anything. */
const FORGOTTEN_MS = 60_000;

interface Reading {
  /** When it began, on the clock that does not jump; once it is over, when it ended. */
  at: number;
  outcome?: Outcome;
  failed?: true;
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
    const reading: Reading = { at: performance.now() };
    this.#readings.delete(key);
    this.#readings.set(key, reading);
    try {
      reading.outcome = await ask();
      reading.at = performance.now();
      return reading.outcome;
    } catch (error) {
      reading.failed = true;
      throw error;
    } finally {
      // What failed is asked for anew; so is what has ended, since nothing polls for it any more.
      if (!isRunning(reading.outcome) && this.#readings.get(key) === reading) this.#readings.delete(key);
    }
  }
}

/** The outcome of a read that is of the moment, or will be soon. */
async function learn(reading: Reading): Promise<Outcome | undefined> {
  if (reading.outcome) return performance.now() - reading.at < MOMENT_MS ? reading.outcome : undefined;
  const since = performance.now();
  while (!reading.outcome && !reading.failed && performance.now() - since < PATIENCE_MS) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return reading.outcome;
}

function isRunning(outcome: Outcome | undefined): boolean {
  return outcome?.is === "well" && (outcome.body.status === "pending" || outcome.body.status === "processing");
}
