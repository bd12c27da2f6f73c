/** A job as the page shows it: what any page shows of one, and what this one knows beside. */
import { type ClientEvent, type Cost, pollDelays, type VideoRequest } from "wanreel";
import { IDLE as IDLE_VIDEO, isRunning, reduce, type VideoEvent, type VideoState } from "wanreel/video";
import type { News, Order } from "../../shared/news.js";
import { PACES, type Pace } from "../../shared/pace.js";
import type { Trouble } from "../../shared/trouble.js";
import type { RunnerName } from "../runners/runner.js";
import { runnerOf } from "../runners/runner-of.js";
import { type JobRecord, memory } from "./memory.js";

export interface JobState {
  video: VideoState;
  runner: RunnerName;
  request?: VideoRequest;
  cost?: Cost;
  fingerprint?: string;
  endedAt?: number;
  /** When the API is asked next. */
  nextAt?: number;
  /** What the pause before that is for, where it is not a poll. */
  pause?: string;
  /** The last look brought no status: how that went. */
  missed?: string;
  resumed: boolean;
}

const IDLE: JobState = { video: IDLE_VIDEO, runner: "browser", resumed: false };

/** What ended it: an error of the client's, as it survives the way from a Worker. */
export function troubleOf({ video }: JobState): Trouble | undefined {
  return video.error;
}

export class Job {
  state: JobState = IDLE;
  #stop = new AbortController();
  #quietly = false;

  constructor(
    readonly pace: Pace,
    readonly listeners: { changed(state: JobState): void; news(news: News): void },
  ) {}

  get isRunning(): boolean {
    return isRunning(this.state.video);
  }

  start(runner: RunnerName, request: VideoRequest, options: Omit<Order, "request"> = {}): Promise<void> {
    this.#begin({ runner, request, resumed: false }, { type: "generate", request, at: Date.now() });
    this.#quietly = false;
    memory.forget();
    return this.#run((tell, signal) => runnerOf(runner, this.pace).order({ request, ...options }, tell, signal));
  }

  /** Waits on for a task of before: after a reload, a stop or a deadline. */
  resume(record: JobRecord, quietly = false): Promise<void> {
    this.#quietly = quietly;
    const { taskId, runner, request, startedAt, cost } = record;
    this.#begin({ runner, request, resumed: true, ...(cost && { cost }) }, { type: "resume", taskId, startedAt });
    return this.#run((tell, signal) => runnerOf(runner, this.pace).resume(taskId, tell, signal));
  }

  /** Stops waiting; the task goes on, since the API knows no way to end one. */
  stop(): void {
    this.#stop.abort();
    this.#change({ type: "stop" });
  }

  /** What it takes to go on with this job later. */
  record(): JobRecord | undefined {
    const { video, runner, request, cost } = this.state;
    const { task, startedAt } = video;
    return task && request && startedAt ? { taskId: task.id, runner, request, startedAt, cost } : undefined;
  }

  #begin(about: Omit<JobState, "video">, begun: VideoEvent): void {
    this.state = { ...about, video: reduce(IDLE_VIDEO, begun) };
  }

  async #run(work: (tell: (news: News) => void, signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#stop.abort();
    const stop = new AbortController();
    this.#stop = stop;
    this.#change();
    await work((news) => {
      if (!stop.signal.aborted) this.#hear(news);
    }, stop.signal);
  }

  #hear(news: News): void {
    const at = Date.now();
    if (news.type === "checked") this.#change(undefined, { cost: news.cost, fingerprint: news.fingerprint });
    else if (news.type === "event") this.#hearEvent(news.event, at);
    else if (news.type === "task") this.#change({ type: "task", task: news.task, at });
    else if (news.type === "done") this.#change({ type: "completed", task: news.task });
    else {
      this.#change({ type: "error", error: news.trouble });
      if (news.trouble.name === "NotFoundError") this.#forget();
    }
    this.listeners.news(news);
  }

  #hearEvent(event: ClientEvent, now: number): void {
    if (event.type === "submitted") {
      const { taskId: id, deduplicated } = event;
      // A task that was there before is looked at right away.
      const [first] = deduplicated ? [] : pollDelays(PACES[this.pace]);
      const task = { id, status: "pending", progress: 0, results: [], deduplicated, raw: null };
      this.#change({ type: "task", task, at: now }, { ...next(first, now), pause: "" });
      const record = this.record();
      if (record) memory.keep(record);
    } else if (event.type === "poll") {
      this.#change(undefined, {
        ...next(event.nextMs ?? undefined, now),
        pause: "",
        missed: event.missed ? event.status : "",
      });
    } else if (event.type === "retry") {
      this.#change(undefined, { ...next(event.delayMs, now), pause: event.reason });
    }
  }

  /** The task is not to be found any more. */
  #forget(): void {
    const { video, runner } = this.state;
    if (!video.task) return;
    runnerOf(runner, this.pace).forget(video.task.id).catch(console.error);
    memory.forget();
    if (!this.#quietly) return;
    this.state = IDLE;
    this.#change();
  }

  #change(event?: VideoEvent, change: Partial<JobState> = {}): void {
    const video = event ? reduce(this.state.video, event) : this.state.video;
    this.state = { ...this.state, ...change, video };
    if (!this.isRunning && video.status !== "idle") this.state.endedAt ??= Date.now();
    this.listeners.changed(this.state);
  }
}

/** A pause of that many milliseconds from now; without one, none. */
function next(ms: number | undefined, now: number): { nextAt: number } {
  return { nextAt: ms === undefined ? 0 : now + ms };
}
