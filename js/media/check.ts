/** A request checked together with what its media are. */
import type { Submittable, VideoRequest } from "../types/request.js";
import type { MediaFact, Validation } from "../types/results.js";
import { loadCore } from "./core.js";
import { MediaError } from "./error.js";
import { probe } from "./probe.js";
import { type Found, foundOf, probeAll } from "./probe-all.js";
import { isKnown, mediaOf, nameOf, withoutFiles } from "./request-media.js";
import type { CheckMediaOptions, ProbeOptions } from "./types.js";

/**
 * Probes every medium of a request, then validates it with what was found. What cannot be fetched or read is a warning
 * "media_unreadable": the API may have more luck. What is of another format than the field takes is an error. Files
 * (Blobs) are taken where a URL belongs, as `submit` does.
 *
 * @throws WanError "wasm_blocked" where a page forbids WebAssembly
 * @throws the signal's reason, where it was aborted
 */
export async function checkMedia(request: Submittable, options: CheckMediaOptions = {}): Promise<Validation> {
  return (await inspectMedia(request, options)).validation;
}

/** What there is to say of a request with media. */
export interface Inspected {
  validation: Validation;
  /** What is known of its media, by URL or field. */
  inputs: Record<string, MediaFact | undefined>;
  /** The request with an address in place of each file. */
  plain: VideoRequest;
}

/** The same with what was found: it decides a price too. */
export async function inspectMedia(request: Submittable, options: CheckMediaOptions): Promise<Inspected> {
  options.signal?.throwIfAborted();
  const core = await loadCore();
  const given = options.inputs ?? {};
  const all = mediaOf(request, core);
  const places = all.filter((place) => !isKnown(place, given));
  const { found, warnings } = await probeAll(places, (source) => look(source, options));
  const inputs: Record<string, MediaFact | undefined> = { ...given };
  for (const [index, place] of places.entries()) {
    const fact = found[index]?.fact;
    if (fact) inputs[nameOf(place)] = fact;
  }
  const strict = options.strict === undefined ? {} : { strict: options.strict };
  const plain = withoutFiles(request, all);
  const validation = core.validate(plain, { ...strict, inputs });
  return { validation: { ...validation, issues: [...validation.issues, ...warnings] }, inputs, plain };
}

async function look(source: string | Blob, options: ProbeOptions): Promise<Found> {
  try {
    return { fact: await probe(source, options) };
  } catch (error) {
    if (error instanceof MediaError) return foundOf(error);
    throw error;
  }
}
