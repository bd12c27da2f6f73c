import type { ObjectNamespace } from "../stores/durable-object.js";
import { added, firstFull } from "./limits.js";
import type { Charge, Full, LimitStore } from "./types.js";

/** The part of a Durable Object's state used here. */
export interface LimitsState {
  storage: {
    get(keys: string[]): Promise<Map<string, unknown>>;
    put(entries: Record<string, unknown>): Promise<void>;
    delete(keys: string[]): Promise<unknown>;
    list(options: { limit: number; startAfter?: string }): Promise<Map<string, unknown>>;
    getAlarm(): Promise<number | null>;
    setAlarm(time: number): Promise<void>;
  };
  blockConcurrencyWhile<T>(work: () => Promise<T>): Promise<T>;
}

interface Counter {
  value: number;
  expiresAt?: number;
}

const SWEEP_MS = 3_600_000;
/** As many as one call to the storage takes. */
const BATCH = 128;

/** Counts in one Durable Object: exact, for all isolates everywhere. */
export class DurableObjectLimits implements LimitStore {
  readonly #namespace: ObjectNamespace;
  readonly #name: string;

  constructor(namespace: ObjectNamespace, name = "wanreel-limits") {
    this.#namespace = namespace;
    this.#name = name;
  }

  async add(charges: readonly Charge[]): Promise<Full | undefined> {
    const stub = this.#namespace.get(this.#namespace.idFromName(this.#name) as never);
    const body = JSON.stringify(charges);
    const response = await stub.fetch("https://wanreel.limits/", { method: "POST", body });
    if (!response.ok) throw new Error(`the Durable Object answered ${response.status}`);
    return ((await response.json()) as { full?: Full }).full;
  }
}

/** The Durable Object behind DurableObjectLimits: export it from the Worker and bind its class. */
export class LimitsObject {
  readonly #state: LimitsState;

  constructor(state: LimitsState) {
    this.#state = state;
  }

  async fetch(request: Request): Promise<Response> {
    const charges = (await request.json()) as Charge[];
    // Reads and then writes: nothing may come between.
    const full = await this.#state.blockConcurrencyWhile(() => this.#add(charges));
    return new Response(JSON.stringify({ full }), { headers: { "content-type": "application/json" } });
  }

  async alarm(): Promise<void> {
    const { storage } = this.#state;
    const now = Date.now();
    let startAfter: string | undefined;
    let kept = false;
    for (;;) {
      const page = await storage.list({ limit: BATCH, ...(startAfter === undefined ? {} : { startAfter }) });
      const over = [];
      for (const [key, counter] of page as Map<string, Counter>) {
        if ((counter.expiresAt ?? now + 1) <= now) over.push(key);
        else if (counter.expiresAt !== undefined) kept = true;
        startAfter = key;
      }
      if (over.length > 0) await storage.delete(over);
      if (page.size < BATCH) break;
    }
    if (kept) await storage.setAlarm(now + SWEEP_MS);
  }

  async #add(charges: readonly Charge[]): Promise<Full | undefined> {
    const { storage } = this.#state;
    const now = Date.now();
    const there = (await storage.get(charges.map(({ key }) => key))) as Map<string, Counter>;
    const values = charges.map(({ key }) => {
      const counter = there.get(key);
      return counter && (counter.expiresAt ?? now + 1) > now ? counter.value : 0;
    });
    const full = firstFull(charges, values);
    if (full) return full;
    const entries = charges.map(({ key, amount, expiresAt }, index): [string, Counter] => [
      key,
      { value: added(values[index], amount), ...(expiresAt === undefined ? {} : { expiresAt }) },
    ]);
    await storage.put(Object.fromEntries(entries));
    if ((await storage.getAlarm()) === null) await storage.setAlarm(now + SWEEP_MS);
    return undefined;
  }
}
