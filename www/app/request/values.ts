/** What stands in a form, and the request it makes. */
import { buildRequest, type ModelInfo, type VideoRequest } from "wanreel";
import { type Leaf, leavesOf, MODE_FIELD, modesOf } from "./leaves.js";
import { takes } from "./takes.js";

/** A medium as the form has it: an address, maybe not finished, or a file that is uploaded when the request is sent. */
export type Medium = string | File;
export type Voices = Record<string, Medium>;
export type Value = string | number | boolean | File | Medium[] | Voices | undefined;
/** By path; a list may have rows that are blank. */
export type Values = Readonly<Record<string, Value>>;
/** As the client takes it: files in the place of addresses. */
export type Request = VideoRequest<Medium>;

const isBlank = (medium: Medium) => typeof medium === "string" && medium.trim() === "";
const tidy = (medium: Medium) => (typeof medium === "string" ? medium.trim() : medium);

/** A list's rows that are in the request: an issue's index counts only these. */
export const filled = (rows: readonly Medium[]) => rows.filter((medium) => !isBlank(medium));

export function listOf(value: Value): Medium[] {
  return Array.isArray(value) ? value : [];
}

export function voicesOf(value: Value): Voices {
  const isVoices = typeof value === "object" && !Array.isArray(value) && !(value instanceof File);
  return isVoices ? value : {};
}

/** The chosen mode; the first where none is, since it decides which inputs there are. */
export function modeIn(model: ModelInfo, values: Values): string | undefined {
  return (values[MODE_FIELD] as string | undefined) ?? modesOf(model)[0];
}

export function isShown(model: ModelInfo, values: Values, { info }: Leaf): boolean {
  const mode = modeIn(model, values);
  return mode === undefined || takes(model, mode, info);
}

function given({ info }: Leaf, value: Value): unknown {
  switch (info.type) {
    case "text":
    case "callbackUrl":
      return typeof value === "string" && value.trim() !== "" ? value : undefined;
    case "media":
      return value === undefined || isBlank(value as Medium) ? undefined : tidy(value as Medium);
    case "mediaList": {
      const rows = filled(listOf(value)).map(tidy);
      return rows.length > 0 ? rows : undefined;
    }
    case "voiceBindings": {
      const voices = Object.entries(voicesOf(value)).filter(([, voice]) => !isBlank(voice));
      return voices.length > 0 ? Object.fromEntries(voices.map(([key, voice]) => [key, tidy(voice)])) : undefined;
    }
    default:
      return value;
  }
}

/** What was given, in the model's own order; what the mode does not take stays in the form. */
export function requestOf(model: ModelInfo, values: Values): Request {
  const request: Record<string, unknown> = { model: model.id };
  for (const leaf of leavesOf(model.fields)) {
    const value = leaf.path === MODE_FIELD ? modeIn(model, values) : given(leaf, values[leaf.path]);
    if (value === undefined || !isShown(model, values, leaf)) continue;
    const [field = "", inner] = leaf.path.split(".");
    request[field] = inner === undefined ? value : { ...(request[field] as object), [inner]: value };
  }
  return request as unknown as Request;
}

export function valuesOf(model: ModelInfo, request: Request): Values {
  const fields = request as unknown as Record<string, unknown>;
  const values: Record<string, Value> = {};
  for (const { path } of leavesOf(model.fields)) {
    const [field = "", inner] = path.split(".");
    const value = inner === undefined ? fields[field] : (fields[field] as Record<string, unknown> | undefined)?.[inner];
    if (value !== undefined) values[path] = value as Value;
  }
  if (modesOf(model).length > 0) values[MODE_FIELD] ??= inferred(request);
  return values;
}

function inferred(request: Request): string | undefined {
  try {
    return buildRequest(withoutFiles(request)).mode;
  } catch {
    return undefined;
  }
}

/** The request with an address in place of each file, for what is shown or kept of it. */
export function withoutFiles(request: Request, addressOf = (file: File) => fileAddress(file)): VideoRequest {
  const plain = (value: unknown): unknown => {
    if (value instanceof File) return addressOf(value);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(plain);
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
  };
  return plain(request) as VideoRequest;
}

/** Where the guide's own samples have their files. */
function fileAddress({ name }: File): string {
  return `https://your-cdn.com/${encodeURIComponent(name)}`;
}

export function hasFiles(request: Request): boolean {
  let found = false;
  withoutFiles(request, () => {
    found = true;
    return "";
  });
  return found;
}
