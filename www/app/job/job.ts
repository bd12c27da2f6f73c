/** A job as the page shows it: what is known of it, and how each piece of news changes that. */
import { type ClientEvent, type Cost, pollDelays, type Task, type VideoRequest } from "wanreel";
import type { News, Order } from "../../shared/news.js";
import { PACES, type Pace } from "../../shared/pace.js";
import type { Trouble } from "../../shared/trouble.js";
import type { RunnerName } from "../runners/runner.js";
import { runnerOf } from "../runners/runner-of.js";
import { type JobRecord, memory } from "./memory.js";

export type Phase = "idle" | "sending" | "waiting" | "done" | "trouble" | "stopped";

export interface JobState {
  phase: Phase;
  runner: RunnerName;
  request?: VideoRequest;
  inputSeconds?: number;
  cost?: Cost;
  fingerprint?: string;
  taskId?: string;
  status: string;
  progress: number;
  startedAt: number;
  endedAt?: number;
  /** When the API is asked next. */
  nextAt?: number;
  /** What the pause before that is for, where it is not a poll. */
  pause?: string;
  /** The last look brought no status: how that went. */
  missed?: string;
  deduplicated: boolean;
  resumed: boolean;
  needsReview: boolean;
  task?: Task;
  trouble?: Trouble;
}

const IDLE: JobState = {
  phase: "idle",
  runner: "browser",
  status: "",
  progress: 0,
  startedAt: 0,
  deduplicated: false,
  resumed: false,
  needsReview: false,
};

export class Job {
  state: JobState = IDLE;
  #stop = new AbortController();
  #quietly = false;

  constructor(
    readonly pace: Pace,
    readonly listeners: { changed(state: JobState): void; news(news: News): void },
  ) {}

  get isRunning(): boolean {
    return this.state.phase === "sending" || this.state.phase === "waiting";
  }

  start(runner: RunnerName, request: VideoRequest, options: Omit<Order, "request"> = {}): Promise<void> {
    const { inputSeconds } = options;
    this.state = { ...IDLE, runner, phase: "sending", request, startedAt: Date.now() };
    if (inputSeconds !== undefined) this.state.inputSeconds = inputSeconds;
    this.#quietly = false;
    memory.forget();
    return this.#run((tell, signal) => runnerOf(runner, this.pace).order({ request, ...options }, tell, signal));
  }

  /** Waits on for a task of before: after a reload, a stop or a deadline. */
  resume(record: JobRecord, quietly = false): Promise<void> {
    this.#quietly = quietly;
    const { taskId, runner, request, startedAt, cost } = record;
    this.state = { ...IDLE, runner, phase: "waiting", request, startedAt, taskId, status: "pending", resumed: true };
    if (cost) this.state.cost = cost;
    return this.#run((tell, signal) => runnerOf(runner, this.pace).resume(taskId, tell, signal));
  }

  /** Stops waiting; the task goes on, since the API knows no way to end one. */
  stop(): void {
    this.#stop.abort();
    this.#change({ phase: "stopped" });
  }

  /** What it takes to go on with this job later. */
  record(): JobRecord | undefined {
    const { taskId, runner, request, startedAt, cost } = this.state;
    return taskId && request ? { taskId, runner, request, startedAt, cost } : undefined;
  }

  async #run(work: (tell: (news: News) => void, signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#stop.abort();
    const stop = new AbortController();
    this.#stop = stop;
    this.#change({});
    await work((news) => {
      if (!stop.signal.aborted) this.#hear(news);
    }, stop.signal);
  }

  #hear(news: News): void {
    if (news.type === "checked") this.#change({ cost: news.cost, fingerprint: news.fingerprint });
    else if (news.type === "event") this.#change(this.#afterEvent(news.event));
    else if (news.type === "task") this.#change(this.#afterTask(news.task));
    else if (news.type === "done") {
      this.#change({ ...this.#afterTask(news.task), phase: "done", status: "completed", progress: 100 });
    } else {
      const { taskId = this.state.taskId, name } = news.trouble;
      this.#change({ phase: "trouble", trouble: news.trouble, ...(taskId && { taskId }) });
      if (name === "NotFoundError" && taskId) {
        runnerOf(this.state.runner, this.pace).forget(taskId).catch(console.error);
        memory.forget();
        if (this.#quietly) this.#change(IDLE);
      }
    }
    if (news.type === "event" && news.event.type === "submitted") {
      const record = this.record();
      if (record) memory.keep(record);
    }
    this.listeners.news(news);
  }

  #afterEvent(event: ClientEvent): Partial<JobState> {
    const now = Date.now();
    if (event.type === "submitted") {
      const { taskId, deduplicated } = event;
      // A task that was there before is looked at right away.
      const [first] = deduplicated ? [] : pollDelays(PACES[this.pace]);
      return { phase: "waiting", taskId, deduplicated, status: "pending", ...next(first, now), pause: "" };
    }
    if (event.type === "poll") {
      const known = ["pending", "processing", "completed", "failed", "cancelled"].includes(event.status);
      return { ...next(event.nextMs ?? undefined, now), pause: "", missed: known ? "" : event.status };
    }
    if (event.type === "retry") return { ...next(event.delayMs, now), pause: event.reason };
    if (event.type === "review") return { needsReview: true };
    return {};
  }

  #afterTask(task: Task): Partial<JobState> {
    const progress = Math.max(this.state.progress, task.progress);
    return { task, status: task.status, progress, taskId: task.id };
  }

  #change(change: Partial<JobState>): void {
    this.state = { ...this.state, ...change };
    if (!this.isRunning && this.state.phase !== "idle") this.state.endedAt ??= Date.now();
    this.listeners.changed(this.state);
  }
}

/** A pause of that many milliseconds from now; without one, none. */
function next(ms: number | undefined, now: number): { nextAt: number } {
  return { nextAt: ms === undefined ? 0 : now + ms };
}
