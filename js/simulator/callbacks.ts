/** Sends callbacks when they are due. Which ones and when, the machine says. */
import { timerMs } from "../internal/timer.js";
import type { SimulatorOptions } from "./types.js";
import type { Machine } from "./wasm.js";

interface Due {
  taskId: string;
  url: string;
  body: string;
  attempt: number;
}

/** What waits for an answer no longer than this is given up. Source: OpenAPI, callback_url. */
const TIMEOUT_MS = 10_000;

export class Callbacks {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #underWay = new Set<Promise<void>>();
  /** Answers from before a reset are not the new machine's. */
  #epoch = 0;
  readonly #machine: Machine;
  readonly #options: SimulatorOptions;
  readonly #now: () => number;

  constructor(machine: Machine, options: SimulatorOptions, now: () => number) {
    this.#machine = machine;
    this.#options = options;
    this.#now = now;
  }

  /** Sends what is due, and looks again when more will be. */
  pump(): void {
    const { callbackFetch, clock } = this.#options;
    if (!callbackFetch) return;
    for (const due of JSON.parse(this.#machine.tick(this.#now())) as Due[]) {
      const attempt = this.#send(due, callbackFetch).finally(() => this.#underWay.delete(attempt));
      this.#underWay.add(attempt);
    }
    clearTimeout(this.#timer);
    const next = this.#machine.next_tick_ms();
    // A clock of the caller's own moves when the caller says; a timer would only guess.
    if (clock || Number.isNaN(next)) return;
    this.#timer = setTimeout(() => this.pump(), timerMs(Math.max(0, next - this.#now())));
  }

  /** Sends what is due and waits for the answers. */
  async settle(): Promise<void> {
    this.pump();
    await Promise.all(this.#underWay);
  }

  reset(): void {
    this.#epoch += 1;
    clearTimeout(this.#timer);
  }

  async #send(
    { taskId, url, body, attempt }: Due,
    post: NonNullable<SimulatorOptions["callbackFetch"]>,
  ): Promise<void> {
    const epoch = this.#epoch;
    const status = await answer(post, url, body);
    if (epoch !== this.#epoch) return;
    this.#machine.callback_answered(taskId, status ?? 0, this.#now());
    this.#options.onCallback?.({ taskId, url, attempt, status });
    this.pump();
  }
}

/** The status of the answer, or null where there is none in time. */
async function answer(
  post: NonNullable<SimulatorOptions["callbackFetch"]>,
  url: string,
  body: string,
): Promise<number | null> {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      controller.abort(new DOMException("The callback took longer than 10 seconds", "TimeoutError"));
      resolve(null);
    }, TIMEOUT_MS);
  });
  const headers = { "content-type": "application/json", "user-agent": "wanreel-simulator" };
  // Called bare: as a method of the options it would throw "Illegal invocation" in Workers.
  const sent = (async () => {
    const response = await post(url, { method: "POST", headers, body, signal: controller.signal, redirect: "manual" });
    if (response instanceof Response) await response.body?.cancel();
    return response.status;
  })().catch(() => null);
  try {
    return await Promise.race([sent, late]);
  } finally {
    clearTimeout(timer);
  }
}
