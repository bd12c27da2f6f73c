/** Uploads: media the API can then fetch by URL. Source: upload-stream.json, upload-base64.json, upload-url.json. */

import { ApiError } from "../errors/api.js";
import { ConfigError, NetworkError, ValidationError } from "../errors/local.js";
import { isFile } from "../internal/is-file.js";
import { MEDIA_TYPES, nameOfType, typeOfBase64, typeOfFile, typeOfWords } from "../internal/media-type.js";
import { core } from "../internal/wasm.js";
import type { UploadedFile, UploadOptions } from "../types/client.js";
import type { Issue } from "../types/results.js";
import { type Context, guarded } from "./context.js";
import type { KeyRing } from "./key.js";
import { type Answer, sendFile } from "./send-file.js";
import type { Settings } from "./settings.js";
import { limited, withSignal } from "./signal.js";
import { stillReadable, unreadableFile } from "./unreadable-file.js";

/** Long enough for 100 MB over a slow line. */
const UPLOAD_MS = 10 * 60_000;

export async function upload(
  file: Blob | string,
  settings: Settings,
  keys: KeyRing,
  options: UploadOptions,
): Promise<UploadedFile> {
  const { signal, onProgress } = options;
  const issues: Issue[] | undefined = isFile(file) ? core().check_file(file.size)?.issues : undefined;
  if (issues && settings.strength !== "off") throw new ValidationError(issues);
  signal?.throwIfAborted();
  const limit = limited(signal, UPLOAD_MS);
  let tell: ReturnType<typeof teller> | undefined;
  let answer: Answer;
  try {
    const { kind, body, size } = await withSignal(payload(file, options), limit.signal);
    tell = onProgress && teller(size, onProgress);
    tell?.(0);
    const headers = new Headers(settings.headers);
    const authorization = await withSignal(Promise.resolve(keys.authorize()), limit.signal);
    if (authorization !== undefined) headers.set("authorization", authorization);
    if (typeof body === "string") headers.set("content-type", "application/json");
    const url = `${settings.filesBase}/api/v1/files/upload/${kind}`;
    const sending = sendFile({ url, headers, body, signal: limit.signal }, settings.fetch, tell);
    // A fetch of the caller's own may not listen to the signal.
    answer = await withSignal(sending, limit.signal);
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof ConfigError || cause instanceof ValidationError) throw cause;
    // A file that changes while it leaves breaks the connection off, which says nothing of why.
    if (typeof file !== "string") await withSignal(stillReadable(file), signal);
    throw new NetworkError("the file could not be uploaded", {
      code: "network_error",
      hint: "check the connection and filesBaseUrl; uploading again costs nothing",
      attempt: 1,
      cause: keys.hideThrown(cause),
    });
  } finally {
    limit.end();
  }
  tell?.(1);
  return read(answer.status, keys.hide(answer.text));
}

/** Uploads a file of a request, and answers its URL; whoever listens to events sees it leave. */
export async function uploadInput(
  context: Context,
  file: Blob,
  fingerprint: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const options: UploadOptions = {};
  if (signal) options.signal = signal;
  if (context.options.onEvent) {
    const { name } = file as Partial<File>;
    const about = name === undefined ? { fingerprint } : { fingerprint, name };
    options.onProgress = (step) => context.tell({ type: "upload", ...about, ...step });
  }
  return (await upload(file, context.settings, context.keys, options)).url;
}

/** Tells how much of the file has left, never less than before, and its whole length once. */
function teller(total: number, onProgress: NonNullable<UploadOptions["onProgress"]>): (share: number) => void {
  let told = -1;
  return (share) => {
    // By share, since what a form puts around the file is counted too.
    const loaded = Math.floor(total * share);
    if (loaded > told) guarded(() => onProgress({ loaded, total }));
    told = Math.max(told, loaded);
  };
}

function read(status: number, text: string): UploadedFile {
  const raw = parsed(text);
  const data = raw?.success === false ? undefined : raw?.data;
  const passed = status >= 200 && status < 300;
  if (passed && /^https?:/i.test(data?.file_url)) return uploaded(data, raw);
  // 0 is how a page sees a redirect.
  const redirected = status === 0 || (status >= 300 && status < 400);
  const otherwise = redirected
    ? "the upload was redirected, which is not followed"
    : `the upload answered status ${status}`;
  const refused = status === 401 || status === 403;
  throw new ApiError(String(raw?.msg ?? raw?.error?.message ?? otherwise), {
    code: "upload_failed",
    hint: redirected
      ? "give the address it leads to as filesBaseUrl"
      : refused
        ? "check the key; where a proxy adds it, give the proxy's address as filesBaseUrl too"
        : "the file service takes JPEG, PNG, GIF and WebP by its documents; other media may be refused",
    status,
    retryable: status === 429 || status >= 500,
    body: raw ?? text,
  });
}

interface Payload {
  kind: "stream" | "base64" | "url";
  body: FormData | string;
  size: number;
}

/** What is sent: under a type and a name of the table of media, whatever the file was called. */
async function payload(file: Blob | string, { fileName, uploadPath }: UploadOptions): Promise<Payload> {
  const folder = uploadPath === undefined ? {} : { upload_path: uploadPath };
  if (typeof file === "string") {
    const size = file.length;
    if (/^https?:\/\//i.test(file)) {
      const type = typeOfWords("", fileName ?? "");
      const name = fileName === undefined ? {} : { file_name: nameOfType(fileName, type) };
      return { kind: "url", body: JSON.stringify({ file_url: file, ...folder, ...name }), size };
    }
    const [, said, data] = /^data:([^,]*);base64,(.*)$/is.exec(file) ?? [];
    if (said === undefined || data === undefined) {
      throw new ConfigError(
        "a string to upload must be an http(s) URL or a base64 data: URL",
        "pass a Blob or File otherwise",
      );
    }
    const type = typeOfBase64(data) ?? typeOfWords(said, fileName ?? "");
    if (!type) {
      throw new ConfigError(
        `the data: URL holds ${said || "no type"}, which is no image, video or sound that the API takes`,
        `it takes ${MEDIA_TYPES.map((each) => each.type).join(", ")}`,
      );
    }
    const name = fileName === undefined ? {} : { file_name: nameOfType(fileName, type) };
    const base64_data = `data:${type.type};base64,${data}`;
    return { kind: "base64", body: JSON.stringify({ base64_data, ...folder, ...name }), size };
  }
  if (!isFile(file)) throw new ConfigError("what is uploaded must be a Blob, a File or a string");
  const given = fileName ?? (file as Partial<File>).name;
  const type = await typeOfFile(file, given).catch((cause) => {
    throw unreadableFile([[]], cause);
  });
  const name = nameOfType(given ?? "file", type);
  const form = new FormData();
  // A slice of the whole is the same bytes under another type, and no copy of them.
  form.append("file", file.slice(0, file.size, type?.type ?? "application/octet-stream"), name);
  if (uploadPath !== undefined) form.append("upload_path", uploadPath);
  if (fileName !== undefined) form.append("file_name", name);
  return { kind: "stream", body: form, size: file.size };
}

// biome-ignore lint/suspicious/noExplicitAny: the answer of a service that promises no field
function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function uploaded(data: Record<string, unknown>, raw: unknown): UploadedFile {
  const file: UploadedFile = { url: String(data.file_url), raw };
  if (typeof data.download_url === "string") file.downloadUrl = data.download_url;
  if (typeof data.file_id === "string") file.id = data.file_id;
  if (typeof data.file_name === "string") file.name = data.file_name;
  if (typeof data.file_size === "number") file.bytes = data.file_size;
  if (typeof data.mime_type === "string") file.mimeType = data.mime_type;
  const expires = new Date(String(data.expires_at));
  if (!Number.isNaN(expires.getTime())) file.expiresAt = expires;
  return file;
}
