import type { KvNamespace } from "../stores/kv.js";
import { added, firstFull } from "./limits.js";
import type { Charge, Full, LimitStore } from "./types.js";

/**
 * Counts in Workers KV, as well as it can: KV has no atomic add, shows a write elsewhere only after up to a minute, and takes
 * one write a second to a key. A burst gets past it; where money is at stake, use DurableObjectLimits.
 */
export class KvLimits implements LimitStore {
  readonly #kv: KvNamespace;
  readonly #prefix: string;

  constructor(kv: KvNamespace, prefix = "wanreel-limits/") {
    this.#kv = kv;
    this.#prefix = prefix;
  }

  async add(charges: readonly Charge[]): Promise<Full | undefined> {
    const texts = await Promise.all(charges.map(({ key }) => this.#kv.get(this.#prefix + key)));
    const values = texts.map((text) => Number(text ?? 0) || 0);
    const full = firstFull(charges, values);
    if (full) return full;
    await Promise.all(
      charges.map(({ key, amount, expiresAt }, index) => {
        const value = String(added(values[index], amount));
        if (expiresAt === undefined) return this.#kv.put(this.#prefix + key, value);
        // KV takes whole seconds, and refuses a moment less than a minute away.
        const expiration = Math.ceil(Math.max(expiresAt, Date.now() + 61_000) / 1000);
        return this.#kv.put(this.#prefix + key, value, { expiration });
      }),
    );
    return undefined;
  }
}
