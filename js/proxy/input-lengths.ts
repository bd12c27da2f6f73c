/** How long the videos of a request are, where the service can tell: what is billed for them is reserved as it is. */
import { snapshot } from "../internal/snapshot.js";
import { core } from "../internal/wasm.js";
import { inMoment, type Lengths, readLengths, whyUnknown } from "../limits/read-lengths.js";
import type { VideoRequest } from "../types/request.js";
import type { Cost, MediaFacts } from "../types/results.js";
import { publicFetch } from "./public-fetch.js";
import type { Settings } from "./settings.js";

const ASK_MS = 5_000;

/** What a request costs, as far as that is known. */
export interface Price {
  /** The most it can cost. */
  microUsd: number;
  /** Whether it may cost less. */
  ceiling: boolean;
  /** What it was priced with, as JSON of CostOptions. */
  costOptions: string;
  /** What it costs, where that became known later than a submit waits; undefined where it did not. */
  late?: Promise<number | undefined>;
}

/** Prices it with what is told of its inputs, or with what their headers say. */
export async function priceOf(settings: Settings, request: VideoRequest, body: string, user: string): Promise<Price> {
  const { inputs, budget } = settings.options;
  const told = typeof inputs === "function" ? await ask(settings, inputs, request, user) : undefined;
  const price = priced(settings, body, told);
  // Without a limit on money nothing hangs on it.
  if (!price.ceiling || inputs === false || typeof inputs === "function" || budget === undefined) return price;
  const reading = readLengths(request, undefined, { fetch: publicFetch(settings.wire.fetch, {}), signal: undefined });
  const read = reading.then((found) => {
    tellOf(settings, found);
    return priced(settings, body, found.inputs);
  });
  return (
    (await inMoment(read)) ?? { ...price, late: read.then(({ ceiling, microUsd }) => (ceiling ? undefined : microUsd)) }
  );
}

function priced({ options }: Settings, body: string, inputs: MediaFacts | undefined): Price {
  const costOptions = `{"prices":${snapshot(options.prices)}${inputs === undefined ? "" : `,"inputs":${snapshot(inputs)}`}}`;
  const cost: Cost = core().cost(body, costOptions);
  return { microUsd: cost.range.maxMicroUsd, ceiling: !cost.exact, costOptions };
}

function tellOf({ tell }: Settings, { error }: Lengths): void {
  if (error === undefined) return;
  const words = `the length of an input video could not be read (${whyUnknown(error)}): the most it can cost is counted`;
  tell({ type: "failed", where: "inputs", error: new Error(words, { cause: error }) });
}

type Inputs = Extract<Settings["options"]["inputs"], (...given: never[]) => unknown>;

/** Facts of its media by URL or field; undefined where nothing is told in time. */
async function ask(
  settings: Settings,
  inputs: Inputs,
  request: VideoRequest,
  user: string,
): Promise<MediaFacts | undefined> {
  const videos: unknown = (request as { video_urls?: unknown }).video_urls;
  if (!Array.isArray(videos) || videos.length === 0) return undefined;
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`inputs did not answer in ${ASK_MS / 1000} s`)), ASK_MS);
  });
  try {
    const asked = (async () => inputs(request, user, publicFetch(settings.wire.fetch, { over: stop.signal })))();
    return await Promise.race([asked, late]);
  } catch (error) {
    // Then it is reserved at its ceiling, as without.
    settings.tell({ type: "failed", where: "inputs", error });
    return undefined;
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}
