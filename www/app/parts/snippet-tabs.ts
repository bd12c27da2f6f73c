/** The request as curl, JavaScript and JSON, always as the form stands. */
import type { VideoRequest } from "wanreel";
import { byId, say } from "../dom.js";
import { segments } from "../form/choice-control.js";
import { SNIPPETS, type SnippetName } from "../snippets.js";
import { copy } from "./copy-button.js";

export class SnippetTabs {
  #request: VideoRequest | undefined;
  readonly #tabs = segments(
    "copy as",
    Object.keys(SNIPPETS).map((name) => ({ value: name, label: name })),
    () => this.#draw(),
  );

  constructor() {
    this.#tabs.value = "curl";
    byId("snippet-tabs").append(this.#tabs.element);
    const button = byId("snippet-copy");
    button.addEventListener("click", () => copy(byId("snippet").textContent ?? "", button));
  }

  show(request: VideoRequest): void {
    this.#request = request;
    this.#draw();
  }

  #draw(): void {
    if (this.#request) say(byId("snippet"), SNIPPETS[this.#tabs.value as SnippetName](this.#request));
  }
}
