/** The task in words: its id, how long it takes, what it cost, how long its video lives. */
import { h, say } from "../dom.js";
import type { JobState } from "../job/job.js";
import type { RunnerName } from "../runners/runner.js";
import { clock, money, shortId } from "../words.js";
import { copyButton } from "./copy-button.js";
import { price } from "./cost-panel.js";

/** Where a job runs. */
export const RUNNERS: Record<RunnerName, string> = { browser: "in the browser", edge: "in an edge worker" };

export class Facts {
  readonly element: HTMLElement;
  readonly #id = h("code", { id: "task-id" });
  readonly #elapsed = h("dd", { id: "elapsed" });
  readonly #runner = h("dd", { id: "runs-in" });
  readonly #next = h("dd", { id: "next-poll" });
  readonly #billed = h("dd", { id: "billed" });
  readonly #expires = h("dd", { id: "expires" });
  readonly #review = h(
    "p",
    { class: "review" },
    "Running for over five minutes: marked for review. It is still waited for, and never sent again.",
  );
  readonly #note = h("p", { class: "note", id: "job-note" });
  readonly #rows: Record<"next" | "billed" | "expires", HTMLElement>;
  readonly #download: HTMLButtonElement;
  readonly #stop: HTMLButtonElement;
  readonly #another: HTMLButtonElement;
  #bill: number | undefined;
  #isBusy = false;

  constructor(on: { download(): void; stop(): void; another(): void }) {
    const row = (name: string, value: HTMLElement) => h("div", {}, h("dt", {}, name), value);
    this.#rows = {
      next: row("Next check", this.#next),
      billed: row("Billed", this.#billed),
      expires: row("Link expires in", this.#expires),
    };
    this.#download = h(
      "button",
      { type: "button", class: "primary", id: "download", onclick: on.download },
      "Download",
    );
    this.#stop = h("button", { type: "button", class: "quiet", id: "stop", onclick: on.stop }, "Stop waiting");
    this.#another = h(
      "button",
      { type: "button", class: "quiet", id: "another", onclick: on.another },
      "Pay for another video",
    );
    this.element = h(
      "div",
      { class: "panel facts" },
      h(
        "div",
        { class: "task" },
        h("span", { class: "edge" }, "Task"),
        this.#id,
        copyButton(() => this.#id.textContent ?? "", "Copy the task id"),
      ),
      h(
        "dl",
        {},
        row("Elapsed", this.#elapsed),
        row("Runs", this.#runner),
        this.#rows.next,
        this.#rows.billed,
        this.#rows.expires,
      ),
      this.#review,
      this.#note,
      h("div", { class: "actions" }, this.#download, this.#another, this.#stop),
    );
    this.element.hidden = true;
  }

  /** What the API billed, where it says so. */
  set bill(microUsd: number | undefined) {
    this.#bill = microUsd;
  }

  show(state: JobState, now: number): void {
    const { video, runner, cost } = state;
    const { status, task } = video;
    // Shown as soon as there is a job: it is not to push away what stands below once the API has answered.
    this.element.hidden = task === undefined && status !== "submitting";
    say(this.#id, task === undefined ? "not known yet" : shortId(task.id));
    say(this.#runner, RUNNERS[runner]);
    this.#rows.next.hidden = status !== "waiting";
    this.#rows.billed.hidden = status !== "completed";
    say(this.#billed, this.#bill !== undefined ? money(this.#bill) : cost ? `${price(cost)} (estimated)` : "—");
    this.#rows.expires.hidden = !task?.expiresAt || status !== "completed";
    this.#review.hidden = !task?.needsReview || status !== "waiting";
    say(this.#note, noteOf(state));
    this.#download.hidden = status !== "completed";
    this.#another.hidden = status !== "completed" || !task?.deduplicated;
    this.#stop.hidden = status !== "waiting";
    this.tick(state, now);
  }

  /** What changes with the clock alone. */
  tick({ video, endedAt, nextAt = 0 }: JobState, now: number): void {
    const { startedAt = now, task } = video;
    say(this.#elapsed, clock((endedAt ?? now) - startedAt));
    say(this.#next, nextAt > now ? `in ${Math.ceil((nextAt - now) / 1000)} s` : "now");
    if (task?.expiresAt) say(this.#expires, lifetime(task.expiresAt.getTime() - now));
  }

  /** Whether the video is being fetched. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  busy(isBusy: boolean): void {
    this.#isBusy = isBusy;
    // Not disabled: that would take the focus away from whoever has just pressed it.
    this.#download.setAttribute("aria-disabled", String(isBusy));
    say(this.#download, isBusy ? "Downloading" : "Download");
  }
}

function noteOf({ video: { status, task }, resumed }: JobState): string {
  if (resumed && status === "waiting") return "Picked up where the page left off: the same task, nothing sent again.";
  if (task?.deduplicated)
    return "The same request as before is the same task: nothing was sent, nothing is paid twice.";
  return "";
}

function lifetime(ms: number): string {
  if (ms <= 0) return "expired";
  const minutes = Math.ceil(ms / 60_000);
  const parts = [minutes >= 60 && `${Math.floor(minutes / 60)} h`, minutes % 60 > 0 && `${minutes % 60} min`];
  return parts.filter(Boolean).join(" ");
}
