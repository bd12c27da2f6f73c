/**
 * wan2.7 requests as other hosts take them: fal, Replicate, DashScope, the AI SDK. In tables here, not in Rust: whoever does
 * not call migrate() loads none of it, while in the WebAssembly it would be 3 kB (brotli) for everybody. What a field of this
 * API is comes from the catalogue. Sources: the schemas that fal.ai and replicate.com publish of their wan2.7 models; Alibaba
 * Cloud Model Studio, video synthesis; ai-sdk.dev, generateVideo.
 */
import type { VideoRequest } from "../types/request.js";
import type { Change, FieldInfo, Migration, ModelInfo } from "../types/results.js";

/** What our field is called elsewhere, or which kind of medium in a list of media stands for it. */
const NAMES: Readonly<Record<string, string>> = {
  prompt: "text",
  negative_prompt: "negativePrompt",
  quality: "resolution size",
  aspect_ratio: "ratio aspectRatio",
  prompt_extend: "enable_prompt_expansion promptExtend",
  callback_url: "webhook_url",
  audio_urls: "audio audio_url audioUrl driving_audio",
  image_start: "image image_url img_url first_frame",
  image_end: "end_image_url last_frame",
  video_urls: "video video_url first_clip reference_video reference_videos reference_video_urls",
  image_urls: "reference_image reference_images reference_image_url reference_image_urls",
  keep_original_sound: "audio_setting audioSetting",
};
/** What holds fields, or media, rather than being one. */
const HOLDERS = ["input", "parameters", "providerOptions", "media", "frameImages"];
const MODES: readonly (readonly [mode: ModelInfo["mode"], id: RegExp])[] = [
  ["text-to-video", /t2v|text-to-video/],
  ["image-to-video", /i2v|image-to-video/],
  ["reference-video", /r2v|reference/],
  ["video-edit", /video-?edit|edit-video/],
];
/** The defaults there, which differ here. */
const DEFAULTS = { quality: "1080p", prompt_extend: true };

const SHOTS = 'wan2.7 reads the shots from the prompt: "a single-shot video", "a multi-shot video", or a shot list';
const REASONS: Readonly<Record<string, string>> = { shot_type: SHOTS, multi_shots: SHOTS, shotType: SHOTS };

interface Given {
  path: Change["path"];
  name: string;
  value: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The request here, and what changed; nothing where it is no wan2.7 request of another host. */
export function migrateFromOthers(given: unknown, models: readonly ModelInfo[]): Migration | undefined {
  const named = isObject(given) ? given.model : undefined;
  const id = named ?? (isObject(given) && isObject(given.input) ? routeOf(given.input) : undefined);
  const model = typeof id === "string" ? modelOf(id, models) : undefined;
  if (!model || !isObject(given)) return undefined;
  // An id alone may be a slip in a request of ours, which gets no defaults of others.
  const foreign = (name: string) => HOLDERS.includes(name) || (!fieldOf(model, name) && renamed(model, name));
  if (!String(id).includes("/") && !Object.keys(given).some(foreign)) return undefined;
  const request: Record<string, unknown> = { model: model.id };
  const changes: Change[] = [
    named === undefined
      ? { path: ["model"], kind: "added", to: model.id, reason: "no model is named; told by what the input holds" }
      : {
          ...{ path: ["model"], kind: "replaced", from: id, to: model.id },
          reason: "the same model; its fields stand at the top of the request here",
        },
  ];
  const { model: _, ...fields } = given;
  for (const one of flatten(fields, [])) take(one, model, models, request, changes);
  for (const [name, value] of Object.entries(DEFAULTS)) {
    if (request[name] !== undefined) continue;
    request[name] = value;
    const why = "the default there, and not here; set so that results stay alike";
    changes.push({ path: [name], kind: "added", to: value, reason: why });
  }
  return { request: request as unknown as VideoRequest, changes };
}

/**
 * The route of an input without a model: hosts take that in the address, not in the body. By its media, where they tell; a video
 * alone may be one to go on from or one to edit, so that it tells none.
 */
function routeOf(input: Record<string, unknown>): string | undefined {
  const given = Object.keys(input).filter((name) => input[name] !== undefined && input[name] !== null);
  const has = (...fields: string[]) =>
    given.some((name) => fields.some((field) => field === name || NAMES[field]?.split(" ").includes(name)));
  const isReference = given.some((name) => /^reference_|^image_urls$/.test(name));
  if (isReference) return "wan2.7-r2v";
  if (has("image_start", "image_end") || given.includes("first_clip")) return "wan2.7-i2v";
  if (has("video_urls") || given.includes("media")) return undefined;
  return has("prompt") ? "wan2.7-t2v" : undefined;
}

function modelOf(id: string, models: readonly ModelInfo[]): ModelInfo | undefined {
  // Of ours, none is from elsewhere; and their image models have names alike.
  if (!/wan[-\d./a-z]*v?2\.?7/.test(id) || models.some((model) => model.id === id)) return undefined;
  const mode = MODES.find(([, words]) => words.test(id))?.[0];
  return models.find((model) => model.mode === mode && model.family === "wan2.7");
}

const fieldOf = ({ fields }: ModelInfo, name: string) => fields.find((field) => field.name === name);

/** The field of ours that is called so elsewhere. */
function renamed(model: ModelInfo, name: string): FieldInfo | undefined {
  return model.fields.find((field) => NAMES[field.name]?.split(" ").includes(name));
}

/** All that is given, out of what holds it. */
function flatten(holder: Record<string, unknown>, path: Change["path"], byProvider = false): Given[] {
  return Object.entries(holder).flatMap(([name, value]) => {
    const here = [...path, name];
    // The AI SDK's prompt may be a text and an image; its options stand under the provider's name.
    if (isObject(value) && (byProvider || name === "prompt" || HOLDERS.includes(name))) {
      return flatten(value, here, byProvider || name === "providerOptions");
    }
    if (!Array.isArray(value) || !["media", "frameImages"].includes(name)) return [{ path: here, name, value }];
    return value.flatMap((medium, index) => {
      const { type, frameType = type, url, image = url, ...rest } = Object(medium) as Record<string, unknown>;
      const others = Object.entries(rest).map(([part, other]) => ({
        path: [...here, index, part],
        name: "",
        value: other,
      }));
      return [{ path: [...here, index], name: String(frameType), value: image ?? medium }, ...others];
    });
  });
}

function take(
  given: Given,
  model: ModelInfo,
  all: readonly ModelInfo[],
  request: Record<string, unknown>,
  changes: Change[],
): void {
  const { path, name, value } = given;
  // A name that both have means here what it means here.
  const field = fieldOf(model, name) ?? renamed(model, name);
  const lost = (reason: string) => changes.push({ path, kind: "removed", from: value, reason });
  // Whether a video has sound is no question here.
  if (!field || (field.type === "mediaList" && typeof value === "boolean")) {
    return void lost(REASONS[name] ?? "there is no such field here");
  }
  const known = request[field.name];
  if (known !== undefined && !Array.isArray(known)) return void lost("it is given already");
  const size = field.name === "quality" ? sizeOf(value, all) : undefined;
  const to = size?.quality ?? said(field, value);
  request[field.name] = Array.isArray(known) && Array.isArray(to) ? [...known, ...to] : to;
  if (size && fieldOf(model, "aspect_ratio")) request.aspect_ratio ??= size.aspectRatio;
  if (name === field.name && JSON.stringify(to) === JSON.stringify(value)) return;
  const kind = name === field.name ? "replaced" : "renamed";
  changes.push({ path, kind, from: value, to, reason: `here it is ${field.name}: ${JSON.stringify(to)}` });
}

/** The same as a field of ours says it. */
function said({ type, values }: FieldInfo, value: unknown): unknown {
  if (type === "mediaList") return Array.isArray(value) ? value : [value];
  if (typeof value !== "string") return value;
  // "auto" or "origin"
  if (type === "boolean") return value === "origin";
  if (type === "integer" && /^\d+$/.test(value)) return Number(value);
  return values ? value.toLowerCase() : value;
}

/** "1280x720" or "1280*720", where it is a size of the newest models. */
function sizeOf(value: unknown, all: readonly ModelInfo[]): ModelInfo["pixels"][number] | undefined {
  const wanted = String(value).replace("*", "x");
  return all[0]?.pixels.find(({ width, height }) => `${width}x${height}` === wanted);
}
