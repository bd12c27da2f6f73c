/**
 * Files in a request. While it is checked and fingerprinted, each stands as a URL made of its content's hash: the same
 * file is the same request, under whatever name. They are uploaded only when it is about to be posted.
 */
import { snapshot } from "../core/snapshot.js";

/** A request as text, and what to do before it can be posted. */
export interface Taken {
  json: string;
  /** Uploads the files, each once; answers the request, or another made of it, with their URLs. */
  resolve?: (json: string, fingerprint: string) => Promise<string>;
}

/** Puts a file of the request of that fingerprint where the API can fetch it; answers its URL. */
export type Upload = (file: Blob, fingerprint: string) => Promise<string>;

/** Deep enough for `model_params.voice_bindings.image1`. */
const DEPTH = 3;
const PLACE = "https://sha256.invalid/";

/** Takes a request as it is now. */
export async function take(request: unknown, upload: Upload): Promise<Taken> {
  const files = new Map<string, Blob>();
  if (!holdsFile(request, DEPTH)) return { json: snapshot(request) };
  const copy = await swap(request, DEPTH, async (file) => {
    const place = PLACE + (await hash(file));
    files.set(place, file);
    return place;
  });
  const urls = new Map<string, Promise<string>>();
  const resolve = async (json: string, fingerprint: string) => {
    let resolved = json;
    for (const [place, file] of files) {
      const url = urls.get(place) ?? upload(file, fingerprint);
      urls.set(place, url);
      const text = JSON.stringify(await url);
      // By a function, since a dollar sign in a replacement text has a meaning.
      resolved = resolved.replaceAll(JSON.stringify(place), () => text);
    }
    return resolved;
  };
  return { json: snapshot(copy), resolve };
}

function isFile(value: unknown): value is Blob {
  return typeof Blob === "function" && value instanceof Blob;
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

/** A copy with files swapped for places. */
async function swap(value: unknown, depth: number, place: (file: Blob) => Promise<string>): Promise<unknown> {
  if (isFile(value)) return place(value);
  if (depth === 0 || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Promise.all(value.map((each) => swap(each, depth - 1, place)));
  const fields = Object.entries(value).map(async ([name, each]) => [name, await swap(each, depth - 1, place)]);
  return Object.fromEntries(await Promise.all(fields));
}

async function hash(file: Blob): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
