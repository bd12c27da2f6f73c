/**
 * The one table of types under which files are sent on, by the client and by the proxy: what requests hold, and the GIFs
 * that the file service takes besides (upload-stream.json). A type is told from the first bytes, else as it was said to be,
 * else by the name: browsers leave the type of what they do not know empty (.mov in Firefox and on Windows). Only what
 * stands here is ever told to a file host, which serves files under the type and name it was given: a page or an SVG there
 * would run scripts. First bytes: RFC 2083, ISO 10918-1, RFC 9649, ISO 14496-12 and QuickTime, ISO 11172-3, the RIFF and
 * EBU Tech 3306 specifications.
 */
export const MEDIA_TYPES = [
  { type: "image/jpeg", extensions: ["jpg", "jpeg"], also: ["image/jpg", "image/pjpeg"], begins: /^\xFF\xD8\xFF/ },
  { type: "image/png", extensions: ["png"], also: ["image/x-png"], begins: /^\x89PNG\r\n/ },
  { type: "image/webp", extensions: ["webp"], also: [], begins: /^RIFF.{4}WEBP/s },
  { type: "image/gif", extensions: ["gif"], also: [], begins: /^GIF8[79]a/ },
  { type: "image/bmp", extensions: ["bmp"], also: ["image/x-ms-bmp", "image/x-bmp"], begins: /^BM.{4}\0{4}/s },
  {
    type: "video/quicktime",
    extensions: ["mov", "qt"],
    also: [],
    begins: /^.{4}(?:ftypqt|moov|mdat|wide|pnot)/s,
  },
  {
    type: "video/mp4",
    extensions: ["mp4", "m4v"],
    also: ["video/x-m4v"],
    // Not the pictures, sounds and films of telephones that are boxed alike.
    begins: /^.{4}ftyp(?!hei|hev|mif1|msf1|avi|M4A|3g)/s,
  },
  {
    type: "audio/wav",
    extensions: ["wav"],
    also: ["audio/x-wav", "audio/wave", "audio/vnd.wave"],
    begins: /^(?:RIFF|RF64|BW64).{4}WAVE/s,
  },
  {
    type: "audio/mpeg",
    extensions: ["mp3"],
    also: ["audio/mp3", "audio/x-mpeg", "audio/x-mp3", "audio/mpeg3"],
    // Layer III alone: the frames of AAC begin alike.
    begins: /^(?:ID3|\xFF[\xE2\xE3\xF2\xF3\xFA\xFB])/,
  },
] as const;

export type MediaType = (typeof MEDIA_TYPES)[number];

/** As many first bytes as tell a type, and markup behind a few words. */
export const HEAD_BYTES = 512;

/** Beginnings of programs, archives and documents, and of media that neither a request holds nor the file service takes. */
const OTHERS = [
  ...[
    "%PDF",
    "%!PS",
    "PK\x03\x04",
    "Rar!",
    "7z\xBC\xAF",
    "\x1F\x8B",
    "MZ",
    "\x7FELF",
    "\xCA\xFE\xBA\xBE",
    "\0asm",
    "#!",
  ],
  ...["OggS", "fLaC", "FORM", "RIFF", "\x1AE\xDF\xA3", "FWS", "CWS", "8BPS", "II*\0", "MM\0*"],
];
const MARKUP = /<[!?/a-z]/i;
/** Words, in ASCII or with a byte order mark: no medium of the table is made of them alone. */
const WORDS = /^(?:\xEF\xBB\xBF|\xFE\xFF|\xFF\xFE)|^[\t\n\f\r\x20-\x7E\x80-\xFF]*$/;

/**
 * What a file is by its first bytes; where they say nothing, as of some mp3 files, what a type or the ending of a name says,
 * unless the bytes are certainly those of something else.
 */
export function mediaType(head: Uint8Array, said: string, name: string): MediaType | undefined {
  const text = String.fromCharCode(...head.subarray(0, HEAD_BYTES));
  const known = MEDIA_TYPES.find(({ begins }) => begins.test(text));
  if (known) return known;
  // A tag between bytes that are no words can be a part of a medium.
  const other =
    OTHERS.some((beginning) => text.startsWith(beginning)) ||
    text.slice(4, 8) === "ftyp" ||
    (WORDS.test(text) && MARKUP.test(text.replaceAll("\0", "")));
  return other ? undefined : typeOfWords(said, name);
}

/** The same of Base64. */
export function typeOfBase64(data: string, said: string, name: string): MediaType | undefined {
  try {
    const head = Uint8Array.from(atob(data.slice(0, 684)), (character) => character.charCodeAt(0));
    return mediaType(head, said, name);
  } catch {
    return typeOfWords(said, name);
  }
}

/** What a type or the ending of a name says, where it is one of the table. */
export function typeOfWords(type: string, name: string): MediaType | undefined {
  const plain = type.split(";")[0]?.trim().toLowerCase() ?? "";
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  const has = (list: readonly string[], word: string) => list.includes(word);
  return (
    MEDIA_TYPES.find((each) => each.type === plain || has(each.also, plain)) ??
    MEDIA_TYPES.find(({ extensions }) => has(extensions, ending))
  );
}

/** @throws what the Blob throws, where it cannot be read any more */
export async function typeOfFile(
  file: Blob,
  name = (file as Partial<File>).name ?? "",
): Promise<MediaType | undefined> {
  return mediaType(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()), file.type, name);
}

/** A name whose ending is that of its type; of what is of no type here, one that nothing is done by. */
export function nameOfType(name: string, type: MediaType | undefined): string {
  const endings: readonly string[] = type?.extensions ?? ["bin"];
  const ending = /\.([^./\\]*)$/.exec(name)?.[1]?.toLowerCase();
  if (ending !== undefined && endings.includes(ending)) return name;
  const stem = ending === undefined ? name : name.slice(0, -ending.length - 1);
  return `${stem || "file"}.${endings[0]}`;
}
