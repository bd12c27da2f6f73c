/** Images, videos and audio of a call, in the fields that take them. Which they are, the catalogue says. */
import { typeOfWords } from "../internal/media-type.js";
import { parseUrl } from "../internal/parse-url.js";
import type { Issue, ModelInfo } from "../types/results.js";
import type { VideoModelCall, VideoModelFile } from "./types.js";

/** A URL, or a file that is uploaded when the request is submitted. */
export type Medium = string | Blob;

type Kind = "image" | "video" | "audio";
const KINDS: readonly Kind[] = ["image", "video", "audio"];

/** The fields that the media of a call stand in; what stands nowhere is told in `issues`. */
export function mediaFields(
  call: VideoModelCall,
  { fields, mode }: ModelInfo,
  issues: Issue[],
): Record<string, unknown> {
  const names = new Set<string>(fields.map(({ name }) => name));
  const frame = (type: "first_frame" | "last_frame") => {
    const [first, second] = (call.frameImages ?? []).filter(({ frameType }) => frameType === type);
    if (second) issues.push(twice(type));
    return first?.image;
  };
  const start = frame("first_frame") ?? call.image;
  const end = frame("last_frame");
  const found: Record<string, unknown> = {};
  // The older models take their first frame as a list of one. A field that the model has not is refused by validation.
  const first = names.has("image_start") || mode !== "image-to-video" ? "image_start" : "image_urls";
  if (start) found[first] = first === "image_start" ? mediumOf(start) : [mediumOf(start)];
  if (end) found.image_end = mediumOf(end);
  for (const [index, reference] of (call.inputReferences ?? []).entries()) {
    const kind = kindOf(reference, names);
    if (kind === undefined) {
      issues.push(unclear(index));
      continue;
    }
    const list = (found[`${kind}_urls`] ?? []) as Medium[];
    found[`${kind}_urls`] = [...list, mediumOf(reference)];
  }
  return found;
}

function mediumOf(file: VideoModelFile): Medium {
  if (file.type === "url") return file.url;
  const { data, mediaType } = file;
  const bytes = typeof data === "string" ? Uint8Array.from(atob(data), (each) => each.charCodeAt(0)) : data;
  return new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mediaType });
}

/** What a reference is: by its media type, by its address's ending, or since the model takes nothing else. */
function kindOf(file: VideoModelFile, names: ReadonlySet<string>): Kind | undefined {
  const { mediaType = "" } = file;
  const said = KINDS.find((kind) => mediaType.startsWith(`${kind}/`));
  if (said || file.type === "file") return said;
  const known = typeOfWords(mediaType, parseUrl(file.url)?.pathname ?? "")?.type;
  const [only, ...more] = (["image", "video"] as const).filter((kind) => names.has(`${kind}_urls`));
  return KINDS.find((kind) => known?.startsWith(`${kind}/`)) ?? (more.length === 0 ? only : undefined);
}

function twice(type: string): Issue {
  const message = `frameImages holds more than one ${type}`;
  return { severity: "error", code: "too_many", path: ["frameImages"], message, hint: "give one of each type" };
}

function unclear(index: number): Issue {
  return {
    severity: "error",
    code: "unsupported_format",
    path: ["inputReferences", index],
    message: "neither a media type nor the address's ending tells whether this reference is an image, a video or audio",
    hint: 'say it: { data: url, mediaType: "image/png" }',
  };
}
