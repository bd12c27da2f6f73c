import type { KvNamespace } from "../cloudflare/bindings.js";
import type { TaskRecord, TaskStore } from "../types/client.js";
import { asRecord, isLive, parse } from "./record.js";

/**
 * Remembers in Workers KV. KV has no put-if-absent and is eventually consistent, so two Workers that claim at the same
 * moment can both win: where that must not happen, use DurableObjectStore.
 */
export class KvStore implements TaskStore {
  readonly limitation =
    "Workers KV has no put-if-absent, so two Workers that submit the same request at once both pay: use DurableObjectStore";
  readonly #kv: KvNamespace;
  readonly #prefix: string;

  constructor(kv: KvNamespace, prefix = "wanreel/") {
    this.#kv = kv;
    this.#prefix = prefix;
  }

  async get(fingerprint: string): Promise<TaskRecord | undefined> {
    const key = this.#prefix + fingerprint;
    const text = await this.#kv.get(key);
    return text === null ? undefined : asRecord(parse(text), key);
  }

  async claim(fingerprint: string, record: TaskRecord): Promise<TaskRecord | undefined> {
    const there = await this.get(fingerprint);
    if (isLive(there)) return there;
    await this.set(fingerprint, record);
    return undefined;
  }

  async set(fingerprint: string, record: TaskRecord): Promise<void> {
    // KV takes whole seconds, and refuses a moment less than a minute away.
    const expiration = Math.ceil(Math.max(record.expiresAt, Date.now() + 61_000) / 1000);
    await this.#kv.put(this.#prefix + fingerprint, JSON.stringify(record), { expiration });
  }

  async delete(fingerprint: string): Promise<void> {
    await this.#kv.delete(this.#prefix + fingerprint);
  }

  async list(): Promise<[string, TaskRecord][]> {
    const found: [string, TaskRecord][] = [];
    let cursor: string | undefined;
    do {
      const page = await this.#kv.list?.({ prefix: this.#prefix, ...(cursor === undefined ? {} : { cursor }) });
      for (const { name } of page?.keys ?? []) {
        // What cannot be read hides no other.
        const record = parse((await this.#kv.get(name)) ?? "");
        if (isLive(record)) found.push([name.slice(this.#prefix.length), record]);
      }
      cursor = page?.list_complete === false ? page.cursor : undefined;
    } while (cursor !== undefined);
    return found;
  }
}
