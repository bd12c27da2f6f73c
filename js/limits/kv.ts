import type { KvNamespace } from "../cloudflare/bindings.js";
import type { Charge, Full, LimitStore } from "../types/limits.js";
import { counted } from "./count.js";

/**
 * Counts in Workers KV, as well as it can: KV has no atomic add, shows a write elsewhere only after up to a minute, and takes
 * one write a second to a key. A burst gets past it; where money is at stake, use DurableObjectLimits. It gives nothing back
 * (an `amount` below 0 changes no counter): two that do not see each other's writes would give the same money back twice.
 */
export class KvLimits implements LimitStore {
  readonly #kv: KvNamespace;
  readonly #prefix: string;

  constructor(kv: KvNamespace, prefix = "wanreel-limits/") {
    this.#kv = kv;
    this.#prefix = prefix;
  }

  async add(charges: readonly Charge[]): Promise<Full | undefined> {
    const keys = [...new Set(charges.map(({ key }) => key))];
    const values = await Promise.all(keys.map((key) => this.#value(this.#prefix + key)));
    const held = new Map(keys.map((key, index) => [key, values[index] ?? 0]));
    const taken = charges.map((charge) => (charge.amount < 0 ? { ...charge, amount: 0 } : charge));
    const { full, sums } = counted(taken, (key) => held.get(key) ?? 0);
    if (full) return full;
    const last = new Map(charges.map((charge) => [charge.key, charge]));
    await Promise.all(
      Array.from(last, ([key, { expiresAt }]) => {
        const value = sums.get(key) ?? 0;
        if (value === held.get(key)) return undefined;
        if (expiresAt === undefined) return this.#kv.put(this.#prefix + key, String(value));
        // KV takes whole seconds, and refuses a moment less than a minute away.
        const expiration = Math.ceil(Math.max(expiresAt, Date.now() + 61_000) / 1000);
        return this.#kv.put(this.#prefix + key, String(value), { expiration });
      }),
    );
    return undefined;
  }

  async list(prefix: string): Promise<[string, number][]> {
    const found: [string, number][] = [];
    let cursor: string | undefined;
    do {
      const given = { prefix: this.#prefix + prefix, ...(cursor === undefined ? {} : { cursor }) };
      const page = await this.#kv.list?.(given);
      const names = (page?.keys ?? []).map(({ name }) => name);
      const values = await Promise.all(names.map((name) => this.#value(name)));
      found.push(
        ...names.map((name, index): [string, number] => [name.slice(this.#prefix.length), values[index] ?? 0]),
      );
      cursor = page?.list_complete === false ? page.cursor : undefined;
    } while (cursor !== undefined);
    return found;
  }

  async #value(key: string): Promise<number> {
    return Number((await this.#kv.get(key)) ?? 0) || 0;
  }
}
