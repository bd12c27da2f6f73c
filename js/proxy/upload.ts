/** What is off unless it is asked for: uploads, and a look at the account. */
import { json, Refused } from "./answer.js";
import { readBody, readJson, requireType } from "./body.js";
import { countUpload } from "./counters.js";
import { isPublic } from "./public-host.js";
import { pick, redactJson } from "./redact-json.js";
import type { Settings } from "./settings.js";
import type { Visitor } from "./submit.js";
import * as upstream from "./upstream.js";

const UPLOAD_MS = 120_000;
/** What a request can hold, and no browser runs: the files are public. */
const MEDIA = /^(image|video|audio)\/(?!svg)[a-z0-9.+-]{1,60}$/i;
const DATA_URL = /^data:([^;,]{1,64});base64,[A-Za-z0-9+/=]+$/;

/** Source: get-credits.json. */
export async function showCredits(settings: Settings, user: string): Promise<Response> {
  const outcome = await upstream.get(settings, "/v1/credits", false);
  if (outcome.is === "well") return json(200, pick(outcome.body, ["data", "message", "success"]), outcome.headers);
  const refused = outcome.is === "refused" ? outcome.refused : failed();
  settings.tell({ type: "upstream", user, status: refused.status, code: refused.code });
  throw refused;
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
  const body = kind === "stream" ? await readForm(settings, request) : await readOrder(settings, request, kind);
  const headers = new Headers();
  const authorization = await settings.keys.authorize();
  if (authorization !== undefined) headers.set("authorization", authorization);
  if (typeof body === "string") headers.set("content-type", "application/json");
  const send = settings.wire.fetch ?? fetch;
  try {
    const answer = await send(`${settings.wire.filesBase}/api/v1/files/upload/${kind}`, {
      method: "POST",
      headers,
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(UPLOAD_MS),
    });
    const raw = redactJson(JSON.parse(await answer.text()), (text) => settings.keys.hide(text));
    if (answer.status >= 300 && answer.status < 400) throw failed();
    return json(answer.status, pick(Object(raw), ["success", "code", "msg", "data", "error"]));
  } catch (error) {
    throw error instanceof Refused ? error : failed();
  }
}

async function readForm(settings: Settings, request: Request): Promise<FormData> {
  requireType(request, /^multipart\/form-data\s*;\s*boundary=/i, "multipart/form-data");
  const bytes = await readBody(request, settings.maxUploadBytes, UPLOAD_MS);
  const type = request.headers.get("content-type") ?? "";
  const form = await new Response(bytes, { headers: { "content-type": type } }).formData().catch(() => undefined);
  const file: unknown = form?.get("file");
  if (typeof file !== "object" || file === null) throw invalid("the form has no file");
  const { type: mime } = file as Blob;
  requireMedia(mime);
  const out = new FormData();
  out.append("file", file as Blob, nameFor(mime));
  return out;
}

async function readOrder(settings: Settings, request: Request, kind: "base64" | "url"): Promise<string> {
  // A third longer as text.
  const most = kind === "base64" ? Math.ceil(settings.maxUploadBytes * 1.4) : settings.maxBodyBytes;
  const order = Object(await readJson(request, most, UPLOAD_MS)) as Record<string, unknown>;
  if (kind === "url") {
    const url = order.file_url;
    if (typeof url !== "string" || !URL.canParse(url) || url.length > 2048) throw invalid("file_url is no URL");
    const { protocol, hostname } = new URL(url);
    if (!/^https?:$/.test(protocol) || !isPublic(hostname)) throw invalid("file_url must be http(s), and public");
    return JSON.stringify({ file_url: url });
  }
  const data = order.base64_data;
  const mime = typeof data === "string" ? DATA_URL.exec(data)?.[1] : undefined;
  if (mime === undefined) throw invalid("base64_data must be a data: URL");
  requireMedia(mime);
  return JSON.stringify({ base64_data: data, file_name: nameFor(mime) });
}

function requireMedia(mime: string): void {
  if (!MEDIA.test(mime)) throw invalid("the file must be an image, a video or audio");
}

function nameFor(mime: string): string {
  return `${crypto.randomUUID()}.${mime
    .split("/")[1]
    ?.toLowerCase()
    .replace(/^(x-|vnd\.)/, "")}`;
}

function invalid(message: string): Refused {
  return new Refused(400, { code: "invalid_request", message });
}

function failed(): Refused {
  return new Refused(502, { code: "bad_gateway", message: "the API could not be reached", type: "api_error" });
}
