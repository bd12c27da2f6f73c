/**
 * How long the videos are that a request is billed for, read from their headers. Money alone hangs on it: reading holds up
 * no submit for longer than a moment, and fails none.
 */
import { probing } from "../internal/probing.js";
import type { MediaFact, MediaFacts } from "../types/results.js";

/** How long a submit waits for it. What comes later is reckoned with at the end. */
const MOMENT_MS = 2_000;
const READ_MS = 15_000;
/** More than any model takes. */
const MOST = 10;

/** What was found, by URL, and why the rest was not. */
export interface Lengths {
  inputs: Record<string, MediaFact>;
  error?: unknown;
}

export interface ReadOptions {
  fetch: ((url: string, init?: RequestInit) => Promise<Response>) | undefined;
  signal: AbortSignal | undefined;
}

/** Reads those that `known` does not tell of; never rejects. */
export async function readLengths(
  request: object,
  known: MediaFacts | undefined,
  { fetch, signal }: ReadOptions,
): Promise<Lengths> {
  const { video_urls: urls } = request as { video_urls?: unknown };
  const inputs: Record<string, MediaFact> = {};
  let error: unknown;
  const look = async (url: string) => {
    try {
      const loaded = await probing();
      if (!loaded) throw new TypeError("there is nothing here that reads media");
      const options = { timeoutMs: READ_MS, ...(fetch ? { fetch } : {}), ...(signal ? { signal } : {}) };
      const { seconds } = await loaded.probe(url, options);
      // Its length alone: for what else is wrong with it, nobody asked.
      if (seconds !== undefined) inputs[url] = { seconds };
      else error ??= new TypeError("its header does not tell a length");
    } catch (thrown) {
      error ??= thrown;
    }
  };
  const unknown = (Array.isArray(urls) ? urls.slice(0, MOST) : []).filter(
    (url, index) =>
      typeof url === "string" && known?.[url] === undefined && known?.[`video_urls.${index}`] === undefined,
  );
  await Promise.all([...new Set(unknown)].map(look));
  return error === undefined ? { inputs } : { inputs, error };
}

/** What was read within the moment that a submit waits; nothing where it takes longer. */
export async function inMoment<T>(reading: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, MOMENT_MS);
  });
  const read = await Promise.race([reading.then((value) => ({ value })), enough]);
  clearTimeout(timer);
  return read?.value;
}

/** Why a length is not known, in a few words. */
export function whyUnknown(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
