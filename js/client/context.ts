/** What the parts of a client share. */

import { checkPrices } from "../api/prices.js";
import type { RecordHandle } from "../claim/record-handle.js";
import { ConfigError } from "../errors/local.js";
import { limited } from "../internal/abort.js";
import { isRequestBound } from "../internal/request-bound.js";
import { GONE, SharedWork } from "../internal/shared-work.js";
import { inProcess } from "../limits/in-process.js";
import { MemoryStore } from "../stores/memory.js";
import type { ClientEvent, ClientOptions, TaskStore } from "../types/client.js";
import { refusePlainHttp } from "./base-url.js";
import { Budget } from "./budget.js";
import { type KeyRing, keyRing } from "./key.js";
import { readSettings, type Settings } from "./settings.js";

/** How long a store may take. */
const KEEP_MS = 10_000;
/** How long what listeners answered is waited for at the end of a call. */
const LISTENERS_MS = 5_000;

/** What leaves an invocation of 15 minutes the time to hear of a deadline. Source: Workers docs, limits, "Duration". */
const PLATFORM_MS = 12 * 60_000;

/** What a client remembers of a task it submitted or waits for. */
export interface TaskState {
  /** When it was submitted or first waited for, on the clock that does not jump. */
  since: number;
  /** How long it was expected to take; NaN where nothing is known. */
  estimatedMs: number;
  /** Whether it was said that it needs review. */
  reviewed?: boolean;
  /** Its record in the store. */
  submission?: RecordHandle;
}

export class Context {
  /** Without the key: what is kept here can be inspected. */
  readonly options: Omit<ClientOptions, "apiKey">;
  readonly settings: Settings;
  readonly keys: KeyRing;
  readonly store: TaskStore;
  readonly budget: Budget;
  readonly taskStates = new Map<string, TaskState>();
  /** What listeners answered, and is not over. */
  readonly #listening = new Set<SharedWork<void>>();
  /** Submits of unknown outcome, by their key in the store. */
  readonly unknown = new Map<string, RecordHandle>();
  freed = false;
  #limitationTold = false;
  #deadlineTold = false;

  constructor(given: ClientOptions) {
    if (typeof given !== "object" || given === null) {
      throw new ConfigError(`WanClient takes an object of options, not a ${typeof given}`, "new WanClient({ apiKey })");
    }
    const { apiKey, ...options } = given;
    // Copied, so that what was checked stays what is used.
    this.options = { ...options, poll: { ...options.poll } };
    this.settings = readSettings(options);
    this.keys = keyRing({ apiKey, dangerouslyAllowBrowser: options.dangerouslyAllowBrowser });
    for (const name of ["baseUrl", "filesBaseUrl"] as const) if (this.keys.exists) refusePlainHttp(name, options[name]);
    this.store = readStore(options.store);
    this.budget = new Budget(options, (error) => this.emit({ type: "limits_failed", error }));
    this.#warn(options);
    if (options.prices !== undefined) checkPrices(options.prices);
  }

  /** What is counted in common is closed by whoever comes after a crash, who must find what was submitted. */
  #warn({ limits, store }: ClientOptions): void {
    const alone = limits !== undefined && inProcess.has(limits) && store !== undefined;
    if (limits === undefined || alone || !(this.store instanceof MemoryStore)) return;
    const message =
      "limits is shared, but the store is this process's memory: what is reserved for a task that this process does not " +
      "see end stays reserved for 26 hours, and then counts as spent; give a store that all share";
    // Not while the client is made: nobody has it yet.
    Promise.resolve().then(() => this.emit({ type: "warning", code: "memory_store", message }));
  }

  /** Before the first claim: two who do the same at once may both pay. */
  tellLimitation(): void {
    if (this.#limitationTold) return;
    this.#limitationTold = true;
    const { limitation: message } = this.store;
    if (message !== undefined) this.emit({ type: "warning", code: "store_not_atomic", message });
  }

  /** Before a wait: one that outlives its invocation never says that it is over. */
  tellDeadline(deadlineMs: number | undefined): void {
    // The default is longer.
    if (this.#deadlineTold || (deadlineMs ?? Infinity) <= PLATFORM_MS || !isRequestBound()) return;
    this.#deadlineTold = true;
    const message =
      "a Worker's queue consumer, cron trigger or alarm is ended after 15 minutes, and may never hear of a deadline that " +
      "is this late: give poll.deadlineMs 720000, and hand the task on when DeadlineError comes";
    this.emit({ type: "warning", code: "deadline_past_platform", message });
  }

  /** Before anything is done. */
  check(signal: AbortSignal | undefined): void {
    if (this.freed) throw new ConfigError("this client was freed", "make a new WanClient");
    if (signal && typeof signal.throwIfAborted !== "function") {
      throw new ConfigError("signal must be an AbortSignal", "pass controller.signal, or AbortSignal.timeout(ms)");
    }
    signal?.throwIfAborted();
  }

  /** Before anything is sent, or claimed in a store. */
  checkKey(): void {
    // A relative address throws where there is no page.
    void this.settings.base;
    if (this.keys.exists || this.settings.keyless) return;
    throw new ConfigError("there is no API key", "pass apiKey, set EVOLINK_API_KEY, or use a proxy as baseUrl");
  }

  /** When a task was seen completed, as its record remembers: milliseconds since 1970; NaN where it does not. */
  finishedMs(taskId: string): number {
    return this.taskStates.get(taskId)?.submission?.record.finishedAt ?? Number.NaN;
  }

  /** Bookkeeping must not lose what was paid for: a store that fails, or never answers, is told of, not thrown. */
  async persist(work: () => Promise<void>): Promise<void> {
    try {
      const working = work();
      await new Promise<void>((resolve, reject) => {
        const late = () => reject(new Error(`the store did not answer in ${KEEP_MS / 1000} s`));
        const timer = setTimeout(late, KEEP_MS);
        const ended = () => {
          clearTimeout(timer);
          resolve();
        };
        working.then(ended, ended);
      });
      await working;
    } catch (error) {
      this.emit({ type: "store_failed", error });
    }
  }

  emit(told: ClientEvent): void {
    if (!this.options.onEvent) return;
    // Events are logged: what was thrown at us may hold the key where nobody looks.
    const event = "error" in told ? { ...told, error: this.keys.redactError(told.error) } : told;
    this.hear(() => this.options.onEvent?.(event));
  }

  /** Calls a listener of the caller's. */
  hear(listen: () => unknown): void {
    const listening = callListener(listen);
    if (!listening) return;
    const work = new SharedWork(listening);
    this.#listening.add(work);
    listening.finally(() => this.#listening.delete(work));
  }

  /**
   * What a call comes to, after what listeners have begun meanwhile, so that an invocation of a Worker does not end before;
   * not for ever, and not where the caller gave up.
   */
  hearing<T>(call: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    const ended = () =>
      this.#listening.size === 0 || signal?.aborted ? call : this.#listened(signal).then(() => call);
    return call.then(ended, ended);
  }

  async #listened(signal: AbortSignal | undefined): Promise<void> {
    const enough = limited(signal, LISTENERS_MS);
    const each = Array.from(this.#listening, async (work) => {
      // Where a request has ended, so has what its listeners had begun.
      if ((await work.hear(enough.signal)) === GONE) this.#listening.delete(work);
    });
    await Promise.all(each).catch(() => {});
    enough.end();
  }
}

/** A listener that fails, now or later, is its owner's concern, and must not end a wait. Answers what it has begun. */
export function callListener(listen: () => unknown): Promise<void> | undefined {
  try {
    const answer = listen();
    if (typeof (answer as PromiseLike<unknown> | undefined)?.then !== "function") return undefined;
    return Promise.resolve(answer).then(() => {}, complain);
  } catch (error) {
    complain(error);
    return undefined;
  }
}

function complain(error: unknown): void {
  try {
    console.error(error);
  } catch {
    // A console that throws is its owner's too.
  }
}

function readStore(store: TaskStore | undefined): TaskStore {
  if (store === undefined) return new MemoryStore();
  for (const method of ["get", "claim", "set", "delete"] as const) {
    if (typeof store?.[method] !== "function") {
      throw new ConfigError(`store has no ${method}()`, "a TaskStore has get, claim, set and delete");
    }
  }
  return store;
}
