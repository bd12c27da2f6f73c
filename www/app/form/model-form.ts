/** The form of one model, drawn from what models() says of it. */
import { buildRequest, type FieldInfo, type Issue, type ModelInfo, type VideoRequest } from "wanreel";
import { afterPress, h, say } from "../dom.js";
import { choiceControl } from "./choice-control.js";
import { type Control, join } from "./control.js";
import { inFormWords } from "./form-words.js";
import { isError } from "./frame.js";
import { integerControl } from "./integer-control.js";
import { mediaControl } from "./media-control.js";
import { mediaListControl } from "./media-list-control.js";
import { switchControl } from "./switch-control.js";
import { needs, oneOf, takes } from "./takes.js";
import { textControl } from "./text-control.js";
import { type VoicesControl, voicesControl } from "./voices-control.js";

const MODE_FIELD = "generation_mode";
const SELDOM = ["seed", "prompt_extend", "callback_url"];

interface Part {
  info: FieldInfo;
  control: Control;
  /** Whether the visitor has left it once. */
  touched: boolean;
}

export class ModelForm {
  readonly element: HTMLElement;
  readonly #parts: Part[] = [];
  readonly #more: HTMLDetailsElement;
  /** The submit button was pressed: every issue is shown now. */
  #attempted = false;

  constructor(
    readonly model: ModelInfo,
    readonly onchange: () => void,
  ) {
    const voices = model.fields.some((field) => field.fields?.some(({ type }) => type === "voiceBindings"));
    const rooms = { first: h("div", {}), look: h("div", { class: "look" }), more: h("div", {}) };
    this.#more = h("details", { class: "more" }, h("summary", {}, "Advanced"), rooms.more);
    this.element = h("div", { class: "model-form" }, rooms.first, rooms.look, this.#more);
    for (const part of this.#draw(model.fields, "")) {
      this.#parts.push(part);
      const { info } = part;
      // Voices by position are the older way, where voices can be bound.
      const seldom = SELDOM.includes(info.name) || (voices && info.name === "audio_urls");
      const looks = info.name !== MODE_FIELD && (info.type === "choice" || info.type === "integer");
      (seldom ? rooms.more : looks ? rooms.look : rooms.first).append(part.control.element);
      part.control.element.addEventListener("focusout", () => {
        part.touched = true;
        afterPress(this.onchange);
      });
    }
    this.#part(MODE_FIELD)?.control.set(this.#modes()[0]);
    this.#offer();
    this.#follow();
  }

  /** The request as it stands: what was given, in the model's own order. */
  request(): VideoRequest {
    const request: Record<string, unknown> = { model: this.model.id };
    for (const { control } of this.#parts) {
      const value = control.element.hidden ? undefined : control.value();
      if (value === undefined) continue;
      const [field = "", inner] = control.path.split(".");
      request[field] = inner === undefined ? value : { ...(request[field] as object), [inner]: value };
    }
    return request as unknown as VideoRequest;
  }

  /** Fills in a request; what it does not have goes back to its default. */
  fill(request: VideoRequest): void {
    const values = request as unknown as Record<string, unknown>;
    for (const part of this.#parts) {
      const [field = "", inner] = part.control.path.split(".");
      const value = values[field];
      part.control.set(inner === undefined ? value : (value as Record<string, unknown> | undefined)?.[inner]);
      part.touched = false;
    }
    const mode = this.#part(MODE_FIELD);
    if (mode && values[MODE_FIELD] === undefined) mode.control.set(inferred(request) ?? this.#modes()[0]);
    this.#attempted = false;
    this.#follow();
    this.onchange();
  }

  /** Shows issues at their fields; answers those that belong to none. */
  show(found: Issue[]): Issue[] {
    const issues = found.map((issue) => inFormWords(issue, this.model));
    const homeless = new Set(issues);
    for (const part of this.#parts) {
      const { path, element } = part.control;
      const mine = issues.filter(({ path: at }) => `${join(at)}.`.startsWith(`${path}.`));
      for (const issue of mine) homeless.delete(issue);
      const shown = mine.filter((issue) => this.#isDue(part, issue));
      part.control.show(shown);
      if (shown.some(isError) && this.#more.contains(element)) this.#more.open = true;
    }
    return [...homeless];
  }

  /** From now on every issue is shown; puts the caret at the first that is an error. */
  attempt(issues: Issue[]): void {
    this.#attempted = true;
    this.show(issues);
    if (issues.some(isError)) this.focus(issues);
  }

  /** Puts the caret at the first error, else at the first field. */
  focus(issues: Issue[] = []): void {
    const wrong = this.#parts.filter(({ control }) =>
      issues.some((issue) => isError(issue) && `${join(issue.path)}.`.startsWith(`${control.path}.`)),
    );
    const first = wrong[0] ?? (issues.length === 0 ? this.#parts[0] : undefined);
    first?.control.focus();
  }

  /** What is missing is no mistake yet, and what is being typed is not finished. */
  #isDue({ touched, control }: Part, issue: Issue): boolean {
    if (this.#attempted || touched) return true;
    return issue.code !== "required" && !control.element.contains(document.activeElement);
  }

  #draw(fields: FieldInfo[], prefix: string): Part[] {
    return fields.flatMap((info) => {
      const path = prefix + info.name;
      if (info.type === "object") return this.#draw(info.fields ?? [], `${path}.`);
      const control = this.#control(info, path);
      return control ? [{ info, control, touched: false }] : [];
    });
  }

  #control(info: FieldInfo, path: string): Control | undefined {
    const changed = () => {
      this.#follow();
      this.onchange();
    };
    switch (info.type) {
      case "text":
      case "callbackUrl":
        return textControl(info, path, changed);
      case "choice":
        // The mode decides which inputs there are, so one is always chosen.
        return choiceControl(
          info.name === MODE_FIELD ? { ...info, default: info.values?.[0] ?? "" } : info,
          path,
          changed,
        );
      case "integer":
        return integerControl(info, path, changed);
      case "boolean":
        return switchControl(info, path, changed);
      case "media":
        return mediaControl(info, path, changed);
      case "mediaList":
        return mediaListControl(info, path, changed);
      case "voiceBindings":
        return voicesControl(info, path, changed);
      default:
        return undefined;
    }
  }

  /** Where one of several inputs is enough, none of them is simply optional. */
  #offer(): void {
    if (this.#modes().length > 0) return;
    const choice = oneOf(this.model);
    const kinds = choice.map(({ name, media }) => media?.kind ?? name).join(" or ");
    for (const { info, control } of this.#parts) {
      const optional = control.element.querySelector(".optional");
      if (optional && choice.includes(info)) say(optional, `at least one ${kinds}`);
    }
  }

  /** What depends on other fields: the inputs a generation mode takes, the references there are voices for. */
  #follow(): void {
    const mode = this.#part(MODE_FIELD)?.control.value();
    for (const { info, control } of this.#parts) {
      if (typeof mode === "string") {
        control.element.hidden = !takes(this.model, mode, info);
        control.element.classList.toggle("needed", needs(this.model, mode, info));
      }
      if (info.type === "voiceBindings") (control as VoicesControl).refer(this.#references());
    }
  }

  #references(): string[] {
    return ["image", "video"].flatMap((kind) => {
      const urls = this.#part(`${kind}_urls`)?.control.value();
      return Array.isArray(urls) ? urls.map((_, index) => `${kind}${index + 1}`) : [];
    });
  }

  #part(path: string): Part | undefined {
    return this.#parts.find(({ control }) => control.path === path);
  }

  #modes(): string[] {
    return this.#part(MODE_FIELD)?.info.values ?? [];
  }
}

function inferred(request: VideoRequest): string | undefined {
  try {
    return buildRequest(request).mode;
  } catch {
    return undefined;
  }
}
