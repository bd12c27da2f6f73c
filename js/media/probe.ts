/** Drives the machine of src/media over a file, its bytes or its URL. */
import { MediaError } from "./error.js";
import { openLocal, type Source } from "./local.js";
import { Remote } from "./remote.js";
import type { MediaInfo, MediaSource, ProbeOptions } from "./types.js";
import { createProber, type Prober } from "./wasm.js";

interface Failed {
  failed: string;
  format?: string;
  /** Only that bytes could not be had. */
  far: boolean;
  /** Whether the format, where it is known, is one of images, videos or sound. */
  medium: boolean;
}

/**
 * Sides, length and format of a file, from its header alone: of a URL, some tens of kilobytes are fetched by range.
 *
 * @throws MediaError "media_unreachable" where a URL cannot be fetched, "media_unreadable" where there is nothing to learn
 * @throws WanError "wasm_blocked" where a page forbids WebAssembly
 * @throws the signal's reason, where it was aborted
 */
export async function probe(file: MediaSource, options: ProbeOptions = {}): Promise<MediaInfo> {
  options.signal?.throwIfAborted();
  const source = open(file, options);
  try {
    return await run(source, options.signal);
  } finally {
    source.close();
  }
}

function open(file: MediaSource, options: ProbeOptions): Source {
  if (typeof file === "string" || file instanceof URL) return new Remote(file, options);
  const source = openLocal(file);
  if (!source) throw new TypeError("probe: give a Blob, an ArrayBuffer, a Uint8Array, or an http or https URL");
  return source;
}

async function run(source: Source, signal: AbortSignal | undefined): Promise<MediaInfo> {
  const prober = createProber(source.size, !(source instanceof Remote));
  try {
    let refused = false;
    while (prober.step()) {
      const bytes = await source.read(prober.start, prober.end);
      signal?.throwIfAborted();
      if (source.size !== undefined) prober.learn(source.size);
      if (bytes) prober.feed(bytes);
      else prober.refuse();
      refused ||= bytes === undefined;
    }
    return read(prober, refused);
  } finally {
    prober.free();
  }
}

function read(prober: Prober, refused: boolean): MediaInfo {
  const answer = JSON.parse(prober.answer()) as MediaInfo | Failed;
  if (!("failed" in answer)) return answer;
  const { failed, far, medium, format } = answer;
  const known = format === undefined ? "the file" : `the ${format} file`;
  throw new MediaError(`${known} cannot be read: ${failed}`, {
    code: "media_unreadable",
    hint: far && refused ? "the server sends no ranges, and what is needed lies far from the start" : undefined,
    format: far ? format : (format ?? "unknown"),
    foreign: !medium || (format === undefined && !far),
  });
}
