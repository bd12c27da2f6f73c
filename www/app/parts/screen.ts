/** The picture: a leader that counts down to the next look at the task, then the video. */

import { h, say, swap } from "../dom.js";
import { type Advice, adviceFor } from "../job/advice.js";
import { type JobState, troubleOf } from "../job/job.js";

export class Screen {
  readonly #frame: HTMLElement;
  readonly #number = h("span", { class: "number" });
  readonly #caption = h("span", { class: "caption" });
  readonly #corner = h("span", { class: "corner" });
  readonly #leader: HTMLElement;
  readonly #video: HTMLVideoElement;
  #source = "";
  #seconds: number | undefined;

  constructor(readonly element: HTMLElement) {
    const ring = h("span", { class: "ring" }, h("span", { class: "sweep" }));
    this.#leader = h(
      "div",
      { class: "leader", "aria-hidden": "true" },
      ring,
      this.#number,
      this.#caption,
      this.#corner,
    );
    this.#video = h("video", {
      controls: true,
      loop: true,
      muted: true,
      playsinline: true,
      "aria-label": "The generated video",
    });
    this.#video.muted = true;
    this.#video.hidden = true;
    this.#frame = h("div", { class: "frame" }, this.#leader, this.#video);
    element.append(this.#frame);
  }

  /** What will come out, as far as it is known: pixels, and seconds (0: as many as the input has; undefined: not known). */
  plan(size: { width: number; height: number } | undefined, seconds: number | undefined): void {
    this.#size(size);
    this.#seconds = seconds;
    say(this.#corner, size ? `${size.width} × ${size.height}` : "Sized by the input");
  }

  /**
   * The frame takes the shape of what comes out; where that is not known it keeps the shape it has, with the video inside,
   * since everything below would move when the video arrives.
   */
  #size(size: { width: number; height: number } | undefined): void {
    const { width, height } = size ?? { width: 16, height: 9 };
    this.#frame.style.setProperty("--ratio", `${width} / ${height}`);
    this.#frame.style.setProperty("--shape", String(width / height));
  }

  get isPlaying(): boolean {
    return this.#source !== "";
  }

  play(source: string): void {
    this.#drop();
    this.#source = source;
    this.#video.src = source;
    this.#video.hidden = false;
    this.#leader.hidden = true;
    // A browser may refuse to start it by itself; there are controls.
    this.#video.play().catch(() => {});
  }

  clear(): void {
    this.#drop();
    this.#video.removeAttribute("src");
    this.#video.load();
    this.#video.hidden = true;
    this.#leader.hidden = false;
  }

  #drop(): void {
    this.#source = "";
  }

  /** Draws the leader; called for every picture while a job runs. */
  tick(state: JobState, now: number): void {
    const { status } = state.video;
    this.element.dataset.job = status;
    this.element.dataset.calm = String(adviceOf(state)?.calm ?? false);
    const left = (state.nextAt ?? 0) - now;
    const counting = status === "waiting" || (status === "submitting" && left > 0);
    // A turn a second, as on a film leader; the last one ends with the look itself.
    const turn = counting && left > 0 ? 1 - (left % 1000) / 1000 : 0;
    this.#leader.style.setProperty("--turn", turn.toFixed(3));
    const idle = status === "idle";
    swap(this.#number, idle ? lengthOf(this.#seconds) : numberOf(state, left));
    swap(this.#caption, idle ? unitOf(this.#seconds) : captionOf(state, left));
  }
}

function numberOf(state: JobState, left: number): string {
  const { status } = state.video;
  if (status === "submitting" && left <= 0) return "…";
  if (status === "submitting" || status === "waiting") return left > 0 ? String(Math.ceil(left / 1000)) : "•";
  return { error: adviceOf(state)?.calm ? "‖" : "!", stopped: "‖", completed: "", idle: "" }[status];
}

function lengthOf(seconds: number | undefined): string {
  return seconds === undefined ? "?" : seconds === 0 ? "" : String(seconds);
}

function unitOf(seconds: number | undefined): string {
  return seconds === 0 ? "As long as the input" : seconds === 1 ? "Second of video" : "Seconds of video";
}

function captionOf(state: JobState, left: number): string {
  const { video, missed, pause } = state;
  const { status } = video;
  if (status === "submitting") return left > 0 ? `Sent again soon: ${pause}` : "Sending";
  if (status === "waiting") {
    if (missed) return left > 0 ? `No answer (${missed}). Seconds until the next check` : "Checking again";
    return left > 0 ? "Seconds until the next check" : "Checking";
  }
  const failed = adviceOf(state)?.caption ?? "Failed";
  return { error: failed, stopped: "Not waiting any more", completed: "Loading the video", idle: "" }[status];
}

function adviceOf(state: JobState): Advice | undefined {
  const trouble = troubleOf(state);
  return trouble && adviceFor(trouble);
}
