/** How a job ended without its video: what happened, one piece of advice, and buttons for what can be done. */
import type { ModelInfo } from "wanreel";
import type { Trouble } from "../../shared/trouble.js";
import { h } from "../dom.js";
import { plainly } from "../form/form-words.js";
import { type Advice, adviceFor, BUTTONS, type Button, STOPPED } from "../job/advice.js";
import { shortId } from "../words.js";

type Act = (button: Button) => void;

/** What may cost money is not to look like the way out. */
function looks(name: Button, index: number): string {
  if (name === "pay-again") return "quiet danger";
  return index === 0 && name !== "edit" ? "primary" : "quiet";
}

/** About the request that was sent: its fingerprint, and its model, in whose form's words the trouble is told. */
interface About {
  fingerprint?: string | undefined;
  model: ModelInfo;
  /** Default: by the class of the error. */
  advice?: Advice;
}

export function troubleCard(trouble: Trouble, act: Act, about: About): HTMLElement {
  const { fingerprint, model, advice = adviceFor(trouble) } = about;
  const { status = 0 } = trouble;
  const facts = Object.entries({
    Code: trouble.code,
    // A task that failed was told of with a 200: only a refusal's status says something.
    Status: status < 400 ? undefined : status,
    Task: trouble.taskId && shortId(trouble.taskId),
    "Idempotency key": trouble.idempotencyKey,
    Fingerprint: advice.fingerprint ? fingerprint : undefined,
    "Request id": trouble.requestId,
  }).filter(([, value]) => value !== undefined);
  return h(
    "section",
    { class: "panel trouble", role: "alert", "data-name": trouble.name, "data-calm": String(advice.calm ?? false) },
    h("h2", {}, advice.title),
    h("p", { class: "said" }, h("code", {}, trouble.name), " ", plainly(trouble.message, model)),
    // A hint speaks to programs; where the page knows what its visitor can do, it says that instead.
    h("p", {}, advice.text || plainly(trouble.hint ?? "", model)),
    facts.length > 0 &&
      h(
        "dl",
        {},
        ...facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, h("code", {}, String(value))))),
      ),
    buttonRow(advice, act),
  );
}

/** For whoever stopped waiting: nothing is wrong, and nothing is to sound like it. */
export function stoppedCard(act: Act): HTMLElement {
  return h(
    "section",
    { class: "panel trouble", "data-name": "Stopped", "data-calm": "true" },
    h("h2", {}, STOPPED.title),
    h("p", {}, STOPPED.text),
    buttonRow(STOPPED, act),
  );
}

function buttonRow({ buttons }: Advice, act: Act): HTMLElement {
  const button = (name: Button, index: number) =>
    h(
      "button",
      { type: "button", class: looks(name, index), "data-action": name, onclick: () => act(name) },
      BUTTONS[name],
    );
  return h("div", { class: "actions" }, ...buttons.map(button));
}
