/** A request checked together with what its media are. */
import type { VideoRequest } from "../types/request.js";
import type { Issue, MediaFact, Validation } from "../types/results.js";
import { loadCore } from "./core.js";
import { MediaError } from "./error.js";
import { isKnown, nameOf, type Place, placesOf, withoutFiles } from "./places.js";
import { probe } from "./probe.js";
import type { CheckMediaOptions, MediaInfo, ProbeOptions } from "./types.js";
import { unreadable } from "./unreadable.js";

/**
 * Probes every medium of a request, then validates it with what was found. What cannot be fetched or read is a warning
 * "media_unreadable": the API may have more luck. What is of another format than the field takes is an error. Files
 * (Blobs) are taken where a URL belongs, as `submit` does.
 *
 * @throws WanError "wasm_blocked" where a page forbids WebAssembly
 * @throws the signal's reason, where it was aborted
 */
export async function checkMedia(request: VideoRequest, options: CheckMediaOptions = {}): Promise<Validation> {
  options.signal?.throwIfAborted();
  const core = await loadCore();
  const given = options.inputs ?? {};
  const all = placesOf(request, core);
  const places = all.filter((place) => !isKnown(place, given));
  const found = await probeAll(places, options);
  const inputs: Record<string, MediaFact | undefined> = { ...given };
  const warnings: Issue[] = [];
  for (const [index, place] of places.entries()) {
    const result = found[index];
    const fact = result instanceof MediaError ? factOf(result) : result;
    if (fact) inputs[nameOf(place)] = fact;
    if (result instanceof MediaError && !result.foreign) warnings.push(unreadable(place.path, result));
  }
  const strict = options.strict === undefined ? {} : { strict: options.strict };
  const validation = core.validate(withoutFiles(request, all), { ...strict, inputs });
  return { ...validation, issues: [...validation.issues, ...warnings] };
}

/** The same file is probed once, wherever it stands. */
function probeAll(places: readonly Place[], options: ProbeOptions): Promise<(MediaInfo | MediaError)[]> {
  const started = new Map<string | Blob, Promise<MediaInfo | MediaError>>();
  return Promise.all(
    places.map(({ source }) => {
      const work = started.get(source) ?? probeOne(source, options);
      started.set(source, work);
      return work;
    }),
  );
}

async function probeOne(source: string | Blob, options: ProbeOptions): Promise<MediaInfo | MediaError> {
  try {
    return await probe(source, options);
  } catch (error) {
    if (error instanceof MediaError) return error;
    throw error;
  }
}

/** A file that cannot be read further may be known by name, which is enough to refuse it. */
function factOf({ format }: MediaError): MediaFact | undefined {
  return format === undefined ? undefined : { format };
}
