/** A submission under way and who waits for it: a caller who gives up takes nothing from the others. */

import { onAbort } from "../internal/abort.js";
import type { Task } from "../types/client.js";

/** How long the last caller's abort waits for the record to say what became of the submission. */
const GRACE_MS = 1_000;

export class Underway {
  readonly #stop = new AbortController();
  readonly task: Promise<Task>;
  #waiting = 0;
  /** Of those who wait, the ones who would rather not: but a POST on its way is paid for. */
  #unwilling = 0;
  #open = false;

  constructor(run: (underway: Underway) => Promise<Task>) {
    this.task = run(this);
  }

  /** Aborted once nobody waits any more. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Whether a paid request may be on its way. */
  get open(): boolean {
    return this.#open;
  }

  set open(open: boolean) {
    this.#open = open;
    this.#reconsider();
  }

  #reconsider(): void {
    if (!this.#open && this.#waiting > 0 && this.#unwilling === this.#waiting) this.#stop.abort();
  }

  /**
   * Its task. An abort of `signal` rejects at once where others wait; the last caller's ends the submission, and rejects
   * when its record says what became of it. An abort of `quiet` ends it only where nobody else wants it, and nothing is on
   * its way.
   */
  async join(signal: AbortSignal | undefined, quiet: AbortSignal | undefined): Promise<Task> {
    // A bare promise: an AbortController and a listener for each caller cost a sixth of a submit.
    let giveUp: (reason: unknown) => void = () => {};
    const left = new Promise<never>((_, reject) => {
      giveUp = reject;
    });
    let grace: ReturnType<typeof setTimeout> | undefined;
    let unwilling = 0;
    let gone = false;
    const leave = () => {
      gone = true;
      this.#waiting -= 1;
      this.#unwilling -= unwilling;
      if (this.#waiting > 0) {
        giveUp(signal?.reason);
        return this.#reconsider();
      }
      this.#stop.abort(signal?.reason);
      grace = setTimeout(() => giveUp(signal?.reason), GRACE_MS);
    };
    const hush = () => {
      if (gone) return;
      unwilling = 1;
      this.#unwilling += 1;
      this.#reconsider();
    };
    this.#waiting += 1;
    const forget = [onAbort(signal, leave), onAbort(quiet, hush)];
    // A caller may give up inside the first call of its store.
    if (signal?.aborted) leave();
    if (quiet?.aborted) hush();
    try {
      return await Promise.race([left, this.task]);
    } finally {
      clearTimeout(grace);
      for (const each of forget) each();
    }
  }
}
