/**
 * What one call has begun and others wait for. Where promises and timers belong to a request and end with it, what it comes
 * to is written down, and whoever else waits looks for it on timers of its own.
 */
import { pause, withSignal } from "./abort.js";
import { isRequestBound } from "./request-bound.js";

/** How often another request looks. */
const LOOK_MS = 25;
/** How often a call that is alive shows it. */
const BEAT_MS = 500;
/** So often is looked in vain before it counts as gone: about 4 s. By looks, since a clock goes on where a process is frozen. */
const MOST_LOOKS = 160;

/** What `SharedWork.hear` answers where the request that was at work has ended. */
export const GONE = Symbol("gone");

export class SharedWork<T> {
  readonly #promise: Promise<T>;
  #came: { value: T } | { error: unknown } | undefined;
  #beats = 0;

  /** @param onBeat called now and then in the request that is at work, where others cannot reach what is its own */
  constructor(promise: Promise<T>, onBeat: () => void = () => {}) {
    this.#promise = promise;
    const bound = isRequestBound();
    let beating: ReturnType<typeof setTimeout> | undefined;
    const beat = () => {
      this.#beats += 1;
      beating = setTimeout(beat, BEAT_MS);
      onBeat();
    };
    if (bound) beating = setTimeout(beat, BEAT_MS);
    const end = (came: { value: T } | { error: unknown }) => {
      this.#came = came;
      clearTimeout(beating);
    };
    promise.then(
      (value) => end({ value }),
      (error: unknown) => end({ error }),
    );
  }

  /** Its promise, for the call that began it. */
  get own(): Promise<T> {
    return this.#promise;
  }

  /** What it comes to, for every other call: GONE where the request that was at work has ended before. */
  async hear(signal: AbortSignal | undefined): Promise<T | typeof GONE> {
    if (!isRequestBound()) return withSignal(this.#promise, signal);
    let beats = this.#beats;
    for (let looks = 0; ; looks++) {
      signal?.throwIfAborted();
      if (this.#came && "error" in this.#came) throw this.#came.error;
      if (this.#came) return this.#came.value;
      if (looks >= MOST_LOOKS) return GONE;
      await pause(LOOK_MS, signal);
      if (beats === this.#beats) continue;
      beats = this.#beats;
      looks = 0;
    }
  }
}
