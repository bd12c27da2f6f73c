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
   * Fetches a URL in place of the global fetch. On a server that probes URLs of strangers, this is the place to refuse
   * those of its own network.
   */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
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
