/** One look at a task: what its status means, the client's own wait decides. */
import type { WanClient } from "../index.js";
import type { ClientEvent, CompletedTask, Task } from "../types/client.js";

/** How the polls of one client end, by task. */
export class Looks {
  readonly #waiting = new Map<string, Set<() => void>>();

  /** Hears the client: where there is to be another poll, the look is over. */
  readonly hear = (event: ClientEvent): void => {
    if (event.type !== "poll" || event.nextMs === null) return;
    for (const stop of this.#waiting.get(event.taskId) ?? []) stop();
  };

  /**
   * A wait that is left after its first poll: undefined where the task still runs, or could not be read just now.
   * @throws as client.wait: where the task failed, is not there, or may not be read
   */
  async look(client: WanClient, taskId: string, signal: AbortSignal | undefined): Promise<Look> {
    const stop = new AbortController();
    const over = () => stop.abort(OVER);
    const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
    const waiting = this.#waiting.get(taskId) ?? new Set();
    this.#waiting.set(taskId, waiting.add(over));
    let seen: Task | undefined;
    const onProgress = (task: Task) => {
      seen = task;
    };
    try {
      return { task: await client.wait(taskId, { signal: either, onProgress }) };
    } catch (error) {
      if (error !== OVER) throw error;
      return { seen };
    } finally {
      waiting.delete(over);
      if (waiting.size === 0) this.#waiting.delete(taskId);
    }
  }
}

/** The task where it completed; else what was seen of it, which is nothing where the poll brought no answer. */
export interface Look {
  task?: CompletedTask;
  seen?: Task | undefined;
}

/** Why a wait is left that was only to look. */
const OVER = Object.freeze(new Error("looked"));
