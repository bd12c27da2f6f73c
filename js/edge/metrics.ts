/**
 * What is counted, for Prometheus: prometheus.io/docs/instrumenting/exposition_formats. Counted where every job comes by, in the
 * coordinator's memory; kept once a minute by the sweep, so that it costs a job nothing. A crash loses a minute of counts.
 */
import type { CoordinatorOverview } from "./machine.js";
import type { Rows } from "./rows.js";
import type { Job } from "./types.js";

/** Upper bounds of the buckets, in seconds. */
const BUCKETS = [1, 5, 15, 30, 60, 120, 300, 600, 1_800, 7_200];
const KEY = "metrics";

/** Of a job that gives its place back. */
export interface JobFacts {
  model: string;
  microUsd: number;
  /** Seconds from the queue to the submit, and from there to the end. */
  waited?: number;
  ran?: number;
}

/** The facts of a job, by its timeline. */
export function factsOf({ model, price, timeline }: Job): JobFacts {
  const at = (state: string) => timeline.findLast((reached) => reached.state === state)?.at;
  const between = (from: number | undefined, to: number | undefined) =>
    from === undefined || to === undefined || to < from ? undefined : (to - from) / 1000;
  const [queued, submitting] = [at("queued"), at("submitting")];
  const end = at("archiving") ?? at("done") ?? at("failed");
  const [waited, ran] = [between(queued, submitting), between(submitting, end)];
  return {
    model,
    microUsd: price.spentMicroUsd ?? 0,
    ...(waited === undefined ? {} : { waited }),
    ...(ran === undefined ? {} : { ran }),
  };
}

/** Counts by the line they are shown as. */
export class Metrics {
  readonly #counts: Map<string, number>;
  #changed = false;

  constructor(rows: Rows) {
    this.#counts = new Map(Object.entries(JSON.parse(rows.get(KEY) ?? "{}") as Record<string, number>));
  }

  count(event: { type: string; outcome?: string; why?: string }, facts?: JobFacts): void {
    if (event.type === "enqueue") this.#add("wanreel_jobs_queued_total");
    if (event.type === "pause_deployment") {
      this.#add(`wanreel_pauses_total{reason="${event.why === "rate" ? "rate" : "account"}"}`);
    }
    if (event.type !== "release_slot") return;
    // At the moment when a task is completed its video is still to be archived.
    const outcome = event.outcome === "archiving" ? "completed" : event.outcome;
    this.#add(`wanreel_jobs_total{outcome="${outcome}"}`);
    if (!facts) return;
    if (facts.microUsd > 0) this.#add(`wanreel_spent_micro_usd_total{model="${facts.model}"}`, facts.microUsd);
    this.#observe("wanreel_wait_seconds", facts.waited);
    this.#observe("wanreel_run_seconds", facts.ran);
  }

  counts(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }

  keep(rows: Rows): void {
    if (!this.#changed) return;
    rows.write([{ key: KEY, value: JSON.stringify(this.counts()) }]);
    this.#changed = false;
  }

  #observe(name: string, seconds: number | undefined): void {
    if (seconds === undefined) return;
    for (const bound of BUCKETS) if (seconds <= bound) this.#add(`${name}_bucket{le="${bound}"}`);
    this.#add(`${name}_bucket{le="+Inf"}`);
    this.#add(`${name}_count`);
    this.#add(`${name}_sum`, seconds);
  }

  #add(line: string, amount = 1): void {
    this.#counts.set(line, (this.#counts.get(line) ?? 0) + amount);
    this.#changed = true;
  }
}

/** What is known of each name: its type, and what it is. */
const ABOUT: Record<string, [string, string]> = {
  wanreel_jobs_waiting: ["gauge", "Jobs that wait to start."],
  wanreel_jobs_running: ["gauge", "Jobs that have a place at the API."],
  wanreel_jobs_unresolved: ["gauge", "Jobs whose outcome nobody knows."],
  wanreel_concurrency: ["gauge", "Places at the API."],
  wanreel_paused: ["gauge", "1 while nothing is submitted."],
  wanreel_jobs_queued_total: ["counter", "Jobs that asked for a place, each time they did."],
  wanreel_jobs_total: ["counter", "Jobs that gave their place back, by what came of them."],
  wanreel_pauses_total: ["counter", "Pauses by the account or the rate."],
  wanreel_spent_micro_usd_total: ["counter", "What tasks cost, in millionths of a dollar."],
  wanreel_wait_seconds: ["histogram", "From the queue to the submit."],
  wanreel_run_seconds: ["histogram", "From the submit to the end of the task."],
};

/** All of it as text. */
export function metricsText({
  overview,
  counts,
}: {
  overview: CoordinatorOverview;
  counts: Record<string, number>;
}): string {
  const gauges = {
    wanreel_jobs_waiting: overview.waiting,
    wanreel_jobs_running: overview.running,
    wanreel_jobs_unresolved: overview.review.length,
    wanreel_concurrency: overview.concurrency,
    wanreel_paused: overview.paused === null && overview.held === null ? 0 : 1,
  };
  const lines = Object.entries({ ...gauges, ...counts });
  return Object.entries(ABOUT)
    .map(([name, [type, help]]) => {
      const own = lines.filter(([line]) => {
        const [base = ""] = line.split("{");
        return base === name || (type === "histogram" && base.replace(/_(bucket|count|sum)$/, "") === name);
      });
      const body = own.map(([line, value]) => `${line} ${value}\n`).join("");
      return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${body}`;
    })
    .join("");
}
