/**
 * The AI SDK's video model, version 4, as @ai-sdk/provider 4 declares it (Experimental_VideoModelV4). Said once more, so that
 * these declarations compile where that package, which wants Node 22, is not installed; tests/ai-sdk holds the two together.
 */

/** What JSON can say. */
export type Json = null | string | number | boolean | readonly Json[] | JsonObject;

export type JsonObject = { readonly [name: string]: Json | undefined };

/** Fields by provider. */
export type ByProvider = Record<string, { [name: string]: Json | undefined }>;

/** An image, video or audio that is given: its bytes or its address. */
export type VideoModelFile =
  | { type: "file"; mediaType: string; data: string | Uint8Array; providerOptions?: ByProvider }
  | { type: "url"; url: string; mediaType?: string; providerOptions?: ByProvider };

/** What a call of `experimental_generateVideo` or `experimental_startVideo` comes to. */
export interface VideoModelCall {
  prompt: string | undefined;
  n: number;
  aspectRatio: `${number}:${number}` | "adaptive" | undefined;
  /** Pixels, "1280x720". */
  resolution: `${number}x${number}` | undefined;
  /** Seconds. */
  duration: number | undefined;
  fps: number | undefined;
  seed: number | undefined;
  image: VideoModelFile | undefined;
  frameImages: Array<{ image: VideoModelFile; frameType: "first_frame" | "last_frame" }> | undefined;
  inputReferences: Array<VideoModelFile> | undefined;
  generateAudio: boolean | undefined;
  providerOptions: ByProvider;
  abortSignal?: AbortSignal;
  headers?: Record<string, string | undefined>;
}

/** What is done otherwise than it was asked for. */
export type VideoModelWarning =
  | { type: "unsupported"; feature: string; details?: string }
  | { type: "other"; message: string };

/** A video, by its address. */
export interface VideoModelVideo {
  type: "url";
  url: string;
  mediaType: string;
}

/** When and by which model an answer was given. */
export interface VideoModelResponse {
  timestamp: Date;
  modelId: string;
  headers: Record<string, string> | undefined;
}

/** What every answer carries. */
export interface VideoModelAnswer {
  response: VideoModelResponse;
  /** Under `wan`: the task, its price and its videos. */
  providerMetadata: ByProvider;
}

/** A finished generation. */
export interface VideoModelResult extends VideoModelAnswer {
  videos: VideoModelVideo[];
  warnings: VideoModelWarning[];
}

/** A generation that was begun. */
export interface VideoModelStart extends VideoModelAnswer {
  /** Survives JSON, and is good in every process that has the same key. */
  operation: Json;
  warnings: VideoModelWarning[];
}

/** How a generation stands. */
export type VideoModelStatus =
  | ({ status: "pending" } & VideoModelAnswer)
  | ({ status: "completed" } & VideoModelResult)
  | ({ status: "error"; error: string } & VideoModelAnswer);

/** What a webhook of the caller's has received. */
export interface VideoModelWebhook {
  headers: Record<string, string>;
  body: Json;
}

/** The model as the AI SDK calls it. */
export interface WanVideoModel {
  readonly specificationVersion: "v4";
  readonly provider: string;
  readonly modelId: string;
  readonly maxVideosPerCall: 1;
  doGenerate(call: VideoModelCall): Promise<VideoModelResult>;
  doStart(call: VideoModelCall & { webhookUrl?: string }): Promise<VideoModelStart>;
  doStatus(asked: {
    operation: Json;
    abortSignal?: AbortSignal;
    headers?: Record<string, string | undefined>;
  }): Promise<VideoModelStatus>;
  handleWebhookOption(given: {
    webhook: () => PromiseLike<{ url: string; received: PromiseLike<VideoModelWebhook> }>;
  }): Promise<{ webhookUrl: string; received: Promise<VideoModelWebhook> }>;
}
