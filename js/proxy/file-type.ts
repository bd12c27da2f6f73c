/** What a file is, by its bytes: the types that a request can hold, and the ending of each. Nothing else is passed on. */
import { MEDIA_TYPES, typeOfBytes, typeOfWords } from "../internal/media-type.js";

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
 * By the bytes; where they say nothing, as some mp3 files do not, by the type they were given, if that is in the table and
 * they are no text. The files are public, so the ending is ours and never one that a host would run or show as a page.
 */
export function fileType(head: Uint8Array, declared: string): FileType | undefined {
  const text = String.fromCharCode(...head.subarray(0, HEAD_BYTES));
  const { type, taken, extensions } =
    typeOfBytes(head) ?? (isOther(text) ? undefined : typeOfWords(declared, "")) ?? {};
  const ending = extensions?.[0];
  return taken && type !== undefined && ending !== undefined ? { type, ending } : undefined;
}

/** What is taken, for people: "JPEG, PNG, …". */
export function takenTypes(): string {
  const endings = MEDIA_TYPES.filter(({ taken }) => taken).map(({ extensions: [ending = ""] }) => ending.toUpperCase());
  return endings.join(", ");
}

/** Text, with markup and scripts in it or not, or one of the others. */
function isOther(text: string): boolean {
  if (OTHERS.some((beginning) => text.startsWith(beginning))) return true;
  // Pictures and sound have brands of their own in the container of mp4.
  if (text.startsWith("ftyp", 4)) return true;
  // A byte order mark is one of text; without control characters, anything is.
  return (
    text !== "" && (/^(\xef\xbb\xbf|\xfe\xff|\xff\xfe)/.test(text) || /^[\t\n\f\r\x20-\x7e\x80-\xff]+$/.test(text))
  );
}
