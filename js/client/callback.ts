/**
 * Callbacks: the API documents no signature, so a body proves nothing. The secret in the URL says that the caller knows
 * the URL; the task is then read again, and that answer counts. Source: OpenAPI, callback_url.
 */
import { parseTask } from "../api/task.js";
import { ConfigError } from "../errors/local.js";
import { WanError } from "../errors/wan-error.js";
import type { CallbackOptions, Task } from "../types/client.js";

/** More than any task body has. */
const MOST_BYTES = 1 << 20;
/** How many ended tasks are remembered, to drop duplicates. */
const REMEMBERED = 10_000;

/** The tasks one client has taken callbacks of. */
export class Callbacks {
  readonly #ended = new Set<string>();
  /** By task, the callback that is being looked into. */
  readonly #running = new Map<string, Promise<Task>>();

  /** The task, read again; undefined for one that was delivered before. */
  async receive(
    request: Request,
    { secret, parameter = "secret" }: CallbackOptions,
    retrieve: (taskId: string) => Promise<Task>,
  ): Promise<Task | undefined> {
    if (typeof secret !== "string" || secret.length < 16) {
      throw new ConfigError(
        "secret must be a string of at least 16 characters",
        "make one at random, and put it in callback_url",
      );
    }
    const given = new URL(request.url).searchParams.get(parameter) ?? "";
    if (!(await same(given, secret))) {
      throw new WanError("the callback does not carry the secret", {
        code: "callback_forbidden",
        hint: "answer it with 403",
      });
    }
    const { id } = parseTask(await body(request));
    if (id === "")
      throw new WanError("the callback names no task", { code: "callback_invalid", hint: "answer it with 400" });
    // Of two at once the second waits: the first may fail to read the task.
    for (let running = this.#running.get(id); running; running = this.#running.get(id)) await running.catch(() => {});
    if (this.#ended.has(id)) return undefined;
    const reading = retrieve(id);
    this.#running.set(id, reading);
    try {
      const task = await reading;
      if (["completed", "failed", "cancelled"].includes(task.status)) this.#remember(id);
      return task;
    } finally {
      this.#running.delete(id);
    }
  }

  #remember(id: string): void {
    this.#ended.add(id);
    const [oldest] = this.#ended;
    if (this.#ended.size > REMEMBERED && oldest !== undefined) this.#ended.delete(oldest);
  }
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

/** Compares digests: the time it takes tells nothing about where two strings differ. */
async function same(a: string, b: string): Promise<boolean> {
  const digest = async (text: string) =>
    new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  const [left, right] = await Promise.all([digest(a), digest(b)]);
  return left.reduce((difference, byte, index) => difference | (byte ^ (right[index] ?? 0)), 0) === 0;
}
