/** Two logs side by side: what the client did, and what the API got. */
import type { ClientEvent } from "wanreel";
import type { News } from "../../shared/news.js";
import { h, say } from "../dom.js";
import { choiceName } from "../form/choice-control.js";
import { shortId } from "../words.js";

/** A request as the simulated API saw it. */
export interface Seen {
  at: number;
  kind: string;
  method: string;
  path: string;
  status: number;
  taskId?: string;
  fault?: string;
  userAgent: string;
}

const MOST_LINES = 300;

export class Logs {
  readonly #client = h("ol", { class: "log", id: "client-log", tabindex: 0, "aria-label": "What the client did" });
  readonly #api = h("ol", { class: "log", id: "api-log", tabindex: 0, "aria-label": "What the API got" });
  #startedAt = 0;

  constructor(
    element: HTMLElement,
    readonly count: HTMLElement,
  ) {
    // Closed, a drawer lays nothing out that could be scrolled.
    element.closest("details")?.addEventListener("toggle", () => {
      for (const list of [this.#client, this.#api]) toEnd(list);
    });
    element.append(
      h("div", {}, h("h2", { class: "edge" }, "What the client did"), this.#client),
      h("div", {}, h("h2", { class: "edge" }, "What the API got"), this.#api),
    );
  }

  begin(startedAt: number): void {
    this.#startedAt = startedAt;
    this.#client.replaceChildren();
    this.#api.replaceChildren();
    say(this.count, "");
  }

  told(news: News): void {
    const text = textOf(news);
    if (text) this.#add(this.#client, Date.now(), news.type === "trouble" ? "wrong" : "", text);
    say(this.count, `${this.#client.children.length}`);
  }

  saw({ at, method, path, status, fault, userAgent }: Seen): void {
    const answer = status === 0 ? "no answer" : String(status);
    const text = `${method} ${path.replace(/task-unified-\d+-/, "…")} ${answer}${fault ? ` (${fault})` : ""}`;
    const item = this.#add(this.#api, at, status === 0 || status >= 400 ? "wrong" : "", text);
    item.append(h("span", { class: "who" }, who(userAgent)));
  }

  #add(list: HTMLElement, at: number, look: string, text: string): HTMLElement {
    const time = `+${(Math.max(0, at - this.#startedAt) / 1000).toFixed(1)} s`;
    const item = h("li", { class: look }, h("time", {}, time), h("span", { class: "text" }, text));
    list.append(item);
    if (list.children.length > MOST_LINES) list.firstElementChild?.remove();
    toEnd(list);
    return item;
  }
}

/** Shows the last entries, the first of them whole: its top at the top. */
function toEnd(list: HTMLElement): void {
  const last = list.lastElementChild as HTMLElement | null;
  if (!last) return;
  const cut = last.offsetTop + last.offsetHeight - list.clientHeight;
  const first = ([...list.children] as HTMLElement[]).find((item) => item.offsetTop >= cut) ?? last;
  list.classList.toggle("long", cut > 0);
  list.scrollTop = cut > 0 ? first.offsetTop : 0;
}

/** Who called: a browser by one word, anything else by its own. */
export function who(userAgent: string): string {
  return userAgent.startsWith("Mozilla/") ? "browser" : userAgent || "unknown";
}

function textOf(news: News): string {
  switch (news.type) {
    case "checked":
      return `checked: ${choiceName(news.mode)}, fingerprint ${news.fingerprint.slice(0, 12)}…`;
    case "event":
      return textOfEvent(news.event);
    case "task":
      return "";
    case "done":
      return news.task.results.length > 0 ? "done: there is a video" : "done";
    case "trouble":
      return `${news.trouble.name}: ${news.trouble.message}`;
  }
}

function textOfEvent(event: ClientEvent): string {
  // A space that does not break: a unit alone on a line belongs to nothing.
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)}\u00a0s`;
  switch (event.type) {
    case "submit":
      return `submit, attempt ${event.attempt}`;
    case "submitted":
      return `submitted: ${shortId(event.taskId)}${event.deduplicated ? ", known already: no request was sent" : ""}`;
    case "poll": {
      const next = event.nextMs === null ? "" : `, next in ${seconds(event.nextMs)}`;
      return `poll ${event.attempt}: ${event.status}${event.progress ? ` ${event.progress}\u00a0%` : ""}${next}`;
    }
    case "retry":
      return `retry in ${seconds(event.delayMs)}: ${event.reason}`;
    case "review":
      return `marked for review after ${seconds(event.elapsedMs)}`;
    case "complete":
      return event.status;
    default:
      return event.type;
  }
}
