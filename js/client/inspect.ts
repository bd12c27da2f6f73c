/** What the files of a request are, before any of them leaves. */
import { check, isError, type Strength } from "../api/request.js";
import { ValidationError } from "../errors/local.js";
import { limited, withSignal } from "../internal/abort.js";
import { probing } from "../internal/probing.js";
import { snapshot } from "../internal/snapshot.js";
import type { MediaError } from "../media/error.js";
import { unreadable } from "../media/unreadable.js";
import type { Issue, MediaFact, MediaFacts } from "../types/results.js";

/** A file, where it stands, and the URL it stands as. */
export interface Place {
  path: (string | number)[];
  file: Blob;
  url: string;
}

/** How a request is looked at. */
export interface Look {
  strength: Strength;
  signal: AbortSignal | undefined;
  /** Longest wait for what looks. */
  ms: number;
}

/**
 * Probes the files of a request and holds the whole of it against what was found; answers that by URL.
 * @throws ValidationError as buildRequest, with each file's own limits
 */
export async function inspect(json: string, places: readonly Place[], look: Look): Promise<MediaFacts> {
  const limit = limited(look.signal, look.ms);
  const files = new Map(places.map(({ file, url }) => [url, file]));
  const probed = new Map<string, Found>();
  try {
    // All at once, and each waited for: a failure that nobody hears would end a Node process.
    await Promise.all([...files].map(async ([url, file]) => probed.set(url, await find(file, limit.signal))));
  } finally {
    limit.end();
  }
  const inputs: Record<string, MediaFact> = {};
  const warnings: Issue[] = [];
  for (const { path, url } of places) {
    const found = probed.get(url);
    if (found) inputs[url] = found.fact;
    if (found?.trouble) warnings.push(unreadable(path, found.trouble));
  }
  look.signal?.throwIfAborted();
  const { issues, omitted } = check(json, look.strength, snapshot(inputs));
  if (issues.some(isError)) throw new ValidationError([...issues, ...warnings], omitted);
  return inputs;
}

interface Found {
  fact: MediaFact;
  trouble?: MediaError;
}

async function find(file: Blob, signal: AbortSignal): Promise<Found> {
  const bytes = file.size;
  // Of an empty file, that is all there is to say.
  if (bytes === 0) return { fact: { bytes } };
  try {
    const loading = probing();
    if (!loading) return { fact: { bytes } };
    const { probe } = await withSignal(loading, signal);
    // A disk far away can take for ever, and cannot be told to stop.
    return { fact: await withSignal(probe(file, { signal }), signal) };
  } catch (error) {
    // A chunk that is not deployed, a Worker that compiles nothing: then the size is checked, and the rest is the API's.
    const { code, format, foreign } = Object(error) as Partial<MediaError>;
    const fact = format === undefined ? { bytes } : { bytes, format };
    return code === "media_unreadable" && !foreign ? { fact, trouble: error as MediaError } : { fact };
  }
}
