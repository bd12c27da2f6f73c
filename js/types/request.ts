/**
 * Requests, as the API takes them (snake_case JSON). `M` is what a media field may hold: a URL, and for
 * `submit` and `generate` also a Blob or File, which is uploaded first.
 */

/** 720p costs less, 1080p 1.67 times as much. Source: guide, section 7. */
export type Quality = "720p" | "1080p";

/** Width to height. Source: guide, section 3. */
export type AspectRatio = "16:9" | "9:16" | "1:1" | "4:3" | "3:4";

/** Which inputs of image-to-video decide the video. Source: guide, section 4. */
export type GenerationMode = "first_frame" | "first_last_frame" | "video_continuation";

interface Shared {
  /** What should happen, at most 5000 code points. Source: guide, section 12. */
  prompt: string;
  /** What should not be seen, at most 500 code points. Source: guide, section 3; OpenAPI of each model. */
  negative_prompt?: string;
  /** Default "720p". Source: guide, section 12. */
  quality?: Quality;
  /** Whole number from 1 to 2147483647; the same seed varies less. Default: random. Source: guide, section 3. */
  seed?: number;
  /** Let a language model rewrite a thin prompt. Default false. Source: guide, section 3. */
  prompt_extend?: boolean;
  /** https URL on a public host, at most 2048 characters; gets the finished task. Source: OpenAPI, callback_url. */
  callback_url?: string;
}

/** A prompt becomes a video. Source: guide, section 3; wan2.7-text-to-video.json. */
export interface TextToVideoRequest<M = string> extends Shared {
  model: "wan2.7-text-to-video";
  /** One driving audio, wav or mp3, 2 to 30 s, at most 15 MB. Without it music or sound is made. */
  audio_urls?: readonly M[];
  /** Default "16:9". */
  aspect_ratio?: AspectRatio;
  /** Whole seconds, 2 to 15. Default 5. */
  duration?: number;
}

interface ImageToVideo extends Shared {
  model: "wan2.7-image-to-video";
  /** Whole seconds, 2 to 15; of a continuation the total, input included. Default 5. */
  duration?: number;
}

/** `image_start`, with or without driving audio. Source: guide, section 4, combinations 1 and 2. */
export interface FirstFrameRequest<M = string> extends ImageToVideo {
  generation_mode?: "first_frame";
  /** JPEG, PNG without transparency, BMP or WebP; sides 240 to 8000 px; at most 20 MB. */
  image_start: M;
  image_end?: undefined;
  video_urls?: undefined;
  /** One driving audio, wav or mp3, 2 to 30 s, at most 15 MB. */
  audio_urls?: readonly M[];
}

/** `image_start` and `image_end`, with or without driving audio. Source: guide, section 4, combinations 3 and 4. */
export interface FirstLastFrameRequest<M = string> extends ImageToVideo {
  generation_mode?: "first_last_frame";
  /** JPEG, PNG without transparency, BMP or WebP; sides 240 to 8000 px; at most 20 MB. */
  image_start: M;
  /** The same limits as `image_start`. */
  image_end: M;
  video_urls?: undefined;
  /** One driving audio, wav or mp3, 2 to 30 s, at most 15 MB. */
  audio_urls?: readonly M[];
}

/** A clip to go on from, with or without an ending frame. Source: guide, section 4, combinations 5 and 6. */
export interface ContinuationRequest<M = string> extends ImageToVideo {
  generation_mode?: "video_continuation";
  image_start?: undefined;
  /** The frame to end on. */
  image_end?: M;
  /** One clip, mp4 or mov, 2 to 10 s, at most 100 MB; `duration` must be at least its length. */
  video_urls: readonly M[];
  audio_urls?: undefined;
}

/** One or two key frames, or a clip to continue. Source: guide, section 4; wan2.7-image-to-video.json. */
export type ImageToVideoRequest<M = string> = ContinuationRequest<M> | FirstLastFrameRequest<M> | FirstFrameRequest<M>;

/** Reference key (`image1`, `video2`; counted from 1 in its own array) to the URL of a voice, wav or mp3, 1 to 10 s. */
export type VoiceBindings<M = string> = { readonly [key: `image${number}` | `video${number}`]: M };

/** Characters kept from references. Source: guide, section 5; wan2.7-reference-video.json. */
export interface ReferenceVideoRequest<M = string> extends Shared {
  model: "wan2.7-reference-video";
  /** Starting frame; not counted among the references. */
  image_start?: M;
  /** Reference images; with `video_urls` 1 to 5 in all. Named "Image 1" or "图1" in the prompt. */
  image_urls?: readonly M[];
  /** Reference videos, mp4 or mov, 1 to 30 s. Named "Video 1" or "视频1" in the prompt. */
  video_urls?: readonly M[];
  /** @deprecated Voices by position, videos first, then images. Use `model_params.voice_bindings`. */
  audio_urls?: readonly M[];
  /** `voice_bindings`: which voice belongs to which reference, at most 5. */
  model_params?: { voice_bindings?: VoiceBindings<M> };
  /** Default "16:9"; ignored beside `image_start`. */
  aspect_ratio?: AspectRatio;
  /** Whole seconds, 2 to 15, with reference videos 2 to 10. Default 5. */
  duration?: number;
}

/** An instruction applied to a video. Source: guide, section 6; wan2.7-video-edit.json. */
export interface VideoEditRequest<M = string> extends Shared {
  model: "wan2.7-video-edit";
  /** Exactly one video, mp4 or mov, 2 to 10 s, at most 100 MB. */
  video_urls: readonly M[];
  /** At most 4 reference images. */
  image_urls?: readonly M[];
  /** true keeps the sound of the input; false lets the model decide. Default false. */
  keep_original_sound?: boolean;
  /** Default: that of the input. */
  aspect_ratio?: AspectRatio;
  /** 0 keeps the input's length; 2 to 10 cuts it, in whole seconds. Default 0. */
  duration?: number;
}

interface Wan26 {
  /** At most 1500 code points. */
  prompt: string;
  /** Default "720p". */
  quality?: Quality;
  /** https URL on a public host. */
  callback_url?: string;
  /** One shot or several; text- and image-to-video heed it only with `prompt_extend`. */
  model_params?: { shot_type?: "single" | "multi" };
}

/** Source: wan2.6-text-to-video.json. */
export interface Wan26TextToVideoRequest<M = string> extends Wan26 {
  model: "wan2.6-text-to-video";
  /** One mp3, 3 to 30 s. */
  audio_url?: M;
  aspect_ratio?: AspectRatio;
  /** Whole seconds, 2 to 15. */
  duration?: number;
  /** Default true. */
  prompt_extend?: boolean;
}

/** Source: wan2.6-image-to-video.json and its flash variant. */
export interface Wan26ImageToVideoRequest<M = string> extends Wan26 {
  model: "wan2.6-image-to-video";
  /** Exactly one first frame, sides 360 to 2000 px, at most 10 MB. */
  image_urls: readonly M[];
  /** One mp3, 3 to 30 s. */
  audio_url?: M;
  /** Whole seconds, 2 to 15. */
  duration?: number;
  /** Default true. */
  prompt_extend?: boolean;
}

/** Source: wan2.6-image-to-video-flash.json. */
export interface Wan26ImageToVideoFlashRequest<M = string> extends Omit<Wan26ImageToVideoRequest<M>, "model"> {
  model: "wan2.6-image-to-video-flash";
  /** Default true; false costs less. */
  generate_audio?: boolean;
}

/** Source: wan2.6-reference-video.json. */
export interface Wan26ReferenceVideoRequest<M = string> extends Wan26 {
  model: "wan2.6-reference-video";
  /** 1 to 3 videos of 2 to 30 s. */
  video_urls: readonly M[];
  aspect_ratio?: AspectRatio;
  /** Whole seconds, 2 to 10. */
  duration?: number;
}

/** Source: wan2.6-reference-video-flash.json. */
export interface Wan26ReferenceVideoFlashRequest<M = string> extends Omit<Wan26ReferenceVideoRequest<M>, "model"> {
  model: "wan2.6-reference-video-flash";
  /** Default true; false costs less. */
  generate_audio?: boolean;
}

interface Wan25 {
  /** At most 2000 code points. */
  prompt: string;
  /** Default "720p". */
  quality?: "480p" | Quality;
  /** 5 or 10 seconds. */
  duration?: 5 | 10;
  /** Default true. */
  prompt_extend?: boolean;
  /** https URL on a public host. */
  callback_url?: string;
}

/** Source: wan2.5-text-to-video.json. */
export interface Wan25TextToVideoRequest extends Wan25 {
  model: "wan2.5-text-to-video";
  /** 480p takes 16:9, 9:16 and 1:1 only. */
  aspect_ratio?: AspectRatio;
}

/** Source: wan2.5-image-to-video.json. */
export interface Wan25ImageToVideoRequest<M = string> extends Wan25 {
  model: "wan2.5-image-to-video";
  /** Exactly one first frame. */
  image_urls: readonly M[];
}

/** The older models, kept as fallbacks. Source: guide, section 11. */
export type LegacyVideoRequest<M = string> =
  | Wan25ImageToVideoRequest<M>
  | Wan25TextToVideoRequest
  | Wan26ReferenceVideoFlashRequest<M>
  | Wan26ReferenceVideoRequest<M>
  | Wan26ImageToVideoFlashRequest<M>
  | Wan26ImageToVideoRequest<M>
  | Wan26TextToVideoRequest<M>;

/**
 * Every request, told apart by `model`. Of a request without a declared type the compiler names the member that shares most
 * fields with it, and of several the last one: so they stand from the rarest meant to the commonest.
 */
export type VideoRequest<M = string> =
  | VideoEditRequest<M>
  | ContinuationRequest<M>
  | FirstLastFrameRequest<M>
  | LegacyVideoRequest<M>
  | ReferenceVideoRequest<M>
  | FirstFrameRequest<M>
  | TextToVideoRequest<M>;

/** What `submit` and `generate` take: a Blob or File may stand wherever a URL does; it is uploaded first. */
export type Submittable = VideoRequest<string | Blob>;

/** Every model id. Source: guide, section 2 and 11. */
export type ModelId = VideoRequest["model"];
