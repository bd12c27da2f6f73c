/** A submission under way and who waits for it: a caller who gives up takes nothing from the others. */

import { offAbort, onAbort, Stop, type StopSignal, withSignal } from "../internal/abort.js";
import { isRequestBound } from "../internal/request-bound.js";
import { GONE, SharedWork } from "../internal/shared-work.js";
import type { Task } from "../types/client.js";

/** How long the last caller's abort waits for the record to say what became of the submission. */
const GRACE_MS = 1_000;

export class SharedSubmission {
  /** Where a signal belongs to a request, the engine's own: it refuses to tell another's. */
  readonly #stop = isRequestBound() ? new AbortController() : new Stop();
  readonly #work: SharedWork<Task>;
  /** Nobody waits any more. Its signal cannot be asked: in another request that is an error. */
  #stopped: { reason: unknown } | undefined;
  #waiting = 0;
  /** How many of the callers want the task no more, and stay only because a POST on its way may be paid for. */
  #detached = 0;
  #open = false;
  #deposed = false;
  /** The task, once the API has answered with it. */
  accepted: Task | undefined;

  constructor(run: (shared: SharedSubmission) => Promise<Task>) {
    this.#work = new SharedWork(run(this), () => {
      if (this.#stopped) this.#stop.abort(this.#stopped.reason);
    });
  }

  /** Aborted once nobody waits any more. For the call at work, and no other. */
  get signal(): StopSignal {
    return this.#stop.signal;
  }

  /** Whether nobody waits any more. */
  get stopped(): boolean {
    return this.#stopped !== undefined;
  }

  /** Whether a paid request may be on its way. */
  get open(): boolean {
    return this.#open;
  }

  set open(open: boolean) {
    if (open && this.#deposed) throw new Error("another call has taken this submission over");
    this.#open = open;
    this.#reconsider();
  }

  /** Another call takes over: nothing that is not on its way is posted from now on, should this one be alive after all. */
  depose(): void {
    this.#deposed = true;
  }

  get deposed(): boolean {
    return this.#deposed;
  }

  #reconsider(): void {
    if (!this.#open && this.#waiting > 0 && this.#detached === this.#waiting) this.#end(undefined);
  }

  #end(reason: unknown): void {
    this.#stopped ??= { reason };
    try {
      this.#stop.abort(reason);
    } catch {
      // Of another request: it hears of it by its own timer.
    }
  }

  /** Waits until it is over, however it ends; GONE where the request that was at work has ended before. */
  async over(signal: AbortSignal | undefined): Promise<typeof GONE | undefined> {
    const ended = await withSignal(
      this.#work.hear(signal).catch(() => undefined),
      signal,
    );
    return ended === GONE ? ended : undefined;
  }

  /**
   * Its task, for the call that began it (`own`) and for others, who hear GONE where that call's request has ended. An abort
   * of `signal` rejects at once where others wait; the last caller's ends the submission, and rejects when its record says
   * what became of it. An abort of `quiet` ends it only where nobody else wants it, and nothing is on its way.
   */
  async join(
    signal: AbortSignal | undefined,
    quiet: AbortSignal | undefined,
    own: boolean,
  ): Promise<Task | typeof GONE> {
    const work = (heard?: AbortSignal) => (own ? this.#work.own : this.#work.hear(heard));
    // It waits to the end, whatever others do.
    if (!signal && !quiet) {
      this.#waiting += 1;
      return await work();
    }
    // A bare promise: an AbortController and a listener for each caller cost a sixth of a submit.
    let giveUp: (reason: unknown) => void = () => {};
    const left = new Promise<never>((_, reject) => {
      giveUp = reject;
    });
    const looking = own ? undefined : new AbortController();
    let grace: ReturnType<typeof setTimeout> | undefined;
    let detached = 0;
    let gone = false;
    const leave = () => {
      gone = true;
      this.#waiting -= 1;
      this.#detached -= detached;
      if (this.#waiting > 0) {
        giveUp(signal?.reason);
        return this.#reconsider();
      }
      this.#end(signal?.reason);
      grace = setTimeout(() => giveUp(signal?.reason), GRACE_MS);
    };
    const detach = () => {
      if (gone) return;
      detached = 1;
      this.#detached += 1;
      this.#reconsider();
    };
    this.#waiting += 1;
    const [leaving, detaching] = [{ abort: leave }, { abort: detach }];
    onAbort(signal, leaving);
    onAbort(quiet, detaching);
    // A caller may give up inside the first call of its store.
    if (signal?.aborted) leave();
    if (quiet?.aborted) detach();
    try {
      return await Promise.race([left, work(looking?.signal)]);
    } finally {
      looking?.abort();
      clearTimeout(grace);
      offAbort(signal, leaving);
      offAbort(quiet, detaching);
    }
  }
}
