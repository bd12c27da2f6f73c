import { askObject, type ObjectNamespace } from "../cloudflare/bindings.js";
import { HOUR_MS } from "../internal/time.js";
import type { Charge, Full, LimitStore } from "../types/limits.js";
import { check, counted } from "./count.js";

/** The part of a Durable Object's state used here. */
export interface LimitsState {
  storage: {
    get(keys: string[]): Promise<Map<string, unknown>>;
    put(entries: Record<string, unknown>): Promise<void>;
    delete(keys: string[]): Promise<unknown>;
    list(options: { limit: number; startAfter?: string; prefix?: string }): Promise<Map<string, unknown>>;
    getAlarm(): Promise<number | null>;
    setAlarm(time: number): Promise<void>;
  };
  blockConcurrencyWhile<T>(work: () => Promise<T>): Promise<T>;
}

interface Counter {
  value: number;
  expiresAt?: number;
}

type Message = readonly Charge[] | { list: string };

const SWEEP_MS = HOUR_MS;
/** As many as one call to the storage takes. */
const BATCH = 128;

/** Counts in one Durable Object: exact, for all isolates everywhere. */
export class DurableObjectLimits implements LimitStore {
  readonly #namespace: ObjectNamespace;
  readonly #name: string;

  /** @param name which object: one for all, or one a customer */
  constructor(namespace: ObjectNamespace, name = "wanreel-limits") {
    this.#namespace = namespace;
    this.#name = name;
  }

  async add(charges: readonly Charge[]): Promise<Full | undefined> {
    // As JSON, what is no number would reach the object as null, and limit nothing there.
    return ((await this.#ask(check(charges))) as { full?: Full }).full;
  }

  async list(prefix: string): Promise<[string, number][]> {
    return ((await this.#ask({ list: prefix })) as { counters: [string, number][] }).counters;
  }

  #ask(message: Message): Promise<unknown> {
    return askObject(this.#namespace, this.#name, "https://wanreel.limits/", message);
  }
}

/** The Durable Object behind DurableObjectLimits: export it from the Worker and bind its class. */
export class LimitsObject {
  /** By this what `wrangler types` writes tells a Durable Object's class; there is nothing at run time. */
  declare readonly __DURABLE_OBJECT_BRAND: never;
  readonly #state: LimitsState;

  constructor(state: LimitsState) {
    this.#state = state;
  }

  async fetch(request: Request): Promise<Response> {
    const message = (await request.json()) as Message;
    if ("list" in message) return Response.json({ counters: await this.#list(message.list) });
    // Before the block: what throws in there restarts the object.
    check(message);
    // Reads and then writes: nothing may come between.
    const full = await this.#state.blockConcurrencyWhile(() => this.#add(message));
    return Response.json({ full });
  }

  async alarm(): Promise<void> {
    const { storage } = this.#state;
    const now = Date.now();
    let kept = false;
    for await (const page of this.#pages("")) {
      const over = page.filter(([, counter]) => !isLive(counter, now)).map(([key]) => key);
      kept ||= page.some(([, counter]) => isLive(counter, now) && counter.expiresAt !== undefined);
      if (over.length > 0) await storage.delete(over);
    }
    if (kept) await storage.setAlarm(now + SWEEP_MS);
  }

  async #add(charges: readonly Charge[]): Promise<Full | undefined> {
    const { storage } = this.#state;
    const now = Date.now();
    const keys = [...new Set(charges.map(({ key }) => key))];
    const there = (await storage.get(keys)) as Map<string, Counter>;
    const held = (key: string) => {
      const counter = there.get(key);
      return counter && isLive(counter, now) ? counter.value : 0;
    };
    const { full, sums } = counted(charges, held);
    if (full) return full;
    const entries = charges.map(({ key, expiresAt }): [string, Counter] => [
      key,
      { value: sums.get(key) ?? 0, ...(expiresAt === undefined ? {} : { expiresAt }) },
    ]);
    await storage.put(Object.fromEntries(entries));
    if ((await storage.getAlarm()) === null) await storage.setAlarm(now + SWEEP_MS);
    return undefined;
  }

  async #list(prefix: string): Promise<[string, number][]> {
    const now = Date.now();
    const found: [string, number][] = [];
    for await (const page of this.#pages(prefix)) {
      for (const [key, counter] of page) if (isLive(counter, now)) found.push([key, counter.value]);
    }
    return found;
  }

  async *#pages(prefix: string): AsyncGenerator<[string, Counter][], void, void> {
    let startAfter: string | undefined;
    for (;;) {
      const given = { limit: BATCH, ...(prefix === "" ? {} : { prefix }) };
      const page = await this.#state.storage.list(startAfter === undefined ? given : { ...given, startAfter });
      yield Array.from(page as Map<string, Counter>);
      startAfter = [...page.keys()].at(-1);
      if (page.size < BATCH) return;
    }
  }
}

function isLive({ expiresAt }: Counter, now: number): boolean {
  return expiresAt === undefined || expiresAt > now;
}
