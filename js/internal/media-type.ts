/**
 * The type of a file, from its first bytes, else as it was said to be, else by its name: browsers leave the type of what
 * they do not know empty (.mov in Firefox and on Windows). Only what stands in this table is ever told to a file host,
 * which serves files under the type and name it was given: a page or an SVG there would run scripts.
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

/** As many first bytes as tell a type. */
const TELLING = 16;

/** What a file is by its first bytes. */
function typeOfBytes(head: Uint8Array): MediaType | undefined {
  const text = String.fromCharCode(...head.subarray(0, TELLING));
  return MEDIA_TYPES.find(({ begins }) => begins.test(text));
}

/** The same of Base64. */
export function typeOfBase64(data: string): MediaType | undefined {
  try {
    return typeOfBytes(Uint8Array.from(atob(data.slice(0, 24)), (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
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
  const head = new Uint8Array(await file.slice(0, TELLING).arrayBuffer());
  return typeOfBytes(head) ?? typeOfWords(file.type, name);
}

/** A name whose ending is that of its type; of what is of no type here, one that nothing is done by. */
export function nameOfType(name: string, type: MediaType | undefined): string {
  const endings: readonly string[] = type?.extensions ?? ["bin"];
  const ending = /\.([^./\\]*)$/.exec(name)?.[1]?.toLowerCase();
  if (ending !== undefined && endings.includes(ending)) return name;
  const stem = ending === undefined ? name : name.slice(0, -ending.length - 1);
  return `${stem || "file"}.${endings[0]}`;
}
