import type { Sent } from "./exchange.js";

/** What of a simulator is not for everyone: for the HTTP face and the command line. */
export interface Inside {
  /** What is behind `fetch`: takes a request apart already. */
  send(sent: Sent): Promise<Response>;
  /** What outlives the process, as JSON. */
  state(): string;
  /** Takes such a state up again. Throws a TypeError that says what is wrong with it. */
  restore(state: string): void;
  /** Called when a request has had its effect, and awaited before its answer leaves. */
  answered?: (method: string) => Promise<void> | void;
}

export const insides = new WeakMap<object, Inside>();
