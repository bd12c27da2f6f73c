/** What tasks cost and how long they took, from the client's events. */
import type { Counter, Histogram, Meter } from "@opentelemetry/api";
import type { ClientEvent } from "../types/client.js";
import { COST, TASK_BUCKETS, TASK_DURATION } from "./names.js";

export class Ledger {
  readonly #cost: Counter;
  readonly #duration: Histogram;
  /** When each task was accepted, on the clock that does not jump. */
  readonly #since = new Map<string, number>();

  constructor(meter: Meter) {
    this.#cost = meter.createCounter(COST, {
      unit: "USD",
      description: "What completed tasks cost; a ceiling where the length of an input is not known.",
    });
    this.#duration = meter.createHistogram(TASK_DURATION, {
      unit: "s",
      description: "From an accepted submit to the end of its task.",
      advice: { explicitBucketBoundaries: TASK_BUCKETS },
    });
  }

  hear(event: ClientEvent): void {
    if (event.type === "submitted" && !event.deduplicated) this.#since.set(event.taskId, performance.now());
    if (event.type === "settled") this.#cost.add(event.microUsd / 1e6, { "wan.cost.ceiling": event.ceiling });
    if (event.type !== "complete") return;
    const since = this.#since.get(event.taskId);
    this.#since.delete(event.taskId);
    if (since === undefined) return;
    this.#duration.record((performance.now() - since) / 1000, { "wan.task.status": event.status });
  }
}
