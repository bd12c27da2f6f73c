// biome-ignore-all lint/suspicious/noControlCharactersInRegex: what is matched is bytes.
// Written by the build from src/catalog/formats.rs: change it there.

/** As what files are sent to a file host, and what each begins with. */

export interface MediaType {
  /** As the host is told. */
  readonly type: string;
  /** What its files' names end in, the usual ending first. */
  readonly extensions: readonly string[];
  /** Other names that browsers have for the type. */
  readonly also: readonly string[];
  /** Held against the first 16 bytes, one character a byte. */
  readonly begins: RegExp;
  /** Whether a field of any model takes it. */
  readonly taken: boolean;
}

/** The first whose beginning fits is it. */
export const MEDIA_TYPES: readonly MediaType[] = [
  {
    type: "image/jpeg",
    extensions: ["jpg", "jpeg"],
    also: ["image/jpg", "image/pjpeg"],
    begins: /^\xFF\xD8\xFF/s,
    taken: true,
  },
  { type: "image/png", extensions: ["png"], also: ["image/x-png"], begins: /^\x89PNG\r\n\x1A\n/s, taken: true },
  { type: "image/webp", extensions: ["webp"], also: [], begins: /^RIFF.{4}WEBP/s, taken: true },
  { type: "image/gif", extensions: ["gif"], also: [], begins: /^(?:GIF87a|GIF89a)/s, taken: false },
  {
    type: "image/bmp",
    extensions: ["bmp"],
    also: ["image/x-ms-bmp", "image/x-bmp"],
    begins: /^BM.{4}\0{4}/s,
    taken: true,
  },
  {
    type: "video/quicktime",
    extensions: ["mov", "qt"],
    also: [],
    begins: /^.{4}(?:ftypqt|moov|mdat|wide|pnot)/s,
    taken: true,
  },
  {
    type: "video/mp4",
    extensions: ["mp4", "m4v"],
    also: ["video/x-m4v"],
    begins: /^.{4}ftyp(?!hei|hev|mif1|msf1|avi|M4A|M4B|3g)/s,
    taken: true,
  },
  {
    type: "audio/wav",
    extensions: ["wav"],
    also: ["audio/x-wav", "audio/wave", "audio/vnd.wave"],
    begins: /^(?:RIFF.{4}WAVE|RF64.{4}WAVE|BW64.{4}WAVE)/s,
    taken: true,
  },
  {
    type: "audio/mpeg",
    extensions: ["mp3"],
    also: ["audio/mp3", "audio/x-mpeg", "audio/x-mp3", "audio/mpeg3"],
    begins: /^(?:ID3|\xFF[\xE2\xE3\xF2\xF3\xFA\xFB])/s,
    taken: true,
  },
];
