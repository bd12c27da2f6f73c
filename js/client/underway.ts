/** A submission under way and who waits for it: a caller who gives up takes nothing from the others. */
import type { Task } from "../types/client.js";
import { withSignal } from "./signal.js";

/** How long the last caller's abort waits for the record to say what became of the submission. */
const GRACE_MS = 1_000;

export class Underway {
  readonly #stop = new AbortController();
  readonly task: Promise<Task>;
  #waiting = 0;
  #open = false;
  /** Its only caller would rather not, but a POST on its way is paid for. */
  #unwanted = false;

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
    if (!open && this.#unwanted) this.#stop.abort();
  }

  /**
   * Its task. An abort of `signal` rejects at once where others wait; the last caller's ends the submission, and rejects
   * when its record says what became of it. An abort of `quiet` ends it only where nothing is on its way.
   */
  async join(signal: AbortSignal | undefined, quiet: AbortSignal | undefined): Promise<Task> {
    this.#waiting += 1;
    this.#unwanted = false;
    const left = new AbortController();
    let grace: ReturnType<typeof setTimeout> | undefined;
    const leave = () => {
      this.#waiting -= 1;
      if (this.#waiting > 0) return left.abort(signal?.reason);
      this.#stop.abort(signal?.reason);
      grace = setTimeout(() => left.abort(signal?.reason), GRACE_MS);
    };
    const hush = () => {
      this.#unwanted = this.#waiting === 1;
      this.open = this.#open;
    };
    signal?.addEventListener("abort", leave, { once: true });
    quiet?.addEventListener("abort", hush, { once: true });
    // A caller may give up inside the first call of its store.
    if (signal?.aborted) leave();
    if (quiet?.aborted) hush();
    try {
      return await withSignal(this.task, left.signal);
    } finally {
      clearTimeout(grace);
      signal?.removeEventListener("abort", leave);
      quiet?.removeEventListener("abort", hush);
      if (!signal?.aborted) this.#waiting -= 1;
    }
  }
}
