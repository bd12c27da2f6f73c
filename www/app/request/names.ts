/** Fields and their limits in the page's language. */
import type { FieldInfo, MediaLimits } from "wanreel";
import type { Words } from "../language/language.js";
import { megabytes, sentence } from "../ui/numbers.js";

export function nameOf({ name, type, maxItems = 1 }: FieldInfo, words: Words): string {
  const known = words.fields[name] ?? sentence(name);
  return type === "mediaList" && maxItems > 1 && name !== "audio_urls" ? words.plural(known) : known;
}

/** One of a list: "Image 2"; where there is never a second, the list's own name. */
export function itemOf(info: FieldInfo, index: number, words: Words): string {
  const { maxItems = 1, media, name } = info;
  return maxItems > 1 ? words.nth(kindName(media?.kind ?? name, words), index + 1) : nameOf(info, words);
}

/** "image1" → "Image 1". */
export function referenceName(key: string, words: Words): string {
  const [, kind = key, number = ""] = /^([a-z]+)(\d+)$/.exec(key) ?? [];
  return words.nth(kindName(kind, words), Number(number));
}

export function kindName(kind: string, words: Words): string {
  return sentence(words.kinds[kind as keyof Words["kinds"]] ?? kind);
}

export function choiceName(value: string, words: Words): string {
  return words.modes[value] ?? (value.includes("_") ? sentence(value) : value);
}

/** "JPEG, PNG or WebP, 240 to 8000 px, up to 20 MB". */
export function limitsOf(limits: MediaLimits, words: Words): string {
  const { formats, minSide, maxSide, minSeconds, maxSeconds, maxBytes } = limits;
  const range = (least: number | undefined, most: number | undefined, unit: string) =>
    least && most ? words.range(least, most, unit) : "";
  return [
    words.or(formats.map((format) => (format === "webp" ? "WebP" : format.toUpperCase()))),
    range(minSeconds, maxSeconds, "s"),
    range(minSide, maxSide, "px"),
    words.upTo(megabytes(maxBytes)),
  ]
    .filter(Boolean)
    .join(", ");
}
