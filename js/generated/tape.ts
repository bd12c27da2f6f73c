// Written by the build from src/tape: change it there.

/** What a tape is written with: see src/tape/mod.rs. */

/** The fields' names, each at its number; 0 is none. */
export const FIELDS: readonly string[] = [
  "",
  "model",
  "prompt",
  "generation_mode",
  "negative_prompt",
  "image_start",
  "image_end",
  "image_urls",
  "video_urls",
  "audio_urls",
  "audio_url",
  "model_params",
  "voice_bindings",
  "shot_type",
  "quality",
  "aspect_ratio",
  "duration",
  "seed",
  "prompt_extend",
  "generate_audio",
  "keep_original_sound",
  "callback_url",
];

/** What a request can do, each at its number. */
export const MODES = [
  "text-to-video",
  "first_frame",
  "first_last_frame",
  "video_continuation",
  "reference-video",
  "video-edit",
] as const;

/** What a cell holds. */
export const TAG = {
  Null: 0,
  False: 1,
  True: 2,
  Foreign: 3,
  Number: 4,
  Text: 5,
  BrokenText: 6,
  Array: 7,
  Object: 8,
  Field: 9,
} as const;
