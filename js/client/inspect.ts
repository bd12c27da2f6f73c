/** What the files of a request are, before any of them leaves. */
import { check, isError, type Strength } from "../api/request.js";
import { ValidationError } from "../errors/local.js";
import { limited, withSignal } from "../internal/abort.js";
import { probing } from "../internal/probing.js";
import { snapshot } from "../internal/snapshot.js";
import type { MediaError } from "../media/error.js";
import { type Found, foundOf, probeAll } from "../media/probe-all.js";
import type { Language, MediaFact, MediaFacts } from "../types/results.js";

/** A file, where it stands, and the URL it stands as. */
export interface Place {
  path: (string | number)[];
  file: Blob;
  url: string;
}

/** How a request is looked at. */
export interface Look {
  strength: Strength;
  language: Language | undefined;
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
  const sources = places.map(({ path, file: source }) => ({ path, source }));
  const { found, warnings } = await probeAll(sources, (file) => find(file, limit.signal)).finally(limit.end);
  const inputs: Record<string, MediaFact> = {};
  for (const [index, { url }] of places.entries()) {
    const fact = found[index]?.fact;
    if (fact) inputs[url] = fact;
  }
  look.signal?.throwIfAborted();
  const { issues, omitted } = check(json, look.strength, snapshot(inputs), look.language);
  if (issues.some(isError)) throw new ValidationError([...issues, ...warnings], omitted);
  return inputs;
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
    const known = { bytes };
    return Object(error).code === "media_unreadable" ? foundOf(error as MediaError, known) : { fact: known };
  }
}
