import { askObject, type ObjectNamespace } from "../cloudflare/bindings.js";
import type { TaskRecord, TaskStore } from "../types/client.js";
import { asRecord, isLive, isRecord } from "./record.js";

/** What a Durable Object's state is. */
export interface ObjectState {
  storage: {
    get(key: string): Promise<unknown>;
    put(key: string, value: unknown): Promise<void>;
    delete(key: string): Promise<unknown>;
    list(): Promise<Map<string, unknown>>;
    setAlarm?(time: number): Promise<void>;
  };
  blockConcurrencyWhile<T>(work: () => Promise<T>): Promise<T>;
}

type Operation = "get" | "claim" | "set" | "delete" | "list";
interface Message {
  operation: Operation;
  fingerprint?: string;
  record?: TaskRecord;
}

/** Remembers in one Durable Object, which handles one claim after the other: atomic everywhere. */
export class DurableObjectStore implements TaskStore {
  readonly #namespace: ObjectNamespace;
  readonly #name: string;

  /** @param name which object: one for all, or one a customer */
  constructor(namespace: ObjectNamespace, name = "wanreel") {
    this.#namespace = namespace;
    this.#name = name;
  }

  get(fingerprint: string): Promise<TaskRecord | undefined> {
    return this.#askFor(fingerprint, { operation: "get", fingerprint });
  }

  claim(fingerprint: string, record: TaskRecord): Promise<TaskRecord | undefined> {
    return this.#askFor(fingerprint, { operation: "claim", fingerprint, record });
  }

  set(fingerprint: string, record: TaskRecord): Promise<void> {
    return this.#ask({ operation: "set", fingerprint, record });
  }

  delete(fingerprint: string): Promise<void> {
    return this.#ask({ operation: "delete", fingerprint });
  }

  list(): Promise<[string, TaskRecord][]> {
    return this.#ask({ operation: "list" });
  }

  async #askFor(fingerprint: string, message: Message): Promise<TaskRecord | undefined> {
    const there = await this.#ask(message);
    return there === undefined ? undefined : asRecord(there, fingerprint);
  }

  async #ask<T>(message: Message): Promise<T> {
    const told = await askObject(this.#namespace, this.#name, "https://wanreel.store/", message);
    return (told as { answer?: T }).answer as T;
  }
}

/** The Durable Object behind DurableObjectStore: export it from the Worker and bind its class. */
export class TaskStoreObject {
  /** By this what `wrangler types` writes tells a Durable Object's class; there is nothing at run time. */
  declare readonly __DURABLE_OBJECT_BRAND: never;
  readonly #state: ObjectState;

  constructor(state: ObjectState) {
    this.#state = state;
  }

  async fetch(request: Request): Promise<Response> {
    const message = (await request.json()) as Message;
    // A claim reads and then writes: nothing may come between.
    const answer = await this.#state.blockConcurrencyWhile(() => this.#do(message));
    return Response.json({ answer });
  }

  async alarm(): Promise<void> {
    // What was claimed between the look and the delete must not be deleted.
    await this.#state.blockConcurrencyWhile(() => this.#forget());
  }

  async #forget(): Promise<void> {
    let next = Number.POSITIVE_INFINITY;
    for (const [key, record] of await this.#all()) {
      if (isLive(record)) next = Math.min(next, record.expiresAt);
      else await this.#state.storage.delete(key);
    }
    if (next < Number.POSITIVE_INFINITY) await this.#state.storage.setAlarm?.(next + 60_000);
  }

  async #do({ operation, fingerprint = "", record }: Message): Promise<unknown> {
    const { storage } = this.#state;
    switch (operation) {
      case "get":
        return storage.get(fingerprint);
      case "claim": {
        const there = await storage.get(fingerprint);
        // What cannot be read stands in the way; it is answered, since to throw in here would restart the object.
        if (there !== undefined && (!isRecord(there) || isLive(there))) return there;
        await this.#put(fingerprint, record as TaskRecord);
        return undefined;
      }
      case "set":
        return this.#put(fingerprint, record as TaskRecord);
      case "delete":
        await storage.delete(fingerprint);
        return undefined;
      case "list":
        return (await this.#all()).filter(([, each]) => isLive(each));
    }
  }

  async #put(fingerprint: string, record: TaskRecord): Promise<void> {
    await this.#state.storage.put(fingerprint, record);
    await this.#state.storage.setAlarm?.(record.expiresAt + 60_000);
  }

  /** What is no record is none of ours. */
  async #all(): Promise<[string, TaskRecord][]> {
    const all = Array.from(await this.#state.storage.list());
    return all.filter((each): each is [string, TaskRecord] => isRecord(each[1]));
  }
}
