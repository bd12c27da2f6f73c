/** How long a video is, by its header: what the API bills, as far as it can be seen from outside. */
import { probing } from "../internal/probing.js";
import type { Bucket } from "./cloudflare.js";

const READ_MS = 15_000;

/** Seconds, of bytes at hand or of an object in the bucket; undefined where nothing tells. Money alone hangs on it. */
export async function lengthOf(bytes: Uint8Array): Promise<number | undefined>;
export async function lengthOf(bucket: Bucket, key: string, size: number): Promise<number | undefined>;
export async function lengthOf(from: Uint8Array | Bucket, key = "", size = 0): Promise<number | undefined> {
  try {
    const loaded = await probing();
    if (!loaded) return undefined;
    const options = { timeoutMs: READ_MS };
    const { seconds } =
      from instanceof Uint8Array
        ? await loaded.probe(new Blob([from as Uint8Array<ArrayBuffer>]), options)
        : // No host is asked: its ranges are read from the bucket.
          await loaded.probe("https://example.com/video.mp4", { ...options, fetch: ranges(from, key, size) });
    return seconds;
  } catch {
    return undefined;
  }
}

function ranges(bucket: Bucket, key: string, size: number) {
  return async (_: string, init: RequestInit = {}): Promise<Response> => {
    const [, first = "0", last] = /^bytes=(\d+)-(\d*)$/.exec(new Headers(init.headers).get("range") ?? "") ?? [];
    const offset = Number(first);
    const length = Math.min(size, last ? Number(last) + 1 : size) - offset;
    const object = await bucket.get(key, { range: { offset, length } });
    if (!object?.body) return new Response(null, { status: 404 });
    const headers = {
      "content-range": `bytes ${offset}-${offset + length - 1}/${size}`,
      "content-length": String(length),
    };
    return new Response(object.body, { status: 206, headers });
  };
}
