/**
 * Where a request's media stand, by the catalogue's table of fields, as models() hands it out. A client asks Rust for each
 * place instead (js/client/prepared-request.ts): the table as an object would be dead weight in a page that submits, and a
 * walker in Rust weighs 4.7 kB here. tests/media/media-places.test.mjs holds the two together.
 */
import { parseUrl } from "../internal/parse-url.js";
import type { Submittable, VideoRequest } from "../types/request.js";
import type { FieldInfo, MediaFacts } from "../types/results.js";
import type { Core } from "./core.js";
import { isBlob } from "./local.js";

export interface Place {
  path: (string | number)[];
  source: string | Blob;
}

/** Every medium that can be probed, once a place; a request that cannot be read has none. */
export function mediaOf(request: Submittable, { models }: Core): Place[] {
  try {
    const model = models().find(({ id }) => id === request.model);
    return collect(request, model?.fields ?? [], []);
  } catch {
    // validate says what is wrong with it.
    return [];
  }
}

function collect(holder: unknown, fields: readonly FieldInfo[], path: (string | number)[]): Place[] {
  return fields.flatMap((field) => {
    const value = (holder as Record<string, unknown>)[field.name];
    const here = [...path, field.name];
    if (field.type === "media") return place(value, here);
    if (typeof value !== "object" || value === null) return [];
    if (field.type === "object") return collect(value, field.fields ?? [], here);
    if (field.type !== "mediaList" && field.type !== "voiceBindings") return [];
    // What is too many is refused anyway.
    const most = field.maxItems ?? 1;
    const items = Array.isArray(value) ? [...value.slice(0, most).entries()] : Object.entries(value).slice(0, most);
    return items.flatMap(([key, item]) => place(item, [...here, key]));
  });
}

function place(value: unknown, path: (string | number)[]): Place[] {
  const wanted =
    isBlob(value) || (typeof value === "string" && /^https?:/i.test(value) && parseUrl(value) !== undefined);
  return wanted ? [{ path, source: value as string | Blob }] : [];
}

/** The name a fact stands under: the path with dots. */
export function nameOf({ path }: Place): string {
  return path.join(".");
}

/** Whether something is known of it already. */
export function isKnown(place: Place, inputs: MediaFacts): boolean {
  const byUrl = typeof place.source === "string" && Object.hasOwn(inputs, place.source);
  return byUrl || Object.hasOwn(inputs, nameOf(place));
}

/** The request with a URL in place of each file, as it will be once they are uploaded. */
export function withoutFiles(request: Submittable, places: readonly Place[]): VideoRequest {
  const files = places.filter(({ source }) => typeof source !== "string");
  const plain = files.reduce((copy, { path }, index) => put(copy, path, `https://file.invalid/${index}`), request);
  return plain as VideoRequest;
}

/** A copy with `value` at the end of the path. */
function put<T>(holder: T, [key, ...rest]: Place["path"], value: string): T {
  const copy = (Array.isArray(holder) ? [...holder] : { ...holder }) as Record<string | number, unknown>;
  if (key !== undefined) copy[key] = rest.length === 0 ? value : put(copy[key], rest, value);
  return copy as T;
}
