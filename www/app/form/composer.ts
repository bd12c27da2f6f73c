/** The left side: which model, its form, samples to fill it with, what it costs, and the request elsewhere. */
import { type Issue, type ModelInfo, models, type VideoRequest, validate } from "wanreel";
import { byId, h, say } from "../dom.js";
import { CostPanel, price } from "../parts/cost-panel.js";
import { SnippetTabs } from "../parts/snippet-tabs.js";
import { SAMPLES } from "../samples.js";
import { sentence } from "../words.js";
import { segments } from "./choice-control.js";
import { isError, line } from "./frame.js";
import { ModelForm } from "./model-form.js";

/** What the form is for; the older models are there to fall back on. */
const OFFERED = models().filter(({ family }) => family === "wan2.7");

export class Composer {
  readonly #forms = new Map<string, ModelForm>();
  readonly #costPanel = new CostPanel(() => this.#refresh());
  readonly #snippets = new SnippetTabs();
  readonly #picker = segments(
    "model",
    OFFERED.map(({ id, mode }) => ({ value: id, label: sentence(mode), note: id })),
    (id) => this.#choose(id),
  );
  #form: ModelForm | undefined;
  #issues: Issue[] = [];

  constructor(readonly on: { change(): void; submit(): void }) {
    byId("models").append(h("fieldset", { class: "models" }, h("legend", {}, "What to make"), this.#picker.element));
    byId("cost-panel").append(this.#costPanel.element);
    const form = byId<HTMLFormElement>("form");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      on.submit();
    });
    // In a text of several lines Enter alone is a new line.
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      form.requestSubmit();
    });
  }

  /** Shows the first form. */
  open(): void {
    this.#choose(OFFERED[0]?.id ?? "");
  }

  get #shown(): ModelForm {
    if (!this.#form) throw new Error("no model has been chosen");
    return this.#form;
  }

  get model(): ModelInfo {
    return this.#shown.model;
  }

  get request(): VideoRequest {
    return this.#shown.request();
  }

  get inputSeconds(): number | undefined {
    return this.#costPanel.inputSeconds;
  }

  /** Seconds of output; 0: as many as the input has; undefined where the duration needs a correction. */
  get seconds(): number | undefined {
    if (this.#issues.some((issue) => isError(issue) && issue.path[0] === "duration")) return undefined;
    const standard = this.model.fields.find(({ name }) => name === "duration")?.default;
    return this.request.duration ?? Number(standard);
  }

  /** Fills in a request; false where there is no form for it. */
  fill(request: VideoRequest): boolean {
    if (!OFFERED.some(({ id }) => id === request.model)) return false;
    this.#choose(request.model);
    this.#costPanel.inputSeconds = undefined;
    this.#shown.fill(request);
    return true;
  }

  /** Whether the request can be sent; from now on every issue is shown. */
  attempt(): boolean {
    this.#shown.attempt(this.#issues);
    return this.#judge();
  }

  focus(): void {
    byId("form").scrollIntoView();
    this.#shown.focus();
  }

  #choose(id: string): void {
    const model = OFFERED.find((one) => one.id === id);
    if (!model) return;
    this.#form = this.#forms.get(id) ?? new ModelForm(model, () => this.#refresh());
    this.#forms.set(id, this.#form);
    this.#picker.value = id;
    byId("fields").replaceChildren(this.#form.element);
    const samples = SAMPLES.filter(({ request }) => request.model === id);
    byId("samples").replaceChildren(
      ...samples.map(({ name, request }) =>
        h("button", { type: "button", class: "chip", onclick: () => this.fill(request) }, name),
      ),
    );
    this.#refresh();
  }

  /** Everything that depends on what the form holds. */
  #refresh(): void {
    if (!this.#form) return;
    const { request, model } = this;
    this.#issues = validate(request).issues;
    byId("homeless").replaceChildren(...this.#form.show(this.#issues).map(line));
    const cost = this.#costPanel.show(request, model);
    say(byId("submit-price"), cost ? price(cost) : "");
    this.#snippets.show(request);
    if (byId("verdict").classList.contains("wrong")) this.#judge();
    this.on.change();
  }

  /** Says how many things are left to correct. */
  #judge(): boolean {
    const errors = this.#issues.filter(isError).length;
    byId("verdict").classList.toggle("wrong", errors > 0);
    say(byId("verdict"), errors === 0 ? "" : errors === 1 ? "One thing to correct" : `${errors} things to correct`);
    return errors === 0;
  }
}
