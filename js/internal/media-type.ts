/**
 * The type of a file, from its first bytes, else as it was said to be, else by its name: browsers leave the type of what
 * they do not know empty (.mov in Firefox and on Windows). Only what stands in the table is ever told to a file host,
 * which serves files under the type and name it was given: a page or an SVG there would run scripts.
 */
import { MEDIA_TYPES, type MediaType } from "../generated/media-types.js";

export { MEDIA_TYPES };

/** As many first bytes as tell a type. */
const TELLING = 16;

/** What a file is by its first bytes. */
export function typeOfBytes(head: Uint8Array): MediaType | undefined {
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
  return (
    MEDIA_TYPES.find((each) => each.type === plain || each.also.includes(plain)) ??
    MEDIA_TYPES.find(({ extensions }) => extensions.includes(ending))
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
  const endings = type?.extensions ?? ["bin"];
  const ending = /\.([^./\\]*)$/.exec(name)?.[1]?.toLowerCase();
  if (ending !== undefined && endings.includes(ending)) return name;
  const stem = ending === undefined ? name : name.slice(0, -ending.length - 1);
  return `${stem || "file"}.${endings[0]}`;
}
