/** Ctrl-C, while money may be under way. */

/** The reason of what was stopped: nothing is wrong, and a task that is paid for goes on. */
export class Stopped extends Error {
  override name = "Stopped";
  /** Whether a request was on its way and its answer not heard: it may be billed. */
  readonly outcomeUnknown: boolean;
  /** The task that goes on, where there is one. */
  declare taskId?: string;

  constructor(outcomeUnknown: boolean) {
    super("stopped");
    this.outcomeUnknown = outcomeUnknown;
  }
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Ends a command by a signal. While a request is on its way to the API, the first Ctrl-C waits for its answer, half a
 * minute at most, since without the task's id nobody could fetch what was paid for; the second does not.
 */
export class Interrupt {
  readonly #controller = new AbortController();
  readonly #say: (text: string) => void;
  #sending = false;
  #asked = false;

  constructor(say: (text: string) => void) {
    this.#say = say;
    for (const signal of SIGNALS) process.on(signal, this.#stop);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether a request is on its way at this moment. */
  set sending(value: boolean) {
    this.#sending = value;
    if (!value && this.#asked) this.#controller.abort(new Stopped(false));
  }

  /** Signals do again what they did before. */
  end(): void {
    for (const signal of SIGNALS) process.off(signal, this.#stop);
  }

  readonly #stop = (): void => {
    if (this.#sending && !this.#asked) {
      this.#asked = true;
      this.#say("the request is on its way: waiting for its answer, to tell you the task (Ctrl-C again gives that up)");
      return;
    }
    this.#controller.abort(new Stopped(this.#sending));
  };
}
