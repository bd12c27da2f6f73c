/** Reads a file's header: of one at hand by the ranges that Rust asks for, of a URL by Rust alone. */
import { isPage } from "../internal/is-page.js";
import { MediaError } from "./error.js";
import { type LocalFile, openLocal } from "./local.js";
import type { MediaInfo, MediaSource, ProbeOptions } from "./types.js";
import { type Answer, createProber, probeUrl } from "./wasm.js";

/**
 * Sides, length and format of a file, from its header alone: of a URL, some tens of kilobytes are fetched by range.
 *
 * @throws MediaError "media_unreachable" where a URL cannot be fetched or its host is not public (see
 *   `ProbeOptions.allowPrivateHosts`), "media_unreadable" where there is nothing to learn
 * @throws WanError "wasm_blocked" where a page forbids WebAssembly
 * @throws the signal's reason, where it was aborted
 */
export async function probe(file: MediaSource, options: ProbeOptions = {}): Promise<MediaInfo> {
  options.signal?.throwIfAborted();
  const answer = await look(file, options);
  if ("code" in answer) throw new MediaError(answer.message, answer);
  return answer;
}

function look(file: MediaSource, options: ProbeOptions): Promise<Answer> {
  if (typeof file === "string" || file instanceof URL) return probeUrl(String(file), options, isPage());
  const local = openLocal(file);
  if (!local) throw new TypeError("probe: give a Blob, an ArrayBuffer, a Uint8Array, or an http or https URL");
  return read(local, options.signal);
}

async function read(file: LocalFile, signal: AbortSignal | undefined): Promise<Answer> {
  // Nothing of it is read otherwise.
  if (file.size === 0) await file.read(0, 0);
  const prober = createProber(file.size);
  try {
    while (prober.step()) {
      const bytes = await file.read(prober.start, prober.end);
      signal?.throwIfAborted();
      prober.feed(bytes);
    }
    return prober.answer();
  } finally {
    prober.free();
  }
}
