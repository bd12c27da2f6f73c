/**
 * Callbacks: the API documents no signature, so a body proves nothing. The secret in the URL says that the caller knows
 * the URL; the task is then read again, and that answer counts. Source: OpenAPI, callback_url.
 */
import { parseTask } from "../api/task.js";
import { RECORD_MS, RECORD_VERSION } from "../claim/record-handle.js";
import { ConfigError } from "../errors/local.js";
import { WanError } from "../errors/wan-error.js";
import { sameText } from "../internal/same-text.js";
import { GONE, SharedWork } from "../internal/shared-work.js";
import { core } from "../internal/wasm.js";
import type { CallbackOptions, Task, TaskRecord } from "../types/client.js";
import { PREFIX } from "./callback-key.js";
import type { Context } from "./context.js";

/** More than any task body has. */
const MOST_BYTES = 1 << 20;
/** How long `handle` has before another delivery may be handled. */
const HANDLING_MS = 60_000;

/** The callbacks that one client is looking into; which were taken, the store remembers. */
export class Callbacks {
  /** By task. */
  readonly #running = new Map<string, SharedWork<Task | undefined>>();

  /** The task, read again; undefined for one that was delivered before. */
  async receive(
    context: Context,
    request: Request,
    { secret, parameter = "secret", handle }: CallbackOptions,
    retrieve: (taskId: string) => Promise<Task>,
  ): Promise<Task | undefined> {
    if (typeof secret !== "string" || secret.length < 16) {
      throw new ConfigError(
        "secret must be a string of at least 16 characters",
        "make one at random, and put it in callback_url",
      );
    }
    if (handle !== undefined && typeof handle !== "function") {
      throw new ConfigError("handle must be a function that takes the task");
    }
    if (!carries(request.url, parameter, secret)) {
      throw new WanError("the callback does not carry the secret", {
        code: "callback_forbidden",
        hint: "answer it with 403",
      });
    }
    const { id } = parseTask(await body(request));
    if (id === "")
      throw new WanError("the callback names no task", { code: "callback_invalid", hint: "answer it with 400" });
    // Of two at once the second waits: the first may fail to read the task.
    for (let running = this.#running.get(id); running; running = this.#running.get(id)) {
      const gone = (await running.hear(undefined).catch(() => {})) === GONE;
      if (gone && this.#running.get(id) === running) this.#running.delete(id);
    }
    const taking = new SharedWork(take(context, id, handle, retrieve));
    this.#running.set(id, taking);
    try {
      return await taking.own;
    } finally {
      if (this.#running.get(id) === taking) this.#running.delete(id);
    }
  }
}

/** Reads a task, and claims its end: of all that share the store, one gets it. */
async function take(
  context: Context,
  id: string,
  handle: CallbackOptions["handle"],
  retrieve: (taskId: string) => Promise<Task>,
): Promise<Task | undefined> {
  const { store } = context;
  const key = PREFIX + id;
  let there: TaskRecord | undefined;
  // Bookkeeping that fails must not lose a callback: it is delivered then, though perhaps not for the first time.
  await context.persist(async () => {
    there = await store.get(key);
  });
  if (there && there.expiresAt > Date.now()) return undefined;
  const task = await retrieve(id);
  if (!core().is_terminal(task.status)) {
    await handle?.(task);
    return task;
  }
  const now = Date.now();
  const taken: TaskRecord = {
    version: RECORD_VERSION,
    state: "submitted",
    fingerprint: key,
    idempotencyKey: `callback-${crypto.randomUUID()}`,
    taskId: id,
    createdAt: now,
    expiresAt: now + RECORD_MS,
    finishedAt: now,
  };
  await context.persist(async () => {
    there = await store.claim(key, handle ? { ...taken, expiresAt: now + HANDLING_MS } : taken);
  });
  // A store that was slow to answer, and was asked again by itself, finds this very claim.
  if (there && there.expiresAt > now && there.idempotencyKey !== taken.idempotencyKey) return undefined;
  if (!handle) return task;
  try {
    await handle(task);
  } catch (error) {
    await context.persist(() => store.delete(key));
    throw error;
  }
  await context.persist(() => store.set(key, taken));
  return task;
}

async function body(request: Request): Promise<unknown> {
  const reader = request.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      size += part.value.byteLength;
      if (size > MOST_BYTES) {
        // Whatever it is, it is no task, and nobody holds more of it.
        reader?.cancel().catch(() => {});
        return undefined;
      }
      text += decoder.decode(part.value, { stream: true });
    }
    return JSON.parse(text + decoder.decode());
  } catch {
    return undefined;
  }
}

/** Whether a URL's query holds the secret: as it is, percent-encoded, or with a "+" that was read as a space. */
function carries(url: string, parameter: string, secret: string): boolean {
  const query = /\?([^#]*)/.exec(url)?.[1] ?? "";
  const wanted = digestOf(secret);
  let found = false;
  for (const pair of query.split("&").slice(0, 100)) {
    const at = pair.indexOf("=");
    const [name, written] = at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
    if (decoded(name) !== parameter) continue;
    for (const given of new Set([written, decoded(written), decoded(written.replaceAll("+", " "))])) {
      found = sameText(digestOf(given), wanted) || found;
    }
  }
  return found;
}

/** What is no percent-encoding stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replaceAll(/%[0-9a-f]{2}/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
  }
}

/**
 * Digests are compared, so that not even a secret's length is told. Made at once, not by crypto.subtle: of callbacks that come
 * together the first is to be the first that is looked into, not the one whose digest was ready first.
 */
function digestOf(text: string): string {
  return core().fingerprint(JSON.stringify(text));
}
