/** Reading what a stranger sends: so much, in so much time, of one type, and no more. */
import { joined } from "../internal/joined.js";
import { Refused } from "./answer.js";

/** A body, piece by piece. @throws Refused, from `read` too, where it is too long or too slow */
export function openBody(request: Request, maxBytes: number, maxMs: number) {
  if (request.headers.has("content-encoding") && request.headers.get("content-encoding") !== "identity") {
    throw new Refused(415, { code: "unsupported_media_type", message: "send the body without content-encoding" });
  }
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const reader = request.body?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined;
  let size = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    // Not 408, which browsers answer by sending again.
    const refused = new Refused(400, { code: "request_timeout", message: "the body came too slowly" });
    timer = setTimeout(() => reject(refused), maxMs);
  });
  late.catch(() => {});
  return {
    /** The next piece; undefined at the end. */
    async read(): Promise<Uint8Array | undefined> {
      if (!reader) return undefined;
      try {
        const { value, done } = await Promise.race([reader.read(), late]);
        if (done) return undefined;
        size += value.byteLength;
        if (size > maxBytes) throw tooLarge(maxBytes);
        return value;
      } catch (error) {
        if (error instanceof Refused) throw error;
        throw new Refused(400, { code: "invalid_request", message: "the body broke off" });
      }
    },
    /** Nothing more is read, and nothing timed. */
    close(): void {
      clearTimeout(timer);
      reader?.cancel().catch(() => {});
    },
  };
}

/** The whole body. @throws Refused where it is too long or too slow */
export async function readBody(request: Request, maxBytes: number, maxMs: number): Promise<Uint8Array<ArrayBuffer>> {
  const body = openBody(request, maxBytes, maxMs);
  const chunks: Uint8Array[] = [];
  try {
    for (let chunk = await body.read(); chunk; chunk = await body.read()) chunks.push(chunk);
  } finally {
    body.close();
  }
  return joined(chunks);
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

export function tooLarge(maxBytes: number): Refused {
  return new Refused(413, { code: "request_too_large", message: `the body is longer than ${maxBytes} bytes` });
}
