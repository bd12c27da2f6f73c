/** A body as the machine takes it: decompressed, and a form taken apart by the platform. */
import { joined } from "../internal/joined.js";
import type { Form, Sent } from "./exchange.js";
import { bodyLimit } from "./wasm.js";

const CODINGS: Record<string, CompressionFormat> = { gzip: "gzip", "x-gzip": "gzip", deflate: "deflate" };

/** The same request with its body unpacked. What cannot be unpacked stays as it is: the machine refuses it. */
export async function unpack(sent: Sent): Promise<Sent> {
  return formOf(await decompressed(sent));
}

async function decompressed(sent: Sent): Promise<Sent> {
  const { "content-encoding": coding = "", ...headers } = sent.headers;
  const format = CODINGS[coding.trim().toLowerCase()];
  if (format === undefined || sent.unread || typeof DecompressionStream === "undefined") return sent;
  const limit = bodyLimit(sent.method, sent.path);
  try {
    const stream = new Blob([sent.body as BlobPart]).stream().pipeThrough(new DecompressionStream(format));
    const body = await readAtMost(stream, limit);
    return body ? { ...sent, headers, body } : { ...sent, headers, body: new Uint8Array(), unread: true };
  } catch {
    return sent;
  }
}

/** All bytes, or undefined where there are more than that. */
export async function readAtMost(chunks: AsyncIterable<unknown>, limit: number): Promise<Uint8Array | undefined> {
  const read: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += (chunk as Uint8Array).length;
    if (length > limit) return undefined;
    read.push(chunk as Uint8Array);
  }
  return joined(read);
}

async function formOf(sent: Sent): Promise<Sent> {
  const type = sent.headers["content-type"] ?? "";
  if (sent.unread || !/^\s*multipart\/form-data\b/i.test(type)) return sent;
  let data: FormData;
  try {
    data = await new Response(sent.body as BodyInit, { headers: { "content-type": type } }).formData();
  } catch {
    return sent;
  }
  const form: Form = { fields: {} };
  let body = new Uint8Array();
  for (const [name, value] of data) {
    if (typeof value === "string") form.fields[name] = value;
    else if (name === "file" && !form.file) {
      form.file = [value.name, value.type];
      body = new Uint8Array(await value.arrayBuffer());
    }
  }
  return { ...sent, form, body };
}
