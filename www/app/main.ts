/** The page: the form on one side, the job on the other. */
import { models, type VideoRequest } from "wanreel";
import { readPace } from "../shared/pace.js";
import { type Trouble, toTrouble } from "../shared/trouble.js";
import { byId, h, keepingFocus, say } from "./dom.js";
import { Composer } from "./form/composer.js";
import { keepDraft, recallDraft } from "./form/draft.js";
import { type Advice, type Button, NOT_FETCHED } from "./job/advice.js";
import { Job, type JobState, troubleOf } from "./job/job.js";
import { memory } from "./job/memory.js";
import { sizeOf } from "./parts/cost-panel.js";
import { Facts, RUNNERS } from "./parts/facts.js";
import { JobStages } from "./parts/job-stages.js";
import { Logs } from "./parts/logs.js";
import { Screen } from "./parts/screen.js";
import { simulatorPanel } from "./parts/simulator-panel.js";
import { stoppedCard, troubleCard } from "./parts/trouble-card.js";
import type { RunnerName } from "./runners/runner.js";
import { runnerOf } from "./runners/runner-of.js";
import { shortId } from "./words.js";

/** ?poll=fast looks often, ?poll=hasty gives up early. */
const pace = readPace(new URLSearchParams(location.search).get("poll"));

const screen = new Screen(byId("screen"));
const composer = new Composer({ change: plan, submit });

/** Until there is a job, the screen shows what would come out. */
function plan(): void {
  keepDraft(composer.request);
  if (job.state.video.status !== "idle") return;
  screen.plan(sizeOf(composer.request, composer.model), composer.seconds);
  screen.tick(job.state, Date.now());
}

function submit(): void {
  if (!job.isRunning && composer.attempt()) start();
}

// ── the job ──

const logs = new Logs(byId("logs"), byId("events-count"));
const stages = new JobStages();
const facts = new Facts({ download, stop: () => job.stop(), another: () => start({ dedupe: false }) });
const job = new Job(pace, { changed: show, news: (news) => logs.told(news) });

function runnerName(): RunnerName {
  return document.querySelector<HTMLInputElement>("#runners input:checked")?.value === "edge" ? "edge" : "browser";
}

function start(options: { dedupe?: boolean } = {}): void {
  const { request, inputSeconds } = composer;
  prepare(request);
  logs.begin(Date.now());
  job.start(runnerName(), request, { ...options, ...(inputSeconds !== undefined && { inputSeconds }) });
  reveal();
}

/** `quietly`: at the start of a visit, where a task that is gone is no news. */
function resume(quietly = false): void {
  const record = job.record() ?? memory.recall();
  if (!record) return;
  prepare(record.request);
  job.resume(record, quietly);
}

function prepare(request: VideoRequest): void {
  screen.clear();
  screen.plan(sizeOf(request, composer.model), composer.seconds);
  facts.bill = undefined;
}

/** On a phone the job stands below the form. */
function reveal(): void {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const { top } = byId("bench").getBoundingClientRect();
  if (top > innerHeight * 0.3 || top < -40) byId("bench").scrollIntoView({ behavior: still ? "auto" : "smooth" });
}

let shownTrouble: Trouble | undefined;
let shownStatus: JobState["video"]["status"] = "idle";

function show(state: JobState): void {
  keepingFocus(() => draw(state), heir);
}

/** Who has the focus after what had it is gone: the next thing to do about the job, else all of it. */
function heir(): HTMLElement {
  const first = [...byId("bench").querySelectorAll<HTMLElement>(".actions button")].find(
    (button) => !button.closest("[hidden]"),
  );
  return first ?? byId("bench");
}

function draw(state: JobState): void {
  stages.show(state);
  facts.show(state, Date.now());
  screen.tick(state, Date.now());
  // Not disabled: that would take the focus away from whoever has just pressed it.
  showRunner();
  byId("submit").setAttribute("aria-disabled", String(job.isRunning));
  say(byId("submit-name"), job.isRunning ? "Generating" : "Generate");
  const { status } = state.video;
  const trouble = troubleOf(state);
  document.body.dataset.job = status;
  say(byId("news"), spoken(state));
  if (trouble !== shownTrouble || (status !== shownStatus && status === "stopped")) {
    shownTrouble = trouble;
    byId("trouble").replaceChildren(...cards(state));
    // Once it is drawn: what moves out of view moves nothing, unless it is scrolled in at the same moment.
    requestAnimationFrame(() => setTimeout(() => byId("trouble").scrollIntoView({ block: "nearest" })));
  } else if (status !== shownStatus && !trouble) byId("trouble").replaceChildren();
  const finished = status === "completed" && shownStatus !== "completed";
  shownStatus = status;
  if (finished) finish(state);
  animate();
}

function cards(state: JobState): HTMLElement[] {
  const trouble = troubleOf(state);
  if (trouble) return [cardOf(trouble, state)];
  return state.video.status === "stopped" ? [stoppedCard(act)] : [];
}

function cardOf(trouble: Trouble, { fingerprint, request }: JobState, advice?: Advice): HTMLElement {
  const model = models().find(({ id }) => id === request?.model) ?? composer.model;
  return troubleCard(trouble, act, { fingerprint, model, ...(advice && { advice }) });
}

/** For those who hear the page: each stage once, not each second. */
function spoken({ video: { status, task }, missed }: JobState): string {
  if (status === "submitting") return "Sending the request";
  if (status === "waiting" && missed) return "No answer this time, waiting on";
  if (status === "waiting") return task?.status === "processing" ? "Processing" : "Submitted, pending";
  if (status === "completed") return "Completed: the video is ready";
  if (status === "stopped") return "You stopped waiting. The task goes on.";
  // The card of an error speaks for itself.
  return "";
}

async function finish({ video: { task } }: JobState): Promise<void> {
  if (!task) return;
  screen.play(task.results[0] ?? "");
  const response = await fetch(`/dev/bill/${task.id}`).catch(() => undefined);
  const bill = response?.ok ? await response.json().catch(() => null) : null;
  facts.bill = bill?.microUsd ?? undefined;
  facts.show(job.state, Date.now());
}

async function download(): Promise<void> {
  const { runner, video } = job.state;
  const { task } = video;
  if (!task || facts.isBusy) return;
  facts.busy(true);
  const tell = (...shown: HTMLElement[]) =>
    job.state.video.task === task && keepingFocus(() => byId("trouble").replaceChildren(...shown), heir);
  try {
    const url = URL.createObjectURL(await runnerOf(runner, pace).download(task));
    h("a", { href: url, download: `${shortId(task.id)}.mp4` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    tell();
  } catch (error) {
    tell(cardOf(toTrouble(error), job.state, NOT_FETCHED));
  } finally {
    facts.busy(false);
  }
}

function act(button: Button): void {
  if (button === "resume") resume();
  else if (button === "download") download();
  else if (button === "again") start();
  else if (button === "pay-again") start({ dedupe: false });
  else if (button === "edit") composer.focus();
  else {
    memory.forget();
    location.reload();
  }
}

// ── the clock ──

let picture = 0;

/** While a job runs the leader turns; where motion is unwelcome it steps once in a while. */
function animate(): void {
  cancelAnimationFrame(picture);
  if (!job.isRunning) return;
  picture = requestAnimationFrame(() => {
    const now = Date.now();
    screen.tick(job.state, now);
    facts.tick(job.state, now);
    animate();
  });
}

// ── the start ──

const RUNNER_NOTES: Record<RunnerName, string> = {
  browser: "The page submits and polls; a route of its own origin adds the key",
  edge: "A Worker holds the key, submits and polls; the page reads its stream",
};

function showRunner(): void {
  const { runner } = job.state;
  const switched = job.isRunning && runner !== runnerName();
  say(
    byId("runner-note"),
    switched ? `For the next job; this one goes on ${RUNNERS[runner]}` : RUNNER_NOTES[runnerName()],
  );
}

byId("stages").append(stages.element);
byId("facts").append(facts.element);
byId("runners").addEventListener("change", showRunner);

const before = memory.recall();
const draft = recallDraft();
if (before) {
  const input = document.querySelector<HTMLInputElement>(`#runners input[value="${before.runner}"]`);
  if (input) input.checked = true;
}
showRunner();
composer.open();
stages.show(job.state);
screen.tick(job.state, Date.now());
simulatorPanel((seen) => logs.saw(seen));
if (before && composer.fill(before.request)) {
  logs.begin(before.startedAt);
  resume(true);
}
if (draft) composer.fill(draft);
// Nothing is shown before it stands where it stays.
delete document.body.dataset.opening;
