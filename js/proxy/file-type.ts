/** What a file is, by its bytes: the types that a request can hold, and the ending of each. Nothing else is passed on. */

/** By type; the files are public, so the ending is ours and never one that a host would run or show as a page. */
const ENDINGS: Record<string, string> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "image/bmp": "bmp",
  "video/mp4": "mp4",
  "video/quicktime": "mov",
  "audio/mpeg": "mp3",
  "audio/wav": "wav",
};

/** Other names browsers have for them. */
const ALIASES: Record<string, string> = {
  "image/jpg": "image/jpeg",
  "image/pjpeg": "image/jpeg",
  "image/x-ms-bmp": "image/bmp",
  "image/x-bmp": "image/bmp",
  "video/x-m4v": "video/mp4",
  "audio/mp3": "audio/mpeg",
  "audio/x-wav": "audio/wav",
  "audio/wave": "audio/wav",
  "audio/vnd.wave": "audio/wav",
};

/** Beginnings of what is certainly none of them: programs, archives, documents, and media that a request cannot hold. */
const OTHERS = [
  "%PDF",
  "PK\x03\x04",
  "MZ",
  "\x7fELF",
  "\x1f\x8b",
  "GIF8",
  "OggS",
  "\x1aE\xdf\xa3",
  "fLaC",
  "\0asm",
  "#!",
];

/** So many bytes tell. */
export const HEAD_BYTES = 512;

export interface FileType {
  type: string;
  ending: string;
}

/**
 * By the bytes; where they say nothing, as some mp3 files do not, by the name they were given, if that is in the table and
 * they are no text.
 */
export function fileType(head: Uint8Array, declared: string): FileType | undefined {
  const text = String.fromCharCode(...head.subarray(0, HEAD_BYTES));
  const name = declared.split(";")[0]?.trim().toLowerCase() ?? "";
  const type = sniff(text) ?? (isOther(text) ? undefined : (ALIASES[name] ?? name));
  const ending = type !== undefined && Object.hasOwn(ENDINGS, type) ? ENDINGS[type] : undefined;
  return type === undefined || ending === undefined ? undefined : { type, ending };
}

/** Sources: RFC 2083, ISO 10918-1, RFC 9649, ISO 14496-12 and QuickTime, ISO 11172-3, the RIFF specification. */
function sniff(text: string): string | undefined {
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (text.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (text.startsWith("BM") && text.slice(6, 10) === "\0\0\0\0") return "image/bmp";
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP") return "image/webp";
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WAVE") return "audio/wav";
  if (text.startsWith("ID3") || /^\xff[\xe2\xe3\xf2\xf3\xfa\xfb]/.test(text)) return "audio/mpeg";
  const box = text.slice(4, 8);
  // Pictures and sound have brands of their own in the same container.
  if (box === "ftyp") return /^(qt {2})/.test(text.slice(8)) ? "video/quicktime" : mp4(text.slice(8, 12));
  return ["moov", "mdat", "wide"].includes(box) ? "video/quicktime" : undefined;
}

function mp4(brand: string): string {
  return /^(avi[fs]|hei[cfsx]|hev[cx]|mif1|msf1|M4[AB] )$/.test(brand) ? "not video" : "video/mp4";
}

/** Text, with markup and scripts in it or not, or one of the others. */
function isOther(text: string): boolean {
  if (OTHERS.some((beginning) => text.startsWith(beginning))) return true;
  // A byte order mark is one of text; without control characters, anything is.
  return (
    text !== "" && (/^(\xef\xbb\xbf|\xfe\xff|\xff\xfe)/.test(text) || /^[\t\n\f\r\x20-\x7e\x80-\xff]+$/.test(text))
  );
}
