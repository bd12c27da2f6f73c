/** A call of the AI SDK as a request of the API, with what cannot be said in it. */
import { ConfigError, models, ValidationError, validate } from "../index.js";
import { withoutFiles } from "../internal/without-files.js";
import type { Submittable } from "../types/request.js";
import type { Issue, ModelInfo } from "../types/results.js";
import { mediaFields } from "./media.js";
import type { WanSubmitOptions } from "./options.js";
import type { VideoModelCall, VideoModelWarning } from "./types.js";

/** What is to be submitted. */
export interface SaidRequest {
  request: Submittable;
  submit: WanSubmitOptions;
  warnings: VideoModelWarning[];
}

const SUBMIT: readonly string[] = ["user", "feature", "remember", "inputs"] satisfies (keyof WanSubmitOptions)[];

/**
 * The request of a call. Settings that change nothing but taste are left out with a warning, as the AI SDK does it; what is
 * paid for and would not be what was meant is an error. What the model takes, validation says.
 * @throws ValidationError, ConfigError; nothing was sent
 */
export function requestOf(call: VideoModelCall & { webhookUrl?: string | undefined }, model: ModelInfo): SaidRequest {
  const { n, prompt, duration, seed, webhookUrl } = call;
  if (n > 1) {
    throw new ConfigError(
      `one call makes one video, and was asked for ${n}`,
      "leave maxVideosPerCall out: n is then n calls",
    );
  }
  const issues: Issue[] = [];
  const warnings: VideoModelWarning[] = [];
  const { submit, ...own } = ownOptions(call.providerOptions.wan);
  const said: Record<string, unknown> = {
    model: model.id,
    prompt,
    duration,
    seed,
    callback_url: webhookUrl,
    ...shape(call, model, issues, warnings),
    ...sound(call, model, warnings),
    ...mediaFields(call, model, issues),
  };
  if (call.fps !== undefined) warnings.push(unsupported("fps", "the model decides how many frames a second has"));
  if (Object.keys(call.headers ?? {}).some((name) => !KNOWN_HEADERS.includes(name.toLowerCase()))) {
    warnings.push(unsupported("headers", "give headers to createWan: they then go with every request"));
  }
  for (const [name, value] of Object.entries(said)) {
    if (value === undefined) delete said[name];
    else if (own[name] !== undefined && own[name] !== value) issues.push(saidTwice(name));
  }
  if (issues.length > 0) throw new ValidationError(issues);
  const request = { ...said, ...own } as unknown as Submittable;
  warnings.push(...validate(withoutFiles(request)).issues.filter(isWarning).map(told));
  return { request, submit, warnings };
}

/** What the client itself sets, or reads as the intent. */
const KNOWN_HEADERS = ["user-agent", "idempotency-key"];

function ownOptions(given: unknown): Record<string, unknown> & { submit: WanSubmitOptions } {
  const { submit = {}, ...fields } = plain("providerOptions.wan", given ?? {});
  const options = plain("providerOptions.wan.submit", submit);
  const stray = Object.keys(options).find((name) => !SUBMIT.includes(name));
  if (stray !== undefined) {
    throw new ConfigError(`providerOptions.wan.submit has no ${stray}`, `it has ${SUBMIT.join(", ")}`);
  }
  return { ...fields, submit: options as WanSubmitOptions };
}

function plain(place: string, value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new ConfigError(`${place} must be an object; it is ${Array.isArray(value) ? "an array" : String(value)}`);
}

/** Quality and aspect ratio, of a resolution in pixels or of a ratio. */
function shape(
  { resolution, aspectRatio }: VideoModelCall,
  model: ModelInfo,
  issues: Issue[],
  warnings: VideoModelWarning[],
): Record<string, unknown> {
  const takesRatio = has(model, "aspect_ratio");
  // Asked to follow its input is what a model without the field does anyway.
  const ratio = aspectRatio === "adaptive" && !takesRatio ? undefined : aspectRatio;
  if (ratio !== undefined && !takesRatio) {
    warnings.push(unsupported("aspectRatio", "the video takes the shape of its input"));
  }
  const asked = takesRatio && ratio !== undefined ? { aspect_ratio: ratio } : {};
  if (resolution === undefined) return asked;
  // Models whose inputs decide the pixels list none: a resolution still says how fine the video is, and so what it costs.
  const sizes = model.pixels.length > 0 ? model.pixels : models().flatMap(({ pixels }) => pixels);
  const found = sizes.find(({ width, height }) => resolution === `${width}x${height}`);
  if (!found) {
    issues.push(noSuchResolution(resolution, sizes));
    return asked;
  }
  if (!takesRatio) {
    const details = `the video takes the shape of its input, in ${found.quality}`;
    warnings.push(unsupported("resolution", details));
    return { quality: found.quality };
  }
  if (ratio !== undefined && ratio !== found.aspectRatio) {
    issues.push(
      error(
        "invalid_combination",
        "aspectRatio",
        `a resolution of ${resolution} is ${found.aspectRatio}, not ${ratio}`,
      ),
    );
  }
  return { quality: found.quality, aspect_ratio: found.aspectRatio };
}

function sound({ generateAudio }: VideoModelCall, model: ModelInfo, warnings: VideoModelWarning[]) {
  if (generateAudio === undefined) return {};
  if (has(model, "generate_audio")) return { generate_audio: generateAudio };
  warnings.push(unsupported("generateAudio", "no field of this model turns sound on or off"));
  return {};
}

function has({ fields }: ModelInfo, field: string): boolean {
  return fields.some(({ name }) => name === field);
}

function isWarning({ severity }: Issue): boolean {
  return severity === "warning";
}

function told({ path, message, hint }: Issue): VideoModelWarning {
  const place = path.length > 0 ? `${path.join(".")}: ` : "";
  return { type: "other", message: `${place}${message}${hint ? ` (${hint})` : ""}` };
}

function unsupported(feature: string, details: string): VideoModelWarning {
  return { type: "unsupported", feature, details };
}

function error(code: Issue["code"], field: string, message: string, hint?: string): Issue {
  return { severity: "error", code, path: [field], message, ...(hint ? { hint } : {}) };
}

function saidTwice(field: string): Issue {
  const message = `${field} is said by the call's own settings and, otherwise, by providerOptions.wan`;
  return error("invalid_combination", field, message, "say it once");
}

function noSuchResolution(resolution: string, sizes: ModelInfo["pixels"]): Issue {
  const all = [...new Set(sizes.map(({ width, height }) => `${width}x${height}`))].join(", ");
  return error("invalid_value", "resolution", `resolution ${resolution} is none that can be made`, `one of ${all}`);
}
