/** What the parts of a client share. */

import { orConfig } from "../api/schedule.js";
import { ConfigError } from "../errors/local.js";
import { snapshot } from "../internal/snapshot.js";
import { core } from "../internal/wasm.js";
import { MemoryLimits } from "../limits/memory.js";
import { MemoryStore } from "../stores/memory.js";
import type { ClientEvent, ClientOptions, TaskStore } from "../types/client.js";
import type { Happening } from "./call.js";
import { type KeyRing, keyRing } from "./key.js";
import { readSettings, type Settings } from "./settings.js";
import type { Settling } from "./settling.js";
import { limited, withSignal } from "./signal.js";
import { Spending } from "./spending.js";

/** How long a store may take. */
const KEEP_MS = 10_000;

/** What a client remembers of a task it submitted or waits for. */
export interface Memory {
  /** When it was submitted or first waited for, on the clock that does not jump. */
  since: number;
  /** How long it was expected to take; NaN where nothing is known. */
  estimatedMs: number;
  /** Whether it was said that it needs review. */
  reviewed?: boolean;
  /** Its record in the store. */
  submission?: Settling;
}

export class Context {
  /** Without the key: what is kept here can be inspected. */
  readonly options: Omit<ClientOptions, "apiKey">;
  readonly settings: Settings;
  readonly keys: KeyRing;
  readonly store: TaskStore;
  readonly spending: Spending;
  readonly memories = new Map<string, Memory>();
  freed = false;

  constructor(given: ClientOptions) {
    if (typeof given !== "object" || given === null) {
      throw new ConfigError(`WanClient takes an object of options, not a ${typeof given}`, "new WanClient({ apiKey })");
    }
    const { apiKey, ...options } = given;
    // Copied, so that what was checked stays what is used.
    this.options = { ...options, poll: { ...options.poll } };
    this.settings = readSettings(options);
    this.keys = keyRing({ apiKey, dangerouslyAllowBrowser: options.dangerouslyAllowBrowser });
    this.store = readStore(options.store);
    this.spending = new Spending(options, (error) => this.tell({ type: "limits_failed", error }));
    this.#warn(options);
    if (options.prices !== undefined) orConfig(() => core().check_prices(snapshot(options.prices)));
  }

  /** What is counted in common is closed by whoever comes after a crash, who must find what was submitted. */
  #warn({ limits, store }: ClientOptions): void {
    const inProcess = limits instanceof MemoryLimits && store !== undefined;
    if (limits === undefined || inProcess || !(this.store instanceof MemoryStore)) return;
    const message =
      "limits is shared, but the store is this process's memory: what is reserved for a task that this process does not " +
      "see end stays reserved for 26 hours, and then counts as spent; give a store that all share";
    // Not while the client is made: nobody has it yet.
    Promise.resolve().then(() => this.tell({ type: "warning", code: "memory_store", message }));
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

  /** Bookkeeping must not lose what was paid for: a store that fails, or never answers, is told of, not thrown. */
  async keep(work: () => Promise<void>): Promise<void> {
    const limit = limited(undefined, KEEP_MS, new Error(`the store did not answer in ${KEEP_MS / 1000} s`));
    try {
      await withSignal(work(), limit.signal);
    } catch (error) {
      this.tell({ type: "store_failed", error: this.keys.hideThrown(error) });
    } finally {
      limit.end();
    }
  }

  tell(event: ClientEvent): void {
    guarded(() => this.options.onEvent?.(event));
  }

  /** Passes on what happened below. */
  pass(happening: Happening, taskId?: string): void {
    const { type, attempt, fingerprint = "", idempotencyKey = "", delayMs = 0, reason = "" } = happening;
    if (type === "submit") this.tell({ type, fingerprint, idempotencyKey, attempt });
    else if (type === "retry")
      this.tell({ type, attempt, delayMs, reason, ...(taskId === undefined ? {} : { taskId }) });
    else if (type === "poll") {
      const { taskId: id = "", status = "", progress = 0, nextMs = null, trouble: missed } = happening;
      this.tell({ type, taskId: id, attempt, status: this.keys.hide(status), progress, nextMs, missed });
    }
  }
}

/** A listener that throws is its owner's concern, and must not end a wait. */
export function guarded(listen: () => void): void {
  try {
    listen();
  } catch (error) {
    try {
      console.error(error);
    } catch {
      // Nor must a console that throws.
    }
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
