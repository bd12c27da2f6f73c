/**
 * Files in a request. While it is checked and fingerprinted, each stands as a URL made of its content's hash: the same
 * file is the same request, under whatever name. They are uploaded only when it is about to be posted.
 */

import { WanError } from "../errors/wan-error.js";
import { inTime, SLOWEST, type StopSignal, withSignal } from "../internal/abort.js";
import { isFile } from "../internal/is-file.js";
import { snapshot } from "../internal/snapshot.js";
import { core } from "../internal/wasm.js";
import type { MediaFacts } from "../types/results.js";
import { inspect, type Look, type Place } from "./inspect.js";
import { unreadableFile } from "./unreadable-file.js";

/** A request as text, and what to do before it can be posted. */
export interface PreparedRequest {
  json: string;
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
 * Takes a request as it is now. Its files are looked at first, so that one that will not do is told at once, before it is
 * read to its end for its hash.
 * @throws ValidationError where the request holds files, and it or they will not do
 */
export async function prepareRequest(request: unknown, look: Look, upload: Upload): Promise<PreparedRequest> {
  if (!holdsFile(request, DEPTH)) return { json: snapshot(request) };
  const places: Place[] = [];
  const json = snapshot(swap(request, [], places, roomIn(request, look)));
  const read = <T>(file: Blob, work: Promise<T>) =>
    withSignal(work, look.signal).catch((error: unknown) => {
      look.signal?.throwIfAborted();
      const theirs = places.filter((place) => place.file === file).map(({ path }) => path);
      throw error instanceof WanError ? error : unreadableFile(theirs, error);
    });
  const ms = SLOWEST * look.ms;
  // Before it is called empty: one that was deleted looks so in Chromium, until the whole of it is asked for.
  for (const { file } of places) if (file.size === 0) await read(file, inTime(file.arrayBuffer(), ms));
  const inputs = look.strength === "off" ? {} : await inspect(json, places, look);
  const files = new Map<string, Blob>();
  const hashed = new Map<string, string>();
  for (const { file, url } of places) {
    if (hashed.has(url)) continue;
    const digest = await read(file, hash(file, ms));
    const place = `https://sha256.invalid/${digest}`;
    hashed.set(url, place);
    files.set(place, file);
  }
  const urls = new Map<string, Promise<string>>();
  const resolve = async (given: string, fingerprint: string, signal: StopSignal) => {
    let resolved = given;
    for (const [place, file] of files) {
      const url = urls.get(place) ?? upload(file, fingerprint, signal);
      urls.set(place, url);
      resolved = replace(resolved, place, await url);
    }
    return resolved;
  };
  const known = Object.entries(inputs).map(([url, fact]) => [hashed.get(url), fact]);
  const text = [...hashed].reduce((whole, [url, place]) => replace(whole, url, place), json);
  return { json: text, inputs: Object.fromEntries(known), resolve };
}

/** By a function, since a dollar sign in a replacement text has a meaning. */
function replace(json: string, from: string, to: string): string {
  return json.replaceAll(JSON.stringify(from), () => JSON.stringify(to));
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
function swap(value: unknown, path: Place["path"], places: Place[], room: Room): unknown {
  if (isFile(value)) {
    if (!room(path)) return value;
    const known = places.find(({ file }) => file === value);
    const url = known?.url ?? `https://file.invalid/${places.length}`;
    places.push({ path, file: value, url });
    return url;
  }
  if (path.length === DEPTH || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each, index) => swap(each, [...path, index], places, room));
  const fields = Object.entries(value).map(([name, each]) => [name, swap(each, [...path, name], places, room)]);
  return Object.fromEntries(fields);
}

/** As much of a file as is held at once. */
const PIECE = 256 << 10;

/**
 * SHA-256, piece by piece, so that no file is held whole. Not crypto.subtle, which takes a file only whole, and is not there
 * in a page on plain http.
 */
async function hash(file: Blob, ms: number): Promise<string> {
  const digest = new (core().ContentHash)();
  try {
    for (let at = 0; at < file.size; at += PIECE) {
      const bytes = new Uint8Array(await inTime(file.slice(at, at + PIECE).arrayBuffer(), ms));
      if (bytes.length < Math.min(PIECE, file.size - at)) throw new Error("it ends early");
      digest.update(bytes);
    }
  } catch (error) {
    digest.free();
    throw error;
  }
  return digest.finish();
}
