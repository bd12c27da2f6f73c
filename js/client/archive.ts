/** Keeping a result: links live a day, files as long as their owner likes. Source: guide, section 8. */

import { ConfigError } from "../errors/local.js";
import { fileSystem } from "../internal/node-fs.js";
import type { Archived, Sink } from "../types/client.js";

/** @throws ConfigError where a video cannot be put there */
export function checkSink(sink: unknown): asserts sink is Sink {
  const known = ["getWriter", "createWritable", "bucket", "path"].some((name) => name in Object(sink));
  if (known) return;
  throw new ConfigError(
    `the sink must be a WritableStream, a file handle, { bucket, key } or { path }; it is ${typeof sink}`,
    typeof sink === "string" ? `{ path: ${JSON.stringify(sink)} }, in Node, Deno or Bun` : undefined,
  );
}

/** Streams a video into a sink. */
export async function archive(video: Response, sink: Sink, signal: AbortSignal | undefined): Promise<Archived> {
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

/** R2 wants to know the length of a stream beforehand. */
async function sized(stream: ReadableStream<Uint8Array>, video: Response): Promise<ReadableStream | ArrayBuffer> {
  const { FixedLengthStream } = globalThis as {
    FixedLengthStream?: new (length: number) => TransformStream<Uint8Array, Uint8Array>;
  };
  const length = Number(video.headers.get("content-length") ?? Number.NaN);
  if (FixedLengthStream && length > 0) return stream.pipeThrough(new FixedLengthStream(length));
  return new Response(stream).arrayBuffer();
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
