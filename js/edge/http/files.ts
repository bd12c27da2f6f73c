/** GET /files/{id}: a video out of the bucket, by ranges, to its user or whoever holds a signed link. Source: RFC 9110. */
import { Refused, safeHeaders } from "../../proxy/answer.js";
import type { BucketObject } from "../cloudflare.js";
import type { Deployment } from "../deployment.js";
import { fileKey } from "../names.js";
import { findJob } from "./show.js";
import { visitorOf } from "./visitor.js";

/** The whole of a video never changes: its key is a run's own. */
const KEPT = "private, max-age=3600, immutable";

export async function sendFile(deployment: Deployment, job: string, request: Request, url: URL): Promise<Response> {
  const { bucket, names, now } = deployment;
  const key = url.searchParams.has("signature")
    ? await linkedKey(await names.linkedRun(job, url.searchParams, now()), job)
    : (await findJob(deployment, await visitorOf(deployment, request), job)).video?.key;
  const object = key === undefined ? null : await bucket.head(key);
  if (!object || key === undefined)
    throw new Refused(404, { code: "no_file", message: "there is no video, or not yet" });
  const headers = headersOf(object);
  if (isKnown(request, object)) return new Response(null, { status: 304, headers });
  const range = rangeOf(request, object);
  if (range === "none") {
    headers.set("content-range", `bytes */${object.size}`);
    return new Response(null, { status: 416, headers });
  }
  const { offset, length } = range ?? { offset: 0, length: object.size };
  headers.set("content-length", String(length));
  if (range) headers.set("content-range", `bytes ${offset}-${offset + length - 1}/${object.size}`);
  const status = range ? 206 : 200;
  if (request.method === "HEAD") return new Response(null, { status, headers });
  const got = await bucket.get(key, range ? { range } : {});
  if (!got?.body) throw new Refused(404, { code: "no_file", message: "there is no video any more" });
  return new Response(got.body, { status, headers });
}

async function linkedKey(run: number | undefined, job: string): Promise<string> {
  if (run !== undefined) return fileKey(job, run);
  throw new Refused(403, { code: "link_expired", message: "the link has ended, or is not one of this service" });
}

function headersOf(object: BucketObject): Headers {
  const type = object.httpMetadata?.contentType ?? "";
  return safeHeaders({
    // Never a page: what runs scripts would run them on the site's own origin.
    "content-type": /^video\/[a-z0-9.+-]+$/.test(type) ? type : "video/mp4",
    "content-disposition": 'inline; filename="video.mp4"',
    "accept-ranges": "bytes",
    "cache-control": KEPT,
    etag: object.httpEtag,
    "last-modified": object.uploaded.toUTCString(),
  });
}

/** If-None-Match comes before If-Modified-Since (RFC 9110, section 13.2.2). */
function isKnown(request: Request, { httpEtag, uploaded }: BucketObject): boolean {
  const tags = request.headers.get("if-none-match");
  if (tags !== null)
    return tags.split(",").some((tag) => tag.trim().replace(/^W\//, "") === httpEtag || tag.trim() === "*");
  const since = Date.parse(request.headers.get("if-modified-since") ?? "");
  return Math.floor(uploaded.getTime() / 1000) * 1000 <= since;
}

/** One range of bytes, as players ask for it; nothing where the whole is to be sent, "none" where there is no such range. */
function rangeOf(request: Request, { size, httpEtag, uploaded }: BucketObject) {
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(request.headers.get("range") ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  const condition = request.headers.get("if-range");
  if (condition !== null && condition !== httpEtag && condition !== uploaded.toUTCString()) return undefined;
  const offset = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(size - 1, Number(last));
  if (first !== "" && last !== "" && Number(last) < Number(first)) return undefined;
  if (offset >= size || (first === "" && Number(last) === 0)) return "none" as const;
  return { offset, length: end - offset + 1 };
}
