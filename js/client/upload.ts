/**
 * Uploads: media the API can then fetch by URL. When one is sent again and what an answer means, src/protocol/upload.rs
 * says. Source: upload-stream.json, upload-base64.json, upload-url.json.
 */

import { refused } from "../api/request.js";
import { inWords, type Unworded } from "../api/words.js";
import { ConfigError } from "../errors/local.js";
import { inTime, SLOWEST, type StopSignal, withSignal } from "../internal/abort.js";
import { isFile } from "../internal/is-file.js";
import { MEDIA_TYPES, nameOfType, typeOfBase64, typeOfFile, typeOfWords } from "../internal/media-type.js";
import { core } from "../internal/wasm.js";
import type { UploadedFile, UploadOptions } from "../types/client.js";
import { type Context, callListener } from "./context.js";
import type { KeyRing } from "./key.js";
import { type Ended, type FileFacts, toError } from "./report.js";
import { run } from "./run.js";
import { sender } from "./send-file.js";
import type { Settings } from "./settings.js";
import { transferModule } from "./transfer-wasm.js";
import { stillReadable, unreadableFile } from "./unreadable-file.js";

/** What a call of `upload` gives beside the file. */
interface Heard extends Omit<UploadOptions, "signal"> {
  signal?: StopSignal | undefined;
  /** Hears of each further attempt. */
  onRetry?: (attempt: number, delayMs: number, reason: string) => void;
}

export async function upload(
  file: Blob | string,
  settings: Settings,
  keys: KeyRing,
  options: Heard,
): Promise<UploadedFile> {
  const { signal, onProgress, onRetry } = options;
  const found: Unworded | undefined = isFile(file) ? core().check_file(file.size) : undefined;
  if (found && settings.strength !== "off") {
    if ((file as Blob).size === 0) await withSignal(stillReadable(file as Blob), signal);
    throw refused(inWords(found, settings.language));
  }
  signal?.throwIfAborted();
  const { kind, body, size } = await withSignal(payload(file, options, settings.readMs), signal);
  const tell = onProgress && teller(size, onProgress);
  tell?.(0);
  // A file that changes while it leaves breaks the connection off, which says nothing of why.
  const look = async () => {
    if (typeof file !== "string") await withSignal(stillReadable(file), signal);
  };
  let attempts = 0;
  let changed: { error: unknown } | undefined;
  const ended = await run(
    { settings: { ...settings, base: settings.filesBase, fetch: sender(settings.fetch, tell) }, keys },
    {
      machine: new (transferModule().UploadMachine)(Float64Array.from(settings.retry)),
      path: `/api/v1/files/upload/${kind}`,
      baseOption: "filesBaseUrl",
      body,
      signal,
      beforeEach: () => {
        if (attempts++ === 0) return true;
        const keep = (error: unknown) => {
          changed = { error };
          return false;
        };
        return look().then(() => true, keep);
      },
      onEffect: ({ do: what, attempt, ms, report: { reason = "" } }) => {
        if (what === "sleep") onRetry?.(attempt, ms, reason);
      },
    },
  );
  if (changed) throw changed.error;
  const { report, text } = ended as Ended;
  if (report.error?.class === "NetworkError") await look();
  if (report.error) throw toError(ended as Ended, {});
  tell?.(1);
  return uploaded(report.file as FileFacts, text);
}

/** Uploads a file of a request, and answers its URL; whoever listens to events sees it leave. */
export async function uploadInput(
  context: Context,
  file: Blob,
  fingerprint: string,
  signal: StopSignal | undefined,
): Promise<string> {
  const options: Heard = {
    onRetry: (attempt, delayMs, reason) => context.emit({ type: "retry", attempt, delayMs, reason }),
  };
  if (signal) options.signal = signal;
  if (context.options.onEvent) {
    const { name } = file as Partial<File>;
    const about = name === undefined ? { fingerprint } : { fingerprint, name };
    options.onProgress = (step) => context.emit({ type: "upload", ...about, ...step });
  }
  return (await upload(file, context.settings, context.keys, options)).url;
}

/** Tells how much of the file has left, never less than before, and its whole length once. */
function teller(total: number, onProgress: NonNullable<UploadOptions["onProgress"]>): (share: number) => void {
  let told = -1;
  return (share) => {
    // By share, since what a form puts around the file is counted too.
    const loaded = Math.floor(total * share);
    if (loaded > told) callListener(() => onProgress({ loaded, total }));
    told = Math.max(told, loaded);
  };
}

interface Payload {
  kind: "stream" | "base64" | "url";
  body: FormData | string;
  size: number;
}

/** What is sent: under a type and a name of the table of media, whatever the file was called. */
async function payload(file: Blob | string, { fileName, uploadPath }: Heard, ms: number): Promise<Payload> {
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
  const type = await inTime(typeOfFile(file, given), SLOWEST * ms).catch((cause) => {
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

function uploaded({ expiresAt, ...facts }: FileFacts, text: string): UploadedFile {
  const file: UploadedFile = { ...facts, raw: JSON.parse(text) };
  const expires = new Date(String(expiresAt));
  if (!Number.isNaN(expires.getTime())) file.expiresAt = expires;
  return file;
}
