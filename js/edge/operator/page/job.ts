/** One job: its timeline, and what an operator can do about it. */
import { ENDS } from "../../states.js";
import type { Job } from "../../types.js";
import { ask, path } from "./ask.js";
import { byId, dollars, h, moment, span } from "./dom.js";
import { badge } from "./lists.js";

const EVERY_MS = 2_000;

/** Shows it until it is closed; `changed` hears that something was done. */
export async function openJob(id: string, changed: () => unknown): Promise<void> {
  const dialog = byId<HTMLDialogElement>("job");
  const facts = h("div");
  const actions = h("div", { class: "actions" });
  const said = h("p", { role: "status", class: "said" });
  let state = "";
  // An ended job may be tried anew, and is looked at again then.
  let over = false;
  async function read(): Promise<void> {
    const job = await ask<Job>(path(`jobs/${id}`));
    facts.replaceChildren(...factsOf(job));
    const now = `${job.run} ${job.state} ${job.notification}`;
    // What somebody types into stays while nothing changes.
    if (now !== state) actions.replaceChildren(...actionsOf(job, act));
    state = now;
    over = ENDS.includes(job.state) && job.notification !== "pending";
  }
  async function act(what: string, body: object): Promise<void> {
    said.textContent = "";
    try {
      await ask(path(`jobs/${id}/${what}`), body);
      said.textContent = "Done.";
      changed();
    } catch (error) {
      said.textContent = `Refused: ${(error as Error).message}`;
    }
    await reading();
  }
  const reading = () =>
    read().catch((error) => {
      said.textContent = (error as Error).message;
    });
  const close = h("button", { type: "button", class: "close", onclick: () => dialog.close() }, "Close");
  const timer = setInterval(() => over || reading(), EVERY_MS);
  dialog.replaceChildren(h("h2", { id: "job-title" }, `Job ${id.slice(0, 8)}`), close, facts, said, actions);
  dialog.addEventListener("close", () => clearInterval(timer), { once: true });
  await reading();
  if (!dialog.open) dialog.showModal();
}

function factsOf(job: Job): Node[] {
  const { task, error, video, paidTwice = [], price } = job;
  const spent = price.spentMicroUsd;
  const rows: [string, (Node | string) | undefined][] = [
    ["State", badge(job.state)],
    ["User", job.user],
    ["Feature", job.feature || undefined],
    ["Model", job.model],
    ["Price", spent === undefined ? `${dollars(price.microUsd)} put aside` : `${dollars(spent)} spent`],
    ["Task", task && `${task.id}: ${task.status}, ${task.progress} %`],
    ["Paid twice", paidTwice.length > 0 ? paidTwice.join(", ") : undefined],
    ["Error", error && `${error.code}: ${error.message}${error.hint ? `. ${error.hint}` : ""}`],
    ["Notification", job.notification],
    ["Job", h("code", {}, job.id)],
  ];
  const shown = rows.filter((row): row is [string, Node | string] => row[1] !== undefined);
  return [
    h("dl", { class: "facts" }, ...shown.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
    h("h3", {}, "Timeline"),
    timelineOf(job),
    ...(video?.url
      ? [h("p", {}, h("a", { href: video.url, target: "_blank", rel: "noopener" }, videoText(video.bytes)))]
      : []),
  ];
}

function videoText(bytes = 0): string {
  return `The video, ${(bytes / 1e6).toFixed(1)} MB`;
}

/** Each state, when, and how long it lasted. */
function timelineOf({ timeline, state }: Job): HTMLElement {
  const over = ENDS.includes(state);
  const items = timeline.map(({ state: name, at }, index) => {
    const until = timeline[index + 1]?.at ?? (over ? undefined : Date.now());
    return h(
      "li",
      {},
      badge(name),
      moment(at),
      until !== undefined && h("span", { class: "lasted" }, span(until - at)),
    );
  });
  return h("ol", { class: "timeline" }, ...items);
}

type Act = (what: string, body: object) => Promise<void>;

/** What is offered by its state; the Worker refuses what may not be. */
function actionsOf({ state, run, notification }: Job, act: Act): Node[] {
  const button = (text: string, what: string, body = {}) =>
    h("button", { type: "button", onclick: () => act(what, body) }, text);
  return [
    ...(state === "queued" || state === "reserving" ? [button("Cancel", "cancel")] : []),
    ...(state === "failed" ? [button("Try anew", "retry", { run })] : []),
    ...(notification === "dead" ? [button("Send the notification again", "renotify")] : []),
    ...(state === "unresolved" ? [reconcileForm(act)] : []),
  ];
}

function reconcileForm(act: Act): HTMLElement {
  const task = h("input", { id: "task", required: true, autocomplete: "off", placeholder: "task-unified-…", size: 36 });
  const sure = h("input", { type: "checkbox", id: "sure" });
  const not = h(
    "button",
    { type: "button", disabled: true, onclick: () => act("reconcile", { outcome: "not_accepted" }) },
    "Not accepted",
  );
  sure.addEventListener("change", () => {
    not.disabled = !sure.checked;
  });
  const submit = (event: Event) => {
    event.preventDefault();
    act("reconcile", { taskId: task.value.trim() });
  };
  return h(
    "form",
    { class: "reconcile", onsubmit: submit },
    h("h3", {}, "Reconcile"),
    h("label", { for: "task" }, "The task it became, by the API's dashboard"),
    h("div", {}, task, h("button", {}, "It is this task")),
    h("div", {}, sure, h("label", { for: "sure" }, "I looked, and there is no task of it"), not),
  );
}
