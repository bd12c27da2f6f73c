/** Keeping a result: links live a day, files as long as their owner likes. Source: guide, section 8. */

import { ConfigError } from "../errors/local.js";
import { WanError } from "../errors/wan-error.js";
import { fileSystem } from "../internal/node-fs.js";
import type { Archived, Sink } from "../types/client.js";
import type { Download } from "./download.js";
import type { KeyRing } from "./key.js";

/** @throws ConfigError where a video cannot be put there */
export function checkSink(sink: unknown): void {
  const known = ["getWriter", "createWritable", "bucket", "path"].some((name) => name in Object(sink));
  if (known) return;
  throw new ConfigError(
    `the sink must be a WritableStream, a file handle, { bucket, key } or { path }; it is ${typeof sink}`,
    typeof sink === "string" ? `{ path: ${JSON.stringify(sink)} }, in Node, Deno or Bun` : undefined,
  );
}

/** Streams a video into a sink; one that can be written anew is, where the video breaks off and cannot go on. */
export async function archive(
  download: Download,
  sink: Sink,
  signal: AbortSignal | undefined,
  keys: KeyRing,
): Promise<Archived> {
  let video = await download.open();
  for (;;) {
    try {
      return await write(video, sink, signal);
    } catch (error) {
      signal?.throwIfAborted();
      // What a sink says of a video that broke off is only that it did.
      const { failure } = download;
      if (failure === undefined) throw unwritten(keys.redactError(error), download.taskId);
      if ("getWriter" in sink) throw failure;
      video = await download.startOver(failure);
    }
  }
}

async function write(video: Response, sink: Sink, signal: AbortSignal | undefined): Promise<Archived> {
  const contentType = video.headers.get("content-type") ?? "video/mp4";
  let bytes = 0;
  const counted = (video.body as ReadableStream<Uint8Array>).pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        controller.enqueue(chunk);
      },
    }),
  );
  const to = { ...(signal ? { signal } : {}) };
  try {
    if ("getWriter" in sink) await counted.pipeTo(sink, to);
    else if ("createWritable" in sink) await counted.pipeTo(await sink.createWritable(), to);
    else if ("bucket" in sink)
      await sink.bucket.put(sink.key, await sized(counted, video), { httpMetadata: { contentType } });
    else await toFile(counted, sink.path, signal);
  } catch (error) {
    // Nobody will read on: its connection is let go.
    await counted.cancel(error).catch(() => {});
    throw error;
  }
  return { bytes, contentType };
}

/** R2 wants to know the length of a stream beforehand; what came encoded has none that is known. */
async function sized(stream: ReadableStream<Uint8Array>, video: Response): Promise<ReadableStream | ArrayBuffer> {
  const { FixedLengthStream } = globalThis as {
    FixedLengthStream?: new (length: number) => TransformStream<Uint8Array, Uint8Array>;
  };
  const length = Number(video.headers.get("content-length") ?? Number.NaN);
  if (FixedLengthStream && length > 0) return stream.pipeThrough(new FixedLengthStream(length));
  return new Response(stream).arrayBuffer();
}

/** The sink's own failure. */
function unwritten(cause: unknown, taskId: string): unknown {
  if (cause instanceof WanError) return cause;
  const words = cause instanceof Error ? cause.message : String(cause);
  return new WanError(`the video could not be written: ${words}`, {
    code: "sink_failed",
    hint: "the video is there until its link expires: archive it again once the sink can be written",
    taskId,
    cause,
  });
}

/** Under another name until it is whole, and one of its own: two may write the same video at once. */
async function toFile(
  stream: ReadableStream<Uint8Array>,
  path: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { open, rename, rm } = fileSystem();
  const part = `${path}.${crypto.randomUUID()}.part`;
  const file = await open(part, "wx");
  try {
    for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) {
      signal?.throwIfAborted();
      await file.writeFile(chunk);
    }
    await file.sync();
  } catch (error) {
    await file.close();
    await rm(part, { force: true });
    throw error;
  }
  await file.close();
  await rename(part, path);
}
