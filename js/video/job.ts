/** One job at a time, for whoever listens. Knows nothing of React. */
import type { WanClient } from "../index.js";
import { withoutCleared } from "../internal/without-cleared.js";
import type { CompletedTask, GenerateOptions, Unfinished } from "../types/client.js";
import type { Submittable } from "../types/request.js";
import type { Cost } from "../types/results.js";
import { historyOf } from "./history.js";
import { IDLE, isRunning, reduce, type VideoEvent, type VideoState } from "./reduce.js";

/** How a submit is told more. */
export type VideoSubmitOptions = Omit<GenerateOptions, "signal" | "stop" | "onProgress">;

/** Why a wait ends that its owner has left. */
const LEFT = Object.freeze(new Error("left"));

/**
 * A job for a framework's own kind of state: `state()` is frozen in time, another object after each change, which `subscribe`
 * tells of. Who shows it says by `detach()` when it is shown no more, and by `attach()` when it is shown, or shown again.
 */
export class VideoJob {
  #client: WanClient;
  #state = IDLE;
  #stop = new AbortController();
  /** Nobody shows it any more. */
  #isLeft = false;
  /** It was left for want of anybody who shows it. */
  #isPaused = false;
  readonly #listeners = new Set<() => void>();

  constructor(client: WanClient) {
    this.#client = client;
  }

  readonly state = (): VideoState => this.#state;

  /** Answers what ends it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Asks this client from now on. What is under way stays with the one before. Answers the job. */
  use(client: WanClient): this {
    this.#client = client;
    return this;
  }

  /**
   * Submits and waits. Never rejects: what goes wrong is the state's error, and the answer is undefined then. `price` is what it
   * was said to cost. A field that is NaN, as a cleared number field's value is, counts as not given.
   */
  generate(request: Submittable, options: VideoSubmitOptions = {}, price?: Cost): Promise<CompletedTask | undefined> {
    const client = this.#client;
    const asked = withoutCleared(request);
    return this.#run({ type: "generate", request: asked, price, at: Date.now() }, (given) =>
      client.generate(asked, { remember: true, ...options, ...given }),
    );
  }

  /** Waits for a task of before: by its id, or as the client's `resume()` and a history have it. */
  resume(of: string | Unfinished): Promise<CompletedTask | undefined> {
    const client = this.#client;
    const taskId = typeof of === "string" ? of : of.record.taskId;
    const startedAt = typeof of === "string" ? Date.now() : of.record.createdAt;
    return this.#run({ type: "resume", taskId: taskId ?? "", startedAt }, ({ stop, onProgress }) =>
      client.wait(taskId ?? "", { signal: stop, onProgress }),
    );
  }

  /** Stops waiting. The task goes on, and may be billed: the API has no way to end one. */
  stop(): void {
    this.#isPaused = false;
    this.#tell({ type: "stop" });
    this.#stop.abort(LEFT);
  }

  reset(): void {
    this.stop();
    this.#tell({ type: "reset" });
  }

  /** Somebody shows it: what was left for want of that is gone on with. `client`: another is asked from now on. */
  attach(client: WanClient = this.#client): void {
    this.use(client).#isLeft = false;
    const { id } = this.#state.task ?? {};
    if (!this.#isPaused || id === undefined) return;
    this.#isPaused = false;
    this.resume(id);
  }

  /**
   * Nobody shows it any more. Its task is in the store, so the wait ends, unless it is shown again at once, as React's strict
   * mode does. A submit that is under way goes on until its task is known.
   */
  detach(): void {
    this.#isLeft = true;
    Promise.resolve().then(() => {
      if (!this.#isLeft || !isRunning(this.#state)) return;
      if (this.#state.status === "submitting") return;
      this.#pause();
    });
  }

  #pause(): void {
    this.stop();
    this.#isPaused = true;
  }

  async #run(
    begun: VideoEvent,
    work: (given: Required<Pick<GenerateOptions, "stop" | "onProgress">>) => Promise<CompletedTask>,
  ): Promise<CompletedTask | undefined> {
    this.stop();
    const own = new AbortController();
    this.#stop = own;
    this.#tell(begun);
    const history = historyOf(this.#client);
    const tell = (event: VideoEvent) => {
      if (this.#stop === own) this.#tell(event);
    };
    let known = "";
    const onProgress: GenerateOptions["onProgress"] = (task) => {
      tell({ type: "task", task, at: Date.now() });
      if (known === task.id) return;
      known = task.id;
      history.refresh();
      if (this.#isLeft && this.#stop === own) this.#pause();
    };
    try {
      const task = await work({ stop: own.signal, onProgress });
      tell({ type: "completed", task });
      return task;
    } catch (error) {
      if (error !== LEFT) tell({ type: "error", error });
      return undefined;
    } finally {
      history.refresh();
    }
  }

  #tell(event: VideoEvent): void {
    const next = reduce(this.#state, event);
    if (next === this.#state) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }
}
