/** The stages of a job as the frames of a film strip. */
import type { Task } from "wanreel";
import { h, say } from "../dom.js";
import { adviceFor } from "../job/advice.js";
import { type JobState, troubleOf } from "../job/job.js";
import { price } from "./cost-panel.js";

const STAGES = ["Checked", "Submitted", "Pending", "Processing", "Completed"];

export class JobStages {
  readonly element: HTMLElement;
  readonly #frames: { item: HTMLElement; detail: HTMLElement }[];
  readonly #bar: HTMLProgressElement;
  readonly #percent = h("output", { class: "percent", id: "percent" });
  readonly #line: HTMLElement;

  constructor() {
    this.#frames = STAGES.map((name, index) => {
      const detail = h("span", { class: "detail" });
      const item = h(
        "li",
        { "data-stage": name.toLowerCase() },
        h("span", { class: "code", "aria-hidden": "true" }, `${index + 1}`),
        h("span", { class: "name" }, name),
        detail,
      );
      return { item, detail };
    });
    this.#bar = h("progress", { max: 100, value: 0, id: "progress", "aria-label": "Progress of the generation" });
    this.#line = h("div", { class: "progress" }, this.#bar, this.#percent);
    this.element = h(
      "div",
      {},
      h("ol", { class: "stages", "aria-label": "Stages" }, ...this.#frames.map(({ item }) => item)),
      this.#line,
    );
  }

  show(state: JobState): void {
    const stage = stageOf(state);
    const details = detailsOf(state);
    const { status, progress, task } = state.video;
    const trouble = troubleOf(state);
    const wrong = trouble !== undefined && !adviceFor(trouble).calm;
    for (const [index, { item, detail }] of this.#frames.entries()) {
      const done = index < stage || (index === stage && status === "completed");
      const here = !done && index === stage && status !== "idle";
      const look = done ? "done" : here ? (wrong ? "wrong" : "here") : "ahead";
      item.dataset.look = look;
      if (here) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
      say(detail, done || here ? (details[index] ?? "") : "");
      if (index === 3) item.style.setProperty("--exposed", `${done ? 100 : here ? progress : 0}%`);
    }
    this.#bar.value = progress;
    // Its place is kept: what stands below is not to move when it comes.
    this.#line.classList.toggle("unseen", task === undefined);
    say(this.#percent, `${progress} %`);
  }
}

/** The stage a job is in, counted from 0. */
function stageOf({ video: { status, task }, cost, fingerprint }: JobState): number {
  if (status === "idle") return -1;
  if (task?.status === "completed") return 4;
  if (task?.status === "processing" || (task && endOf(task))) return 3;
  if (task !== undefined) return 2;
  return cost !== undefined && fingerprint !== undefined ? 1 : 0;
}

/** How a task ended that has no video. */
function endOf({ status }: Task): string {
  return status === "failed" || status === "cancelled" ? status : "";
}

function detailsOf({ video, cost, resumed }: JobState): string[] {
  const { status, progress, task, action } = video;
  const sent = status === "submitting" ? "on its way" : action === "reconcile" ? "unknown" : "";
  return [
    cost ? price(cost) : "",
    task ? (resumed ? "picked up" : task.deduplicated ? "reused" : "sent once") : sent,
    status === "waiting" && task?.status === "pending" ? "in the queue" : "",
    (task && endOf(task)) || `${progress} %`,
    task?.results.length ? "video" : "",
  ];
}
