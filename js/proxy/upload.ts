/** What is off unless it is asked for: uploads, and a look at the account. */
import { json, Refused, unavailable } from "./answer.js";
import { openBody, readJson, requireType, tooLarge } from "./body.js";
import { countUpload } from "./counters.js";
import { type FileType, fileType, HEAD_BYTES, takenTypes } from "./file-type.js";
import { openFile } from "./multipart.js";
import { type Outcome, refusedBy } from "./outcome.js";
import { isPublic } from "./public-host.js";
import { pick } from "./redact-json.js";
import type { Settings } from "./settings.js";
import type { Visitor } from "./types.js";
import { get, putFile } from "./upstream.js";

const UPLOAD_MS = 120_000;
/** What a form has beside its file. */
const FORM_BYTES = 65_536;
/** Of all files that are held whole, in this isolate: a Worker has 128 MB for all it does. */
const MOST_HELD = 40 * 1024 * 1024;
const JSON_TYPE = "application/json";
const DATA_URL = /^data:([^;,]{0,64});base64,([A-Za-z0-9+/]+={0,2})$/;

let held = 0;

/** Source: get-credits.json. */
export async function showCredits(settings: Settings, user: string): Promise<Response> {
  const outcome = await get(settings, "/v1/credits", false);
  if (outcome.is === "well") return json(200, pick(outcome.body, ["data", "message", "success"]), outcome.headers);
  throw told(settings, user, outcome);
}

/**
 * Takes a file in and sends on what it was understood to be: one file, under a name of our making. A user's own paths and
 * names could lie over other users' files. Source: upload-stream.json, upload-base64.json, upload-url.json.
 */
export async function uploadFile(
  settings: Settings,
  { user }: Visitor,
  request: Request,
  kind: "stream" | "base64" | "url",
): Promise<Response> {
  // Counted before it is read: what is held in memory is limited too.
  await countUpload(settings, user, Date.now());
  if (kind === "stream") return passFile(settings, user, request);
  if (kind === "url") return send(settings, user, kind, await readAddress(settings, request), JSON_TYPE);
  // Whole texts are held: only so many at once.
  if (held + settings.maxUploadBytes > MOST_HELD && held > 0)
    throw unavailable("too many files are being sent at once");
  held += settings.maxUploadBytes;
  try {
    return await send(settings, user, kind, await readText(settings, request), JSON_TYPE);
  } finally {
    held -= settings.maxUploadBytes;
  }
}

/** Sends it on, and answers what the API makes of it. `cause` tells what broke a body, where that was its sender's doing. */
async function send(
  settings: Settings,
  user: string,
  kind: "stream" | "base64" | "url",
  body: string | ReadableStream<Uint8Array>,
  type: string,
  cause: () => unknown = () => undefined,
): Promise<Response> {
  const outcome = await putFile(settings, kind, body, type, UPLOAD_MS);
  if (outcome.is === "well") return json(200, pick(outcome.body, ["success", "code", "msg", "data"]), outcome.headers);
  const broken = cause();
  if (broken instanceof Refused) throw broken;
  throw told(settings, user, outcome);
}

/** What is answered where there is nothing to pass on; its owner is told. */
function told(settings: Settings, user: string, outcome: Exclude<Outcome, { is: "well" }>): Refused {
  const { refused, reason } =
    outcome.is === "refused" ? outcome : { refused: failed(), reason: `a file was lost on its way: ${outcome.reason}` };
  settings.tell(refusedBy(user, refused, reason));
  return refused;
}

/** A form's file, read as the API takes it: in a form of our making, the bytes under the name they say they are. */
async function passFile(settings: Settings, user: string, request: Request): Promise<Response> {
  requireType(request, /^multipart\/form-data\s*;/i, "multipart/form-data");
  const given = /;\s*boundary=(?:"([^"\r\n]{1,70})"|([\w'()+,./:=?-]{1,70}))/i.exec(
    request.headers.get("content-type") ?? "",
  );
  const boundary = given?.[1] ?? given?.[2];
  if (boundary === undefined) throw invalid("the content-type has no boundary");
  const body = openBody(request, settings.maxUploadBytes + FORM_BYTES, UPLOAD_MS);
  let broken: unknown;
  try {
    const { declared, head, bytes } = await openFile(body.read, boundary, HEAD_BYTES);
    const { type, ending } = requireMedia(head, declared);
    const own = crypto.randomUUID();
    const name = `${crypto.randomUUID()}.${ending}`;
    const encoder = new TextEncoder();
    const before = `--${own}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n`;
    const reader = bytes.getReader();
    let sent = 0;
    const form = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(encoder.encode(before)),
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          sent += value?.byteLength ?? 0;
          if (sent > settings.maxUploadBytes) throw tooLarge(settings.maxUploadBytes);
          if (!done) return controller.enqueue(value);
          controller.enqueue(encoder.encode(`\r\n--${own}--\r\n`));
          controller.close();
        } catch (error) {
          broken = error;
          throw error;
        }
      },
    });
    return await send(settings, user, "stream", form, `multipart/form-data; boundary=${own}`, () => broken);
  } finally {
    // What stands behind the file, another one even, is nobody's.
    body.close();
  }
}

async function readAddress(settings: Settings, request: Request): Promise<string> {
  const { file_url: url } = Object(await readJson(request, settings.maxBodyBytes, UPLOAD_MS)) as { file_url?: unknown };
  if (typeof url !== "string" || !URL.canParse(url) || url.length > 2048) throw invalid("file_url is no URL");
  const { protocol, hostname } = new URL(url);
  if (!/^https?:$/.test(protocol) || !isPublic(hostname)) throw invalid("file_url must be http(s), and public");
  return JSON.stringify({ file_url: url });
}

async function readText(settings: Settings, request: Request): Promise<string> {
  // A third longer as text.
  const order = Object(await readJson(request, Math.ceil(settings.maxUploadBytes * 1.4), UPLOAD_MS));
  const { base64_data: data } = order as { base64_data?: unknown };
  const [, declared, base64] = (typeof data === "string" && DATA_URL.exec(data)) || [];
  if (declared === undefined || base64 === undefined) throw invalid("base64_data must be a data: URL");
  const head = Uint8Array.from(startOf(base64), (char) => char.charCodeAt(0));
  const { type, ending } = requireMedia(head, declared);
  return JSON.stringify({
    base64_data: `data:${type};base64,${base64}`,
    file_name: `${crypto.randomUUID()}.${ending}`,
  });
}

function startOf(base64: string): string {
  try {
    return atob(base64.slice(0, 680));
  } catch {
    throw invalid("base64_data is no base64");
  }
}

function requireMedia(head: Uint8Array, declared: string): FileType {
  const found = fileType(head, declared);
  if (found) return found;
  throw invalid(`the file is no image, video or sound that a request can hold: ${takenTypes()}`);
}

function invalid(message: string): Refused {
  return new Refused(400, { code: "invalid_request", message });
}

function failed(): Refused {
  return new Refused(502, { code: "bad_gateway", message: "the API could not be reached", type: "api_error" });
}
