/** What the request costs and what comes out, before anything is sent. */
import { buildRequest, type Cost, compareProviders, estimateCost, type ModelInfo, type VideoRequest } from "wanreel";
import { h, say, uid } from "../dom.js";
import { choiceName } from "../form/choice-control.js";
import { money, sentence } from "../words.js";

/** "$0.86", or from least to most. */
export function price(cost: Cost): string {
  const { minMicroUsd, maxMicroUsd } = cost.range;
  return cost.exact || minMicroUsd === maxMicroUsd
    ? money(cost.microUsd)
    : `${money(minMicroUsd)} – ${money(maxMicroUsd)}`;
}

export class CostPanel {
  readonly element: HTMLElement;
  readonly #price = h("strong", { class: "sum", id: "price" });
  readonly #how = h("p", { class: "note" });
  readonly #output = h("dd", { id: "output" });
  readonly #mode = h("dd", { id: "mode" });
  readonly #rate = h("dd", {});
  readonly #seconds: HTMLInputElement;
  readonly #input: HTMLElement;
  readonly #table = h("tbody", {});
  readonly #others: HTMLDetailsElement;

  constructor(onchange: () => void) {
    const id = uid("input-seconds");
    this.#seconds = h("input", {
      id,
      type: "number",
      inputmode: "decimal",
      min: 0,
      step: "any",
      placeholder: "?",
      oninput: onchange,
    });
    this.#input = h(
      "div",
      { class: "input-seconds" },
      h("label", { for: id }, "Input video, in seconds"),
      this.#seconds,
      h("span", { class: "note" }, "is billed as well"),
    );
    const head = h(
      "tr",
      {},
      ...["Provider", "Quality", "Per second", "This video"].map((text) => h("th", { scope: "col" }, text)),
    );
    this.#others = h(
      "details",
      { class: "others" },
      h("summary", {}, "Other providers' prices"),
      h("table", {}, h("thead", {}, head), this.#table),
    );
    const fact = (name: string, value: HTMLElement) => h("div", {}, h("dt", {}, name), value);
    this.element = h(
      "div",
      {},
      h("div", { class: "cost" }, h("span", { class: "edge" }, "Costs"), this.#price, this.#how),
      h("dl", {}, fact("Output", this.#output), fact("Mode", this.#mode), fact("Per second", this.#rate)),
      this.#input,
      this.#others,
    );
  }

  get inputSeconds(): number | undefined {
    const seconds = Number(this.#seconds.value);
    return this.#input.hidden || this.#seconds.value === "" || !(seconds >= 0) ? undefined : seconds;
  }

  set inputSeconds(seconds: number | undefined) {
    this.#seconds.value = seconds === undefined ? "" : String(seconds);
  }

  /** Answers the cost, where the request is clear enough to have one. */
  show(request: VideoRequest, model: ModelInfo): Cost | undefined {
    this.#input.hidden = !(model.billsInput && (request as { video_urls?: string[] }).video_urls);
    const cost = costOf(request, this.inputSeconds);
    say(this.#price, cost ? price(cost) : "—");
    say(this.#how, cost ? sumOf(cost) : "once the fields it depends on are right");
    say(this.#rate, cost ? money(cost.microUsdPerSecond) : "—");
    const size = sizeOf(request, model);
    say(this.#output, size ? `${size.width} × ${size.height}` : "as the input");
    say(this.#mode, sentence(choiceName(modeOf(request, model))));
    this.#compare(request);
    return cost;
  }

  #compare(request: VideoRequest): void {
    const rows = offers(request).map(({ provider, quality, microUsdPerSecond, microUsd, approximate, asOf }) => {
      const about = approximate ? "about " : "";
      const cells = [quality, about + money(microUsdPerSecond), about + money(microUsd)];
      return h(
        "tr",
        {},
        h("th", { scope: "row", title: `as listed ${asOf}` }, provider),
        ...cells.map((text) => h("td", {}, text)),
      );
    });
    this.#others.hidden = rows.length === 0;
    this.#table.replaceChildren(...rows);
  }
}

function offers(request: VideoRequest) {
  try {
    return compareProviders(request);
  } catch {
    return [];
  }
}

export function costOf(request: VideoRequest, inputSeconds: number | undefined): Cost | undefined {
  try {
    return estimateCost(request, inputSeconds === undefined ? {} : { inputSeconds });
  } catch {
    return undefined;
  }
}

function sumOf({ exact, outputSeconds, inputSeconds, billedSeconds, failedTaskBilled }: Cost): string {
  const failed = failedTaskBilled ? "" : "; nothing if it fails";
  if (!exact) return `depends on the length of the input${failed}`;
  const parts = inputSeconds > 0 ? `${inputSeconds} s in + ${outputSeconds} s out` : `${billedSeconds} s`;
  return `for ${parts}${failed}`;
}

/** Output pixels, where quality and aspect ratio decide them. */
export function sizeOf(request: VideoRequest, model: ModelInfo): { width: number; height: number } | undefined {
  try {
    return buildRequest(request).output ?? undefined;
  } catch {
    const standard = (name: string) => model.fields.find((field) => field.name === name)?.default;
    const { quality = standard("quality"), aspect_ratio = standard("aspect_ratio") } = request as unknown as Record<
      string,
      unknown
    >;
    return model.pixels.find((one) => one.quality === quality && one.aspectRatio === aspect_ratio);
  }
}

function modeOf(request: VideoRequest, model: ModelInfo): string {
  try {
    return buildRequest(request).mode;
  } catch {
    return (request as { generation_mode?: string }).generation_mode ?? model.mode;
  }
}
