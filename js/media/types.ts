/** What probing takes and answers. */
import type { MediaFact, MediaFacts } from "../types/results.js";

/** What a file's header says. Lengths in seconds, sides in pixels; absent where the header does not say. */
export interface MediaInfo extends MediaFact {
  kind: "image" | "video" | "audio";
  /**
   * By content, whatever the file is called: "jpeg", "png", "bmp", "webp", "mp4", "mov", "wav" and "mp3" are what the
   * API takes. Others are told by name ("webm", "gif", "heic", "m4a", …), mostly without sides and length.
   */
  format: string;
  /**
   * As shown: a video's rotation and an image's Exif orientation are applied (of a PNG behind a URL, where it stands before
   * the picture).
   */
  width?: number;
  height?: number;
  /**
   * To the millisecond. Of an MP3, its frames up to the last: counted, or by their rate where that is constant. Absent where
   * neither the header nor the samples tell; then no price that depends on it is exact.
   */
  seconds?: number;
  bytes?: number;
  /** Whether the image can be transparent: by its colour type, not by its pixels. */
  alpha?: boolean;
  /** Degrees by which a video's pictures are turned clockwise to be shown. */
  rotation?: 0 | 90 | 180 | 270;
}

/** A file: itself, its bytes, or where it lies (http or https). */
export type MediaSource = Blob | ArrayBufferLike | ArrayBufferView | URL | string;

export interface ProbeOptions {
  /**
   * Fetches a URL in place of the global fetch. Off pages it is asked not to follow redirects (`redirect: "manual"`), since
   * each of them is judged first.
   */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /**
   * Off pages, whether hosts that are not on the public internet may be asked: loopback, private and link-local addresses in
   * any spelling, `.internal` and the like, at first or by a redirect. Default false: on a server, URLs come from strangers.
   * A host is judged by its name; a public name that resolves to a private address is not seen, so a server inside a
   * network of its own gives a `fetch` that connects to public addresses alone. In a page, which reaches only what its
   * visitor reaches, no host is refused, and the browser follows redirects.
   */
  allowPrivateHosts?: boolean;
  /** Ends the probe; it rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Longest wait for a URL, all its requests together. Default 15 000. */
  timeoutMs?: number;
}

export interface CheckMediaOptions extends ProbeOptions {
  /** As for validate. */
  strict?: boolean;
  /** What is known already, by URL or field; these media are not probed. */
  inputs?: MediaFacts;
}
