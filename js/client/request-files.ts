/**
 * Files in a request, loaded where there are some. While it is checked and fingerprinted, each stands as a URL made of its
 * content's hash: the same file is the same request, under whatever name. They are uploaded only when it is about to be posted.
 */

import { WanError } from "../errors/wan-error.js";
import { inTime, SLOWEST, type StopSignal, withSignal } from "../internal/abort.js";
import { transfer } from "../internal/parts.js";
import { inspect, type Look, type Place } from "./inspect.js";
import type { PreparedRequest, Upload } from "./prepared-request.js";
import type { transferModule } from "./transfer-wasm.js";
import { unreadableFile } from "./unreadable-file.js";

/**
 * Looks at the files of a request first, so that one that will not do is told at once, before it is read to its end for its
 * hash.
 * @param json the request, with a URL in the place of each file
 * @throws ValidationError where it or they will not do
 */
export async function prepareFiles(
  json: string,
  places: readonly Place[],
  look: Look,
  upload: Upload,
): Promise<PreparedRequest> {
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
  const { transferModule } = await transfer(undefined, look.signal);
  const files = new Map<string, Blob>();
  const hashed = new Map<string, string>();
  for (const { file, url } of places) {
    if (hashed.has(url)) continue;
    const digest = await read(file, hash(file, new (transferModule().ContentHash)(), ms));
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

type ContentHash = InstanceType<ReturnType<typeof transferModule>["ContentHash"]>;

/** As much of a file as is held at once. */
const PIECE = 256 << 10;

/**
 * SHA-256, piece by piece, so that no file is held whole. Not crypto.subtle, which takes a file only whole, and is not there
 * in a page on plain http.
 */
async function hash(file: Blob, digest: ContentHash, ms: number): Promise<string> {
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
