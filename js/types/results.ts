/** What the pure functions answer. */
import type { IssueCode } from "../generated/issue-codes.js";
import type { GenerationMode, ModelFamily, ModelId, VideoRequest } from "../generated/requests.js";

export type { IssueCode };

/** One finding about a request. */
export interface Issue {
  /** error: the API would refuse it, or it can only be a mistake. warning: taken, but likely not what was meant. */
  severity: "error" | "warning";
  code: IssueCode;
  /** Where, e.g. ["model_params", "voice_bindings", "image3"]; empty for the request as a whole. A name of over 2000 characters is cut. */
  path: (string | number)[];
  /** What was found and what is allowed. What was found is quoted in part: at most 60 characters, of an address the host. */
  message: string;
  /** What to do. */
  hint?: string;
}

/** Every finding, not the first. */
export interface Validation {
  /** No errors; warnings do not count. */
  valid: boolean;
  /** At most 50, errors first. */
  issues: Issue[];
  /** How many more there are; absent where `issues` are all. */
  omitted?: number;
}

/** What is known of one input medium. Lengths in seconds, sides in pixels. */
export interface MediaFact {
  seconds?: number;
  width?: number;
  height?: number;
  bytes?: number;
  /** "jpeg", "png", "bmp", "webp", "mp4", "mov", "wav", "mp3", … */
  format?: string;
  /** Whether the image has transparency. */
  alpha?: boolean;
}

/** Facts by media URL, or by field ("image_start", "video_urls.0", "model_params.voice_bindings.image1"). */
export type MediaFacts = { readonly [urlOrField: string]: MediaFact | undefined };

/** A language that findings are said in: `zh` of "wanreel/zh". Its sentences are those of this version of the package. */
export interface Language {
  /** BCP 47: "zh". */
  readonly tag: string;
  /** The sentences, by number; not for reading. */
  readonly sentences: readonly string[];
}

export interface ValidateOptions {
  /** Default true: text over its limit is an error. false: a warning, since the server cuts it. */
  strict?: boolean;
  /** What is known of the media, to check lengths, sizes and formats. */
  inputs?: MediaFacts;
  /** In which findings are said. Default English. */
  language?: Language;
}

/** What a request does. */
export type RequestMode = "text-to-video" | GenerationMode | "reference-video" | "video-edit";

/**
 * A checked request, ready to post. `request` and `fingerprint` are made when they are read: its JSON has them, and a copy by
 * spreading does not.
 */
export interface BuiltRequest {
  /** The JSON to POST: what the caller gave, keys in a fixed order, no defaults added. */
  readonly body: string;
  /** That JSON as an object. */
  readonly request: VideoRequest;
  /** 64 hex digits: SHA-256 of the canonical body (RFC 8785), defaults filled in, callback_url left out. */
  readonly fingerprint: string;
  readonly mode: RequestMode;
  /** Output pixels, where quality and aspect ratio decide them. Source: OpenAPI, aspect_ratio. */
  readonly output: { width: number; height: number } | null;
  readonly warnings: Issue[];
}

/** Micro-dollars a second by quality. */
export type Rates = { readonly [quality in "480p" | "720p" | "1080p"]?: number };

/** Prices of your own; a model left out keeps the guide's price. */
export interface PriceTable {
  /** Shown as `Cost.prices`. */
  name: string;
  /** By model id. */
  microUsdPerSecond: { readonly [model in ModelId]?: Rates };
  /** Most input seconds billed, by model id; a model left out bills all of it. */
  inputSecondsCap?: { readonly [model in ModelId]?: number };
}

/** A built-in table's name. Source: guide, section 7; API price list. */
export type PriceTableName = "guide-2026-05" | "list-2026-10";

export interface CostOptions {
  /** Length of all input videos together, in seconds; counts for reference-video and video-edit. */
  inputSeconds?: number;
  /** Lengths by medium, where they are known one by one. */
  inputs?: MediaFacts;
  /** Default "guide-2026-05". */
  prices?: PriceTable | PriceTableName;
}

/** What a request costs when it succeeds. Failed tasks are billed in no mode. */
export interface Cost {
  currency: "USD";
  /** Whole micro-dollars; the most it can be where `exact` is false. */
  microUsd: number;
  /** microUsd / 1e6. */
  usd: number;
  outputSeconds: number;
  inputSeconds: number;
  billedSeconds: number;
  microUsdPerSecond: number;
  /** Whether input length, output length and rate are all known. */
  exact: boolean;
  range: { minMicroUsd: number; maxMicroUsd: number };
  failedTaskBilled: boolean;
  /** The price table's name. */
  prices: string;
}

export interface BudgetPlan {
  clipsPerDay: number;
  averageSeconds: number;
  /** Default "720p". */
  quality?: "720p" | "1080p";
  /** Default 30. */
  days?: number;
  prices?: PriceTable | PriceTableName;
}

/** What a provider asks for the same output. Source: guide, section 7. */
export interface ProviderCost {
  provider: string;
  quality: string;
  microUsdPerSecond: number;
  microUsd: number;
  usd: number;
  /** Whether the rate was worked out from a clip's price. */
  approximate: boolean;
  /** When the price was read, "2026-05"; of a table of your own, its name. */
  asOf: string;
}

/** Limits of a medium. Lengths in seconds, sides in pixels; absent: not limited. */
export interface MediaLimits {
  kind: "image" | "video" | "audio";
  formats: string[];
  maxBytes: number;
  minSide?: number;
  maxSide?: number;
  maxRatio?: number;
  minSeconds?: number;
  maxSeconds?: number;
}

/** One field of a model: enough to draw a form. */
export interface FieldInfo {
  name: string;
  type:
    | "model"
    | "text"
    | "choice"
    | "integer"
    | "boolean"
    | "media"
    | "mediaList"
    | "callbackUrl"
    | "object"
    | "voiceBindings";
  required: boolean;
  default?: string | number | boolean;
  /** text: most code points. */
  maxLength?: number;
  /** choice: the allowed values. */
  values?: string[];
  /** integer: smallest and largest, the step, and whether 0 is allowed beside them. */
  min?: number;
  max?: number;
  step?: number;
  zero?: boolean;
  /** mediaList and voiceBindings: fewest and most. */
  minItems?: number;
  maxItems?: number;
  media?: MediaLimits;
  /** object: its fields. */
  fields?: FieldInfo[];
}

export interface ModelInfo {
  id: ModelId;
  family: ModelFamily;
  mode: "text-to-video" | "image-to-video" | "reference-video" | "video-edit";
  /** What it suits best, in a few English words each. Source: guide, sections 2, 10 and 13. */
  bestFor: string[];
  fields: FieldInfo[];
  /** Micro-dollars a second by quality in the default table. */
  microUsdPerSecond: Rates;
  /** Whether the length of input videos is billed too. */
  billsInput: boolean;
  /** Output pixels by quality and aspect ratio; empty where the inputs decide. */
  pixels: { quality: string; aspectRatio: string; width: number; height: number }[];
}

/** One change a migration made. */
export interface Change {
  path: (string | number)[];
  kind: "replaced" | "renamed" | "added" | "removed";
  from?: unknown;
  to?: unknown;
  reason: string;
}

export interface Migration {
  request: VideoRequest;
  changes: Change[];
}

/** standardschema.dev, version 1. */
export interface StandardSchemaV1<Input = unknown, Output = Input> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (
      value: unknown,
    ) => { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly StandardIssue[] };
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Of `jsonSchema`. */
export interface JsonSchemaOptions {
  /** A plain object at the top, as tool APIs want it. Default false: all that a schema can say. */
  tool?: boolean;
}
