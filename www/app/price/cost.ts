/** What a request costs and what comes out, in words. The sums are the package's. */
import { buildRequest, type Cost, type ModelInfo, type VideoRequest } from "wanreel";
import type { Words } from "../language/language.js";
import { money } from "../ui/numbers.js";

/** "$0.86", or from least to most. */
export function priceText({ exact, microUsd, range }: Cost): string {
  const { minMicroUsd, maxMicroUsd } = range;
  return exact || minMicroUsd === maxMicroUsd ? money(microUsd) : `${money(minMicroUsd)} – ${money(maxMicroUsd)}`;
}

/** "for 4 s in + 4 s out × $0.086; nothing if it fails" */
export function sumText(cost: Cost, words: Words): string {
  const { exact, outputSeconds, inputSeconds, billedSeconds, microUsdPerSecond, failedTaskBilled } = cost;
  const failed = failedTaskBilled ? "" : words.nothingIfFails;
  if (!exact) return `${words.dependsOnInput}${failed}`;
  const length = inputSeconds > 0 ? `(${words.sumIn(inputSeconds, outputSeconds)})` : `${billedSeconds} s`;
  return `${words.sumFor(words.sumTimes(length, money(microUsdPerSecond)))}${failed}`;
}

export interface Size {
  width: number;
  height: number;
}

/** Output pixels, where quality and aspect ratio decide them. */
export function sizeOf(request: VideoRequest, model: ModelInfo): Size | undefined {
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

export function modeOf(request: VideoRequest, model: ModelInfo): string {
  try {
    return buildRequest(request).mode;
  } catch {
    return (request as { generation_mode?: string }).generation_mode ?? model.mode;
  }
}
