/** Keeping a result: links live a day, files as long as their owner likes. Source: guide, section 8. */
import { fileSystem } from "../core/node.js";
import { ConfigError } from "../errors/local.js";
import type { Archived, Sink } from "../types/client.js";

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
  if ("getWriter" in sink) await counted.pipeTo(sink, to);
  else if ("createWritable" in sink) await counted.pipeTo(await sink.createWritable(), to);
  else if ("bucket" in sink)
    await sink.bucket.put(sink.key, await sized(counted, video), { httpMetadata: { contentType } });
  else if ("path" in sink) await toFile(counted, sink.path, signal);
  else throw new ConfigError("the sink must be a WritableStream, a file handle, { bucket, key } or { path }");
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

/** Under another name until it is whole. */
async function toFile(
  stream: ReadableStream<Uint8Array>,
  path: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { open, rename, rm } = fileSystem();
  const part = `${path}.part`;
  const file = await open(part, "w");
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
