/** The stages of a job as the frames of a film strip. */
import { h, say } from "../dom.js";
import { adviceFor } from "../job/advice.js";
import type { JobState } from "../job/job.js";
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
    const wrong = state.phase === "trouble" && !(state.trouble && adviceFor(state.trouble).calm);
    for (const [index, { item, detail }] of this.#frames.entries()) {
      const done = index < stage || (index === stage && state.phase === "done");
      const here = !done && index === stage && state.phase !== "idle";
      const look = done ? "done" : here ? (wrong ? "wrong" : "here") : "ahead";
      item.dataset.look = look;
      if (here) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
      say(detail, done || here ? (details[index] ?? "") : "");
      if (index === 3) item.style.setProperty("--exposed", `${done ? 100 : here ? state.progress : 0}%`);
    }
    this.#bar.value = state.progress;
    // Its place is kept: what stands below is not to move when it comes.
    this.#line.classList.toggle("unseen", state.taskId === undefined);
    say(this.#percent, `${state.progress} %`);
  }
}

/** The stage a job is in, counted from 0. */
function stageOf({ phase, cost, fingerprint, taskId, status }: JobState): number {
  if (phase === "idle") return -1;
  if (phase === "done" || status === "completed") return 4;
  if (status === "processing" || status === "failed" || status === "cancelled") return 3;
  if (taskId !== undefined) return 2;
  return cost !== undefined && fingerprint !== undefined ? 1 : 0;
}

function detailsOf(state: JobState): string[] {
  const { cost, deduplicated, resumed, status, progress, phase, task, taskId, trouble } = state;
  const ended = status === "failed" || status === "cancelled" ? status : "";
  const sent = phase === "sending" ? "on its way" : trouble?.name === "SubmissionUnknownError" ? "unknown" : "";
  return [
    cost ? price(cost) : "",
    taskId ? (resumed ? "picked up" : deduplicated ? "reused" : "sent once") : sent,
    phase === "waiting" && status === "pending" ? "in the queue" : "",
    ended || `${progress} %`,
    task?.results.length ? "video" : "",
  ];
}
