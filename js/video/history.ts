/** What a client's store remembers, for all who show it: read once for many, and again when something has changed. */
import type { WanClient } from "../index.js";
import type { Unfinished } from "../types/client.js";

/** Newest first. `error`: the store could not be read. */
export interface HistoryState {
  readonly entries: readonly Unfinished[];
  readonly error?: unknown;
}

const NOTHING: HistoryState = Object.freeze({ entries: Object.freeze([]) });

/** The framework's own kind of state is made of `state` and `subscribe`; `refresh()` reads it the first time. */
export class History {
  readonly #client: WanClient;
  readonly #listeners = new Set<() => void>();
  #state = NOTHING;
  #reading = false;
  #again = false;

  constructor(client: WanClient) {
    this.#client = client;
  }

  readonly state = (): HistoryState => this.#state;

  /** What a server renders, and a page before it has read. */
  readonly nothing = (): HistoryState => NOTHING;

  /** Answers what ends it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Reads the store; one reading at a time, and one more where something changed meanwhile. */
  async refresh(): Promise<void> {
    this.#again = true;
    if (this.#reading) return;
    this.#reading = true;
    while (this.#again) {
      this.#again = false;
      this.#state = await this.#read();
      for (const listener of this.#listeners) listener();
    }
    this.#reading = false;
  }

  async #read(): Promise<HistoryState> {
    try {
      const entries = await this.#client.resume();
      return { entries: entries.sort((one, other) => other.record.createdAt - one.record.createdAt) };
    } catch (error) {
      return { entries: this.#state.entries, error };
    }
  }
}

const histories = new WeakMap<WanClient, History>();

/** Each client has one. */
export function historyOf(client: WanClient): History {
  const known = histories.get(client) ?? new History(client);
  histories.set(client, known);
  return known;
}
