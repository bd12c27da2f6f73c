// Written by the build from src/catalog: change it there.

/** Requests, as the API takes them (snake_case JSON). `M` is what a media field may hold: a URL, and for `submit` and `generate` also a Blob or File, which is uploaded first. */

/** 720p costs less, 1080p 1.67 times as much. Source: guide, section 7. */
export type Quality = "720p" | "1080p";

/** Width to height. Source: guide, section 3. */
export type AspectRatio = "16:9" | "9:16" | "1:1" | "4:3" | "3:4";

/** Which inputs of image-to-video decide the video. Source: guide, section 4. */
export type GenerationMode = "first_frame" | "first_last_frame" | "video_continuation";

/** Reference key (`image1`, `video2`; counted from 1 in its own array) to the URL of a voice. */
export type VoiceBindings<M = string> = { readonly [key: `image${number}` | `video${number}`]: M };

/** A prompt becomes a video. Source: guide, section 3; wan2.7-text-to-video.json. */
export interface TextToVideoRequest<M = string> {
  model: "wan2.7-text-to-video";
  /** What should happen. At most 5000 code points. Source: guide, section 12. */
  prompt: string;
  /** What should not be seen. At most 500 code points. Source: guide, section 3. */
  negative_prompt?: string;
  /**
   * A driving audio. Without it music or sound is made. One: wav or mp3; 2 to 30 s; at most 15 MB. Source: guide,
   * section 3.
   */
  audio_urls?: readonly M[];
  /** 720p costs less than 1080p. Default "720p". Source: guide, section 7. */
  quality?: Quality;
  /** Width to height. Default "16:9". Source: guide, section 3. */
  aspect_ratio?: AspectRatio;
  /** Length in seconds. A whole number from 2 to 15. Default 5. Source: OpenAPI, duration. */
  duration?: number;
  /** The same seed varies less; random where absent. A whole number from 1 to 2147483647. Source: guide, section 3. */
  seed?: number;
  /** Let a language model rewrite a thin prompt. Default false. Source: guide, section 3. */
  prompt_extend?: boolean;
  /**
   * Where the finished task is posted. An https URL on a public host, at most 2048 characters. Source: OpenAPI,
   * callback_url.
   */
  callback_url?: string;
}

/** `image_start`, with or without `audio_urls`. Source: guide, section 4, combinations. */
export interface FirstFrameRequest<M = string> {
  /** Which inputs decide the video; absent, they say it themselves. Source: guide, section 4. */
  generation_mode?: "first_frame";
  model: "wan2.7-image-to-video";
  /** What should happen. At most 5000 code points. Source: guide, section 12. */
  prompt: string;
  /** What should not be seen. At most 500 code points. Source: guide, section 3. */
  negative_prompt?: string;
  /**
   * The first frame; a PNG without transparency. Format: jpeg, png, bmp or webp; sides 240 to 8000 px; one side at most
   * 8 times the other; at most 20 MB. Source: guide, section 4.
   */
  image_start: M;
  image_end?: undefined;
  video_urls?: undefined;
  /**
   * A driving audio. Without it music or sound is made. One: wav or mp3; 2 to 30 s; at most 15 MB. Source: guide,
   * section 3.
   */
  audio_urls?: readonly M[];
  /** 720p costs less than 1080p. Default "720p". Source: guide, section 7. */
  quality?: Quality;
  /**
   * Length in seconds; of a continuation the total, input included. A whole number from 2 to 15. Default 5. Source:
   * OpenAPI, duration.
   */
  duration?: number;
  /** The same seed varies less; random where absent. A whole number from 1 to 2147483647. Source: guide, section 3. */
  seed?: number;
  /** Let a language model rewrite a thin prompt. Default false. Source: guide, section 3. */
  prompt_extend?: boolean;
  /**
   * Where the finished task is posted. An https URL on a public host, at most 2048 characters. Source: OpenAPI,
   * callback_url.
   */
  callback_url?: string;
}

/** `image_start` and `image_end`, with or without `audio_urls`. Source: guide, section 4, combinations. */
export interface FirstLastFrameRequest<M = string> {
  /** Which inputs decide the video; absent, they say it themselves. Source: guide, section 4. */
  generation_mode?: "first_last_frame";
  model: "wan2.7-image-to-video";
  /** What should happen. At most 5000 code points. Source: guide, section 12. */
  prompt: string;
  /** What should not be seen. At most 500 code points. Source: guide, section 3. */
  negative_prompt?: string;
  /**
   * The first frame; a PNG without transparency. Format: jpeg, png, bmp or webp; sides 240 to 8000 px; one side at most
   * 8 times the other; at most 20 MB. Source: guide, section 4.
   */
  image_start: M;
  /**
   * The frame to end on; a PNG without transparency. Format: jpeg, png, bmp or webp; sides 240 to 8000 px; one side at
   * most 8 times the other; at most 20 MB. Source: guide, section 4.
   */
  image_end: M;
  video_urls?: undefined;
  /**
   * A driving audio. Without it music or sound is made. One: wav or mp3; 2 to 30 s; at most 15 MB. Source: guide,
   * section 3.
   */
  audio_urls?: readonly M[];
  /** 720p costs less than 1080p. Default "720p". Source: guide, section 7. */
  quality?: Quality;
  /**
   * Length in seconds; of a continuation the total, input included. A whole number from 2 to 15. Default 5. Source:
   * OpenAPI, duration.
   */
  duration?: number;
  /** The same seed varies less; random where absent. A whole number from 1 to 2147483647. Source: guide, section 3. */
  seed?: number;
  /** Let a language model rewrite a thin prompt. Default false. Source: guide, section 3. */
  prompt_extend?: boolean;
  /**
   * Where the finished task is posted. An https URL on a public host, at most 2048 characters. Source: OpenAPI,
   * callback_url.
   */
  callback_url?: string;
}

/** `video_urls`, with or without `image_end`. Source: guide, section 4, combinations. */
export interface ContinuationRequest<M = string> {
  /** Which inputs decide the video; absent, they say it themselves. Source: guide, section 4. */
  generation_mode?: "video_continuation";
  model: "wan2.7-image-to-video";
  /** What should happen. At most 5000 code points. Source: guide, section 12. */
  prompt: string;
  /** What should not be seen. At most 500 code points. Source: guide, section 3. */
  negative_prompt?: string;
  image_start?: undefined;
  /**
   * The frame to end on; a PNG without transparency. Format: jpeg, png, bmp or webp; sides 240 to 8000 px; one side at
   * most 8 times the other; at most 20 MB. Source: guide, section 4.
   */
  image_end?: M;
  /**
   * The clip to go on from; `duration` must be at least its length. One: mp4 or mov; sides 240 to 4096 px; one side at
   * most 8 times the other; 2 to 10 s; at most 100 MB. Source: guide, section 4.
   */
  video_urls: readonly M[];
  audio_urls?: undefined;
  /** 720p costs less than 1080p. Default "720p". Source: guide, section 7. */
  quality?: Quality;
  /**
   * Length in seconds; of a continuation the total, input included. A whole number from 2 to 15. Default 5. Source:
   * OpenAPI, duration.
   */
  duration?: number;
  /** The same seed varies less; random where absent. A whole number from 1 to 2147483647. Source: guide, section 3. */
  seed?: number;
  /** Let a language model rewrite a thin prompt. Default false. Source: guide, section 3. */
  prompt_extend?: boolean;
  /**
   * Where the finished task is posted. An https URL on a public host, at most 2048 characters. Source: OpenAPI,
   * callback_url.
   */
  callback_url?: string;
}

/** One or two key frames, or a clip to continue. Source: guide, section 4; wan2.7-image-to-video.json. */
export type ImageToVideoRequest<M = string> = ContinuationRequest<M> | FirstLastFrameRequest<M> | FirstFrameRequest<M>;

/** Characters kept from references. Source: guide, section 5; wan2.7-reference-video.json. */
export interface ReferenceVideoRequest<M = string> {
  model: "wan2.7-reference-video";
  /** What should happen. At most 5000 code points. Source: guide, section 12. */
  prompt: string;
  /** What should not be seen. At most 500 code points. Source: guide, section 3. */
  negative_prompt?: string;
  /**
   * The starting frame; not counted among the references. Format: jpeg, png, bmp or webp; sides 240 to 8000 px; one
   * side at most 8 times the other; at most 20 MB. Source: guide, section 5.
   */
  image_start?: M;
  /**
   * Reference images; 1 to 5 with `video_urls` in all. Named "Image 1" or "图1" in the prompt. At most 5: jpeg, png, bmp
   * or webp; sides 240 to 8000 px; one side at most 8 times the other; at most 20 MB. Source: guide, section 5.
   */
  image_urls?: readonly M[];
  /**
   * Reference videos. Named "Video 1" or "视频1" in the prompt. At most 5: mp4 or mov; sides 240 to 4096 px; one side at
   * most 8 times the other; 1 to 30 s; at most 100 MB. Source: guide, section 5.
   */
  video_urls?: readonly M[];
  /**
   * @deprecated Voices by position, videos first, then images. Use `model_params.voice_bindings`. At most 5: wav or
   * mp3; 1 to 10 s; at most 15 MB. Source: guide, section 5.
   */
  audio_urls?: readonly M[];
  model_params?: {
    /**
     * Which voice belongs to which reference. At most 5: wav or mp3; 1 to 10 s; at most 15 MB. Source: guide, section
     * 5.
     */
    voice_bindings?: VoiceBindings<M>;
  };
  /** 720p costs less than 1080p. Default "720p". Source: guide, section 7. */
  quality?: Quality;
  /** Width to height; ignored beside `image_start`. Default "16:9". Source: guide, section 5. */
  aspect_ratio?: AspectRatio;
  /**
   * Length in seconds; with reference videos at most 10. A whole number from 2 to 15. Default 5. Source: OpenAPI,
   * duration.
   */
  duration?: number;
  /** The same seed varies less; random where absent. A whole number from 1 to 2147483647. Source: guide, section 3. */
  seed?: number;
  /** Let a language model rewrite a thin prompt. Default false. Source: guide, section 3. */
  prompt_extend?: boolean;
  /**
   * Where the finished task is posted. An https URL on a public host, at most 2048 characters. Source: OpenAPI,
   * callback_url.
   */
  callback_url?: string;
}

/** An instruction applied to a video. Source: guide, section 6; wan2.7-video-edit.json. */
export interface VideoEditRequest<M = string> {
  model: "wan2.7-video-edit";
  /** What should happen. At most 5000 code points. Source: guide, section 12. */
  prompt: string;
  /** What should not be seen. At most 500 code points. Source: guide, section 3. */
  negative_prompt?: string;
  /**
   * The video to edit. Exactly one: mp4 or mov; sides 240 to 4096 px; one side at most 8 times the other; 2 to 10 s; at
   * most 100 MB. Source: guide, section 6.
   */
  video_urls: readonly M[];
  /**
   * Reference images. At most 4: jpeg, png, bmp or webp; sides 240 to 8000 px; one side at most 8 times the other; at
   * most 20 MB. Source: guide, section 6.
   */
  image_urls?: readonly M[];
  /** true keeps the sound of the input; false lets the model decide. Default false. Source: guide, section 6. */
  keep_original_sound?: boolean;
  /** 720p costs less than 1080p. Default "720p". Source: guide, section 7. */
  quality?: Quality;
  /** Width to height; that of the input where absent. Source: guide, section 6. */
  aspect_ratio?: AspectRatio;
  /**
   * 0 keeps the input's length; seconds cut it. 0, or a whole number from 2 to 10. Default 0. Source: OpenAPI,
   * duration.
   */
  duration?: number;
  /** The same seed varies less; random where absent. A whole number from 1 to 2147483647. Source: guide, section 3. */
  seed?: number;
  /** Let a language model rewrite a thin prompt. Default false. Source: guide, section 3. */
  prompt_extend?: boolean;
  /**
   * Where the finished task is posted. An https URL on a public host, at most 2048 characters. Source: OpenAPI,
   * callback_url.
   */
  callback_url?: string;
}

/** A prompt becomes a video. Source: guide, section 3; wan2.6-text-to-video.json. */
export interface Wan26TextToVideoRequest<M = string> {
  model: "wan2.6-text-to-video";
  /** What should happen. At most 1500 code points. Source: guide, section 12. */
  prompt: string;
  /** A driving audio. Format: mp3; 3 to 30 s; at most 15 MB. Source: OpenAPI, audio_url. */
  audio_url?: M;
  /** 720p costs less than 1080p. Default "720p". Source: guide, section 7. */
  quality?: Quality;
  /** Width to height. Default "16:9". Source: guide, section 3. */
  aspect_ratio?: AspectRatio;
  /** Length in seconds. A whole number from 2 to 15. Default 5. Source: OpenAPI, duration. */
  duration?: number;
  /** Let a language model rewrite a thin prompt. Default true. Source: guide, section 3. */
  prompt_extend?: boolean;
  model_params?: {
    /**
     * One shot or several; text- and image-to-video heed it only with `prompt_extend`. Default "single". Source:
     * OpenAPI, model_params.
     */
    shot_type?: "single" | "multi";
  };
  /**
   * Where the finished task is posted. An https URL on a public host, at most 2048 characters. Source: OpenAPI,
   * callback_url.
   */
  callback_url?: string;
}

/** A video from its first frame. Source: guide, section 4; wan2.6-image-to-video.json. */
export interface Wan26ImageToVideoRequest<M = string> {
  model: "wan2.6-image-to-video";
  /** What should happen. At most 1500 code points. Source: guide, section 12. */
  prompt: string;
  /**
   * The first frame. Exactly one: jpeg, png, bmp or webp; sides 360 to 2000 px; at most 10 MB. Source: OpenAPI,
   * image_urls.
   */
  image_urls: readonly M[];
  /** A driving audio. Format: mp3; 3 to 30 s; at most 15 MB. Source: OpenAPI, audio_url. */
  audio_url?: M;
  /** 720p costs less than 1080p. Default "720p". Source: guide, section 7. */
  quality?: Quality;
  /** Length in seconds. A whole number from 2 to 15. Default 5. Source: OpenAPI, duration. */
  duration?: number;
  /** Let a language model rewrite a thin prompt. Default true. Source: guide, section 3. */
  prompt_extend?: boolean;
  model_params?: {
    /**
     * One shot or several; text- and image-to-video heed it only with `prompt_extend`. Default "single". Source:
     * OpenAPI, model_params.
     */
    shot_type?: "single" | "multi";
  };
  /**
   * Where the finished task is posted. An https URL on a public host, at most 2048 characters. Source: OpenAPI,
   * callback_url.
   */
  callback_url?: string;
}

/** A video from its first frame. Source: guide, section 4; wan2.6-image-to-video-flash.json. */
export interface Wan26ImageToVideoFlashRequest<M = string> {
  model: "wan2.6-image-to-video-flash";
  /** What should happen. At most 1500 code points. Source: guide, section 12. */
  prompt: string;
  /**
   * The first frame. Exactly one: jpeg, png, bmp or webp; sides 360 to 2000 px; at most 10 MB. Source: OpenAPI,
   * image_urls.
   */
  image_urls: readonly M[];
  /** A driving audio. Format: mp3; 3 to 30 s; at most 15 MB. Source: OpenAPI, audio_url. */
  audio_url?: M;
  /** 720p costs less than 1080p. Default "720p". Source: guide, section 7. */
  quality?: Quality;
  /** Length in seconds. A whole number from 2 to 15. Default 5. Source: OpenAPI, duration. */
  duration?: number;
  /** Let a language model rewrite a thin prompt. Default true. Source: guide, section 3. */
  prompt_extend?: boolean;
  model_params?: {
    /**
     * One shot or several; text- and image-to-video heed it only with `prompt_extend`. Default "single". Source:
     * OpenAPI, model_params.
     */
    shot_type?: "single" | "multi";
  };
  /** false costs less. Default true. Source: OpenAPI, generate_audio. */
  generate_audio?: boolean;
  /**
   * Where the finished task is posted. An https URL on a public host, at most 2048 characters. Source: OpenAPI,
   * callback_url.
   */
  callback_url?: string;
}

/** Characters kept from references. Source: guide, section 5; wan2.6-reference-video.json. */
export interface Wan26ReferenceVideoRequest<M = string> {
  model: "wan2.6-reference-video";
  /** What should happen. At most 1500 code points. Source: guide, section 12. */
  prompt: string;
  /** Reference videos. 1 to 3: mp4 or mov; 2 to 30 s; at most 100 MB. Source: OpenAPI, video_urls. */
  video_urls: readonly M[];
  /** 720p costs less than 1080p. Default "720p". Source: guide, section 7. */
  quality?: Quality;
  /** Width to height. Default "16:9". Source: guide, section 3. */
  aspect_ratio?: AspectRatio;
  /** Length in seconds. A whole number from 2 to 10. Default 5. Source: OpenAPI, duration. */
  duration?: number;
  model_params?: {
    /**
     * One shot or several; text- and image-to-video heed it only with `prompt_extend`. Default "single". Source:
     * OpenAPI, model_params.
     */
    shot_type?: "single" | "multi";
  };
  /**
   * Where the finished task is posted. An https URL on a public host, at most 2048 characters. Source: OpenAPI,
   * callback_url.
   */
  callback_url?: string;
}

/** Characters kept from references. Source: guide, section 5; wan2.6-reference-video-flash.json. */
export interface Wan26ReferenceVideoFlashRequest<M = string> {
  model: "wan2.6-reference-video-flash";
  /** What should happen. At most 1500 code points. Source: guide, section 12. */
  prompt: string;
  /** Reference videos. 1 to 3: mp4 or mov; 2 to 30 s; at most 100 MB. Source: OpenAPI, video_urls. */
  video_urls: readonly M[];
  /** 720p costs less than 1080p. Default "720p". Source: guide, section 7. */
  quality?: Quality;
  /** Width to height. Default "16:9". Source: guide, section 3. */
  aspect_ratio?: AspectRatio;
  /** Length in seconds. A whole number from 2 to 10. Default 5. Source: OpenAPI, duration. */
  duration?: number;
  model_params?: {
    /**
     * One shot or several; text- and image-to-video heed it only with `prompt_extend`. Default "single". Source:
     * OpenAPI, model_params.
     */
    shot_type?: "single" | "multi";
  };
  /** false costs less. Default true. Source: OpenAPI, generate_audio. */
  generate_audio?: boolean;
  /**
   * Where the finished task is posted. An https URL on a public host, at most 2048 characters. Source: OpenAPI,
   * callback_url.
   */
  callback_url?: string;
}

/** A prompt becomes a video. Source: guide, section 3; wan2.5-text-to-video.json. */
export interface Wan25TextToVideoRequest {
  model: "wan2.5-text-to-video";
  /** What should happen. At most 2000 code points. Source: guide, section 12. */
  prompt: string;
  /** 720p costs less than 1080p. Default "720p". Source: guide, section 7. */
  quality?: "480p" | "720p" | "1080p";
  /** Width to height; 480p takes only 16:9, 9:16 or 1:1. Default "16:9". Source: wan2.5-text-to-video.json. */
  aspect_ratio?: AspectRatio;
  /** Length in seconds. Default 5. Source: OpenAPI, duration. */
  duration?: 5 | 10;
  /** Let a language model rewrite a thin prompt. Default true. Source: guide, section 3. */
  prompt_extend?: boolean;
  /**
   * Where the finished task is posted. An https URL on a public host, at most 2048 characters. Source: OpenAPI,
   * callback_url.
   */
  callback_url?: string;
}

/** A video from its first frame. Source: guide, section 4; wan2.5-image-to-video.json. */
export interface Wan25ImageToVideoRequest<M = string> {
  model: "wan2.5-image-to-video";
  /** What should happen. At most 2000 code points. Source: guide, section 12. */
  prompt: string;
  /**
   * The first frame. Exactly one: jpeg, png, bmp or webp; sides 360 to 2000 px; at most 10 MB. Source: OpenAPI,
   * image_urls.
   */
  image_urls: readonly M[];
  /** 720p costs less than 1080p. Default "720p". Source: guide, section 7. */
  quality?: "480p" | "720p" | "1080p";
  /** Length in seconds. Default 5. Source: OpenAPI, duration. */
  duration?: 5 | 10;
  /** Let a language model rewrite a thin prompt. Default true. Source: guide, section 3. */
  prompt_extend?: boolean;
  /**
   * Where the finished task is posted. An https URL on a public host, at most 2048 characters. Source: OpenAPI,
   * callback_url.
   */
  callback_url?: string;
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
 * Every request, told apart by `model`. Of a request without a declared type the compiler names the member that shares
 * most fields with it, and of several the last one: so they stand from the rarest meant to the commonest.
 */
export type VideoRequest<M = string> =
  | VideoEditRequest<M>
  | ContinuationRequest<M>
  | FirstLastFrameRequest<M>
  | LegacyVideoRequest<M>
  | ReferenceVideoRequest<M>
  | FirstFrameRequest<M>
  | TextToVideoRequest<M>;

/** Every model id. Source: guide, section 2 and 11. */
export type ModelId =
  | "wan2.7-text-to-video"
  | "wan2.7-image-to-video"
  | "wan2.7-reference-video"
  | "wan2.7-video-edit"
  | "wan2.6-text-to-video"
  | "wan2.6-image-to-video"
  | "wan2.6-image-to-video-flash"
  | "wan2.6-reference-video"
  | "wan2.6-reference-video-flash"
  | "wan2.5-text-to-video"
  | "wan2.5-image-to-video";

/** Every generation of models. */
export type ModelFamily = "wan2.7" | "wan2.6" | "wan2.5";
