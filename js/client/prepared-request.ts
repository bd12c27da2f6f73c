/** A request as a client takes it: read once. */
import { buildNow } from "../api/request.js";
import type { StopSignal } from "../internal/abort.js";
import { isFile } from "../internal/is-file.js";
import { part } from "../internal/parts.js";
import { snapshot } from "../internal/snapshot.js";
import { core } from "../internal/wasm.js";
import type { BuiltRequest, MediaFacts } from "../types/results.js";
import type { Look, Place } from "./inspect.js";

/** A request as text, and what to do before it can be posted. */
export interface PreparedRequest {
  json: string;
  /** Where it was built as it was read: what is written as text for nobody need not be read again. */
  built?: BuiltRequest;
  /** What is known of its media: of its files, by the URLs they stand as. */
  inputs?: MediaFacts;
  /** Uploads the files, each once; answers the request, or another made of it, with their URLs. */
  resolve?: (json: string, fingerprint: string, signal: StopSignal) => Promise<string>;
}

/** Puts a file of the request of that fingerprint where the API can fetch it; answers its URL. */
export type Upload = (file: Blob, fingerprint: string, signal: StopSignal) => Promise<string>;

/** Deep enough for `model_params.voice_bindings.image1`. */
const DEPTH = 3;

/**
 * Takes a request as it is now; `asText` where others may be made of it.
 * @throws ValidationError where it, or the files it holds, will not do
 * @throws WanError "not_loaded" where it holds files, and what looks at them cannot be had
 */
export function prepareRequest(
  request: unknown,
  inputs: MediaFacts | undefined,
  asText: boolean,
  look: Look,
  upload: Upload,
): PreparedRequest | Promise<PreparedRequest> {
  if (holdsFile(request, DEPTH)) return prepareWithFiles(request, look, upload);
  if (asText) return { json: snapshot(request) };
  const { strength, language } = look;
  const built = buildNow(request, strength, strength === "off" ? undefined : inputs, language);
  return { json: built.body, built };
}

async function prepareWithFiles(request: unknown, look: Look, upload: Upload): Promise<PreparedRequest> {
  const places: Place[] = [];
  const json = snapshot(swap(request, [], DEPTH, places, roomIn(request, look)));
  const { prepareFiles } = await part(() => import("./request-files.js"), undefined, look.signal);
  return prepareFiles(json, places, look, upload);
}

function holdsFile(value: unknown, depth: number): boolean {
  if (isFile(value)) return true;
  if (depth === 0 || typeof value !== "object" || value === null) return false;
  try {
    return Object.values(value).some((each) => holdsFile(each, depth - 1));
  } catch {
    // What cannot be read is reported by validation.
    return false;
  }
}

/**
 * Whether a file may stand there. Beyond the catalogue, in what is not checked, any field may be one of media. `checkMedia`
 * reads the same from models(), see js/media/request-media.ts.
 */
type Room = (path: Place["path"]) => boolean;

function roomIn(request: unknown, { strength }: Look): Room {
  if (strength === "off") return () => true;
  const model = String(Object(request).model);
  return (path) => core().is_media_place(model, path.join("."));
}

/**
 * A copy with a URL in place of each file; `places` takes down which. Where no file may stand it stays, for validation
 * to refuse it: as a prompt, its URL would be paid for.
 */
function swap(value: unknown, path: Place["path"], depth: number, places: Place[], room: Room): unknown {
  if (isFile(value)) {
    if (!room(path)) return value;
    const known = places.find(({ file }) => file === value);
    const url = known?.url ?? `https://file.invalid/${places.length}`;
    places.push({ path, file: value, url });
    return url;
  }
  if (depth === 0 || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each, index) => swap(each, [...path, index], depth - 1, places, room));
  const fields = Object.entries(value).map(([name, each]) => [
    name,
    swap(each, [...path, name], depth - 1, places, room),
  ]);
  return Object.fromEntries(fields);
}
