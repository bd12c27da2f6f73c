/** Reading what a stranger sends: so much, in so much time, of one type, and no more. */
import { Refused } from "./answer.js";

/** The whole body. @throws Refused where it is too long or too slow */
export async function readBody(request: Request, maxBytes: number, maxMs: number): Promise<Uint8Array<ArrayBuffer>> {
  if (request.headers.has("content-encoding") && request.headers.get("content-encoding") !== "identity") {
    throw new Refused(415, { code: "unsupported_media_type", message: "send the body without content-encoding" });
  }
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const reader = request.body?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined;
  if (!reader) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    // Not 408, which browsers answer by sending again.
    const refused = new Refused(400, { code: "request_timeout", message: "the body came too slowly" });
    timer = setTimeout(() => reject(refused), maxMs);
  });
  try {
    for (;;) {
      const { value, done } = await Promise.race([reader.read(), late]);
      if (done) break;
      size += value.byteLength;
      if (size > maxBytes) throw tooLarge(maxBytes);
      chunks.push(value);
    }
  } catch (error) {
    reader.cancel().catch(() => {});
    if (error instanceof Refused) throw error;
    throw new Refused(400, { code: "invalid_request", message: "the body broke off" });
  } finally {
    clearTimeout(timer);
  }
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.byteLength;
  }
  return body;
}

/** The body as JSON. A name that comes twice counts once, with its last value: what is checked is what is sent on. */
export async function readJson(request: Request, maxBytes: number, maxMs: number): Promise<unknown> {
  requireType(request, /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i, "application/json");
  const bytes = await readBody(request, maxBytes, maxMs);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Refused(400, { code: "invalid_request", message: "the body is not JSON in UTF-8" });
  }
}

/** A type that forms cannot send: another site's page cannot send it either, unless it is asked about first. */
export function requireType(request: Request, pattern: RegExp, name: string): void {
  if (pattern.test(request.headers.get("content-type") ?? "")) return;
  throw new Refused(415, { code: "unsupported_media_type", message: `content-type must be ${name}` });
}

function tooLarge(maxBytes: number): Refused {
  return new Refused(413, { code: "request_too_large", message: `the body is longer than ${maxBytes} bytes` });
}
