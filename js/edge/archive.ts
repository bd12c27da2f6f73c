/**
 * A video from its link into the bucket: in one write where it is small, else in equal parts, each told as soon as it is
 * there, so that a process that dies loses one part of the way. When it is tried again, the job's machine decides.
 */
import { Download } from "../client/download.js";
import type { KeyRing } from "../client/key.js";
import type { Settings } from "../client/settings.js";
import { WanError } from "../errors/wan-error.js";
import { RESULT_MS } from "../generated/lifetimes.js";
import type { Task } from "../types/client.js";
import type { Bucket, MultipartUpload } from "./cloudflare.js";
import { type DownloadMachine, downloadMachine } from "./download-machine.js";
import { digestOf, Hashing, hashOf } from "./hash.js";
import { lengthOf } from "./length.js";
import type { ArchiveEvent, ArchivePlan } from "./machine.js";

/** The least that R2 takes of a part that is not the last. */
export const PART_BYTES = 5 * 1024 * 1024;

/** What it works with. */
export interface ArchiveMeans {
  bucket: Bucket;
  /** Of the client, with a fetch that goes to public hosts alone. */
  settings: Settings;
  keys: KeyRing;
  /** Reads the task anew, for its link. */
  retrieve(taskId: string): Promise<Task>;
  /** Writes down how far it is; what it answers is awaited before anything else is sent. */
  tell(event: ArchiveEvent): Promise<void>;
  /** What the bucket threw, for the log. */
  failed(error: unknown): void;
}

type Outcome = Extract<ArchiveEvent, { type: "archived" | "archive_failed" }>;

/** Performs the plan, as far as it goes; never rejects. */
export async function archive(plan: ArchivePlan, means: ArchiveMeans): Promise<Outcome> {
  const { run, key, upload: begun } = plan;
  const failed = (why: Extract<Outcome, { type: "archive_failed" }>["why"]): Outcome => ({
    type: "archive_failed",
    run,
    why,
  });
  try {
    // Where the end of an earlier attempt was not written down, it is there already.
    if (plan.attempt > 1 && (await means.bucket.head(key))) return await finished(plan, means);
    const upload = begun && means.bucket.resumeMultipartUpload(key, begun.uploadId);
    const way = new Way(plan, means, upload);
    return await way.go();
  } catch (error) {
    if (error instanceof Trouble) {
      if (error.cause !== undefined) means.failed(error.cause);
      return failed(error.why);
    }
    means.failed(error);
    return failed("storage");
  }
}

/** What is in the bucket, read back once. */
async function finished({ run, key }: ArchivePlan, { bucket }: ArchiveMeans): Promise<Outcome> {
  const object = await inBucket(() => bucket.get(key));
  if (!object?.body) throw new Trouble("storage");
  const sha256 = await inBucket(() => hashOf(object.body as ReadableStream<Uint8Array>));
  const seconds = await lengthOf(bucket, key, object.size);
  const mediaType = object.httpMetadata?.contentType;
  return {
    type: "archived",
    run,
    bytes: object.size,
    sha256,
    ...(mediaType === undefined ? {} : { mediaType }),
    ...(seconds === undefined ? {} : { seconds }),
  };
}

function grown(part: Uint8Array<ArrayBuffer>, bytes: number): Uint8Array<ArrayBuffer> {
  if (part.byteLength === bytes) return part;
  const whole = new Uint8Array(bytes);
  whole.set(part);
  return whole;
}

class Trouble extends Error {
  readonly why: Extract<Outcome, { type: "archive_failed" }>["why"];

  constructor(why: Trouble["why"], cause?: unknown) {
    super(why, cause === undefined ? undefined : { cause });
    this.why = why;
  }
}

/** What the bucket throws is its own trouble. */
async function inBucket<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // 10024: R2's number of an upload that is over or was never begun.
    throw new Trouble(/\b10024\b|does not exist/.test(String(error)) ? "no_upload" : "storage", error);
  }
}

/** One way from the link to the bucket. */
class Way {
  readonly #plan: ArchivePlan;
  readonly #means: ArchiveMeans;
  readonly #parts: { partNumber: number; etag: string }[];
  readonly #partBytes: number;
  #upload: MultipartUpload | undefined;
  /** Of the parts: where all of them are sent by this process. */
  #hashing: Hashing | undefined;
  #mediaType: string | undefined;

  constructor(plan: ArchivePlan, means: ArchiveMeans, upload: MultipartUpload | undefined) {
    this.#plan = plan;
    this.#means = means;
    this.#upload = upload;
    this.#parts = (plan.upload?.tags ?? []).map((etag, index) => ({ partNumber: index + 1, etag }));
    this.#partBytes = plan.upload?.partBytes ?? PART_BYTES;
    this.#mediaType = plan.upload?.mediaType ?? undefined;
  }

  async go(): Promise<Outcome> {
    const { key, upload } = this.#plan;
    const kept = this.#parts.length * this.#partBytes;
    if (kept > 0 && kept === upload?.whole) return this.#complete(undefined);
    const { settings, keys, retrieve } = this.#means;
    const machine = downloadMachine(settings, this.#plan, kept);
    const means = { settings, keys, emit: () => {} };
    const download = new Download(this.#task(), means, {}, retrieve, { machine, received: kept });
    try {
      const video = await download.open();
      this.#mediaType ??= video.headers.get("content-type") ?? "video/mp4";
      // Of what was fetched by another process, no hash is known.
      if (this.#upload && kept === 0) this.#hashing = new Hashing();
      const rest = await this.#pump(video, machine);
      if (this.#upload) {
        if (rest.byteLength > 0) await this.#send(rest);
        return await this.#complete(await this.#hashing?.end());
      }
      const contentType = this.#mediaType;
      await inBucket(() => this.#means.bucket.put(key, rest, { httpMetadata: { contentType } }));
      const seconds = await lengthOf(rest);
      return this.#archived(rest.byteLength, await digestOf(rest), seconds);
    } catch (error) {
      if (error instanceof Trouble) throw error;
      throw await this.#lost(error, download.mayStartOver);
    }
  }

  /** Sends whole parts as they fill; answers what is left at the end. */
  async #pump(video: Response, machine: DownloadMachine): Promise<Uint8Array<ArrayBuffer>> {
    const reader = (video.body as ReadableStream<Uint8Array>).getReader();
    // No more than there is to hold: the objects of one isolate share its 128 MB.
    const told = Number(video.headers.get("content-length") ?? this.#partBytes);
    let part = new Uint8Array(Math.min(Math.max(0, told), this.#partBytes));
    let filled = 0;
    try {
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        let chunk = read.value;
        // Longer than it said, as what is sent packed may be.
        if (filled + chunk.byteLength > part.byteLength) part = grown(part, this.#partBytes);
        while (filled + chunk.byteLength > part.byteLength) {
          const room = part.byteLength - filled;
          part.set(chunk.subarray(0, room), filled);
          chunk = chunk.subarray(room);
          filled = 0;
          if (!this.#upload) await this.#begin(video, machine);
          await this.#send(part);
        }
        part.set(chunk, filled);
        filled += chunk.byteLength;
      }
    } catch (error) {
      await reader.cancel(error).catch(() => {});
      throw error;
    }
    return part.subarray(0, filled);
  }

  async #begin(video: Response, machine: DownloadMachine): Promise<void> {
    const { key, run } = this.#plan;
    const contentType = this.#mediaType ?? "video/mp4";
    const upload = await inBucket(() =>
      this.#means.bucket.createMultipartUpload(key, { httpMetadata: { contentType } }),
    );
    const validator = machine.validator();
    const length = video.headers.get("content-length");
    await this.#means.tell({
      type: "upload_begun",
      run,
      uploadId: upload.uploadId,
      partBytes: this.#partBytes,
      mediaType: contentType,
      ...(length === null ? {} : { whole: Number(length) }),
      ...(validator === undefined ? {} : { validator }),
    });
    this.#upload = upload;
    this.#hashing = new Hashing();
  }

  async #send(part: Uint8Array): Promise<void> {
    const number = this.#parts.length + 1;
    await this.#hashing?.add(part);
    const { etag } = await inBucket(() => (this.#upload as MultipartUpload).uploadPart(number, part));
    this.#parts.push({ partNumber: number, etag });
    await this.#means.tell({ type: "part", run: this.#plan.run, number, tag: etag });
  }

  async #complete(sha256: string | undefined): Promise<Outcome> {
    const { bucket } = this.#means;
    const { key } = this.#plan;
    const { size } = await inBucket(() => (this.#upload as MultipartUpload).complete(this.#parts));
    if (sha256 === undefined) return finished(this.#plan, this.#means);
    return this.#archived(size, sha256, await lengthOf(bucket, key, size));
  }

  #archived(bytes: number, sha256: string | undefined, seconds: number | undefined): Outcome {
    return {
      type: "archived",
      run: this.#plan.run,
      bytes,
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(this.#mediaType === undefined ? {} : { mediaType: this.#mediaType }),
      ...(seconds === undefined ? {} : { seconds }),
    };
  }

  /** Why the video did not come. Where its parts fit no other file, the upload is given up. */
  async #lost(error: unknown, again: boolean): Promise<Trouble> {
    const code = error instanceof WanError ? error.code : "";
    if (code === "result_expired") return new Trouble("expired");
    if (code === "not_a_video") return new Trouble("not_video");
    if (again) {
      await this.#upload?.abort().catch(() => {});
      return new Trouble("changed");
    }
    return new Trouble("network");
  }

  #task(): Task {
    const { taskId, url, createdAt, completedAt } = this.#plan;
    return {
      id: taskId,
      status: "completed",
      progress: 100,
      results: [url],
      ...(createdAt === null ? {} : { createdAt: new Date(createdAt) }),
      ...(completedAt === null ? {} : { expiresAt: new Date(completedAt + RESULT_MS) }),
      raw: null,
    };
  }
}
