/** Uploads: media the API can then fetch by URL. Source: upload-stream.json, upload-base64.json, upload-url.json. */
import { ApiError } from "../errors/api.js";
import { ConfigError, NetworkError } from "../errors/local.js";
import type { UploadedFile, UploadOptions } from "../types/client.js";
import { guarded } from "./context.js";
import type { KeyRing } from "./key.js";
import type { Settings } from "./settings.js";
import { withSignal } from "./signal.js";

/** Long enough for 100 MB over a slow line. */
const UPLOAD_MS = 10 * 60_000;

export async function upload(
  file: Blob | string,
  settings: Settings,
  keys: KeyRing,
  options: UploadOptions,
): Promise<UploadedFile> {
  const { signal, onProgress } = options;
  const { kind, body, size } = payload(file, options);
  signal?.throwIfAborted();
  const stop = new AbortController();
  const abort = () => stop.abort(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  // Not AbortSignal.timeout: where it cannot be told to stop, a process lives on until it fires.
  const timer = setTimeout(() => stop.abort(), UPLOAD_MS);
  guarded(() => onProgress?.({ loaded: 0, total: size }));
  let response: Response;
  let text: string;
  try {
    const headers = new Headers(settings.headers);
    const authorization = await withSignal(keys.authorize(), stop.signal);
    if (authorization !== undefined) headers.set("authorization", authorization);
    if (typeof body === "string") headers.set("content-type", "application/json");
    const send = settings.fetch ?? fetch;
    response = await send(`${settings.filesBase}/api/v1/files/upload/${kind}`, {
      method: "POST",
      headers,
      body,
      redirect: "manual",
      signal: stop.signal,
    });
    text = keys.hide(await response.text());
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof ConfigError) throw cause;
    throw new NetworkError("the file could not be uploaded", {
      code: "network_error",
      hint: "check the connection and filesBaseUrl; uploading again costs nothing",
      attempt: 1,
      cause: keys.hideThrown(cause),
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
  guarded(() => onProgress?.({ loaded: size, total: size }));
  const raw = parsed(text);
  const data = raw?.success === false ? undefined : raw?.data;
  if (!response.ok || typeof data?.file_url !== "string") {
    throw new ApiError(String(raw?.msg ?? raw?.error?.message ?? `the upload answered status ${response.status}`), {
      code: "upload_failed",
      hint: "the file service takes JPEG, PNG, GIF and WebP by its documents; other media may be refused",
      status: response.status,
      retryable: response.status === 429 || response.status >= 500,
      body: raw ?? text,
    });
  }
  return uploaded(data, raw);
}

interface Payload {
  kind: "stream" | "base64" | "url";
  body: FormData | string;
  size: number;
}

function payload(file: Blob | string, { fileName, uploadPath }: UploadOptions): Payload {
  const names = {
    ...(uploadPath === undefined ? {} : { upload_path: uploadPath }),
    ...(fileName === undefined ? {} : { file_name: fileName }),
  };
  if (typeof file === "string") {
    if (/^https?:\/\//i.test(file))
      return { kind: "url", body: JSON.stringify({ file_url: file, ...names }), size: file.length };
    if (/^data:[^,]*;base64,/i.test(file)) {
      return { kind: "base64", body: JSON.stringify({ base64_data: file, ...names }), size: file.length };
    }
    throw new ConfigError(
      "a string to upload must be an http(s) URL or a base64 data: URL",
      "pass a Blob or File otherwise",
    );
  }
  if (!(file instanceof Blob)) throw new ConfigError("what is uploaded must be a Blob, a File or a string");
  const form = new FormData();
  form.append("file", file, fileName ?? (file as Partial<File>).name ?? "file");
  for (const [name, value] of Object.entries(names)) form.append(name, value);
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
