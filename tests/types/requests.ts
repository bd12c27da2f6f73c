// What a request may be: every sample of the guide compiles, and what the API would refuse by its shape does not.
import type { ImageToVideoRequest, ModelId, TextToVideoRequest, VideoRequest } from "wanreel";

declare function accept(request: VideoRequest): void;

const url = "https://your-cdn.com/a.jpg";
const videos = ["https://your-cdn.com/a.mp4"];

// ── the guide's samples, as they stand ──

accept({
  model: "wan2.7-text-to-video",
  prompt: "A drone shot over a misty mountain lake at sunrise, slow camera push forward, cinematic color grading",
  quality: "720p",
  aspect_ratio: "16:9",
  duration: 5,
});
accept({
  model: "wan2.7-text-to-video",
  prompt: "A tense detective story. Shot 1 [0-3s] wide angle: rainy night street, neon lights.",
  aspect_ratio: "16:9",
  duration: 15,
});
accept({
  model: "wan2.7-text-to-video",
  prompt: "A cartoon general in golden armor on a horse, reciting a classical poem",
  audio_urls: ["https://your-cdn.com/recital.mp3"],
  duration: 10,
});
accept({
  model: "wan2.7-image-to-video",
  generation_mode: "first_last_frame",
  prompt: "A product bottle rotating 360 degrees with soft studio lighting",
  image_start: "https://your-cdn.com/bottle-front.jpg",
  image_end: "https://your-cdn.com/bottle-back.jpg",
  quality: "1080p",
  duration: 5,
});
accept({
  model: "wan2.7-image-to-video",
  generation_mode: "video_continuation",
  prompt: "The scene continues with the character walking toward the sunset",
  video_urls: ["https://your-cdn.com/previous-clip.mp4"],
  image_end: "https://your-cdn.com/sunset-ending.jpg",
  duration: 5,
});
accept({
  model: "wan2.7-reference-video",
  prompt: "Image 1 holds Image 2 and says: 'What lovely sunshine today'",
  image_urls: ["https://your-cdn.com/girl.jpg", "https://your-cdn.com/toy.png"],
  model_params: { voice_bindings: { image1: "https://your-cdn.com/girl-voice.mp3" } },
  duration: 10,
});
accept({
  model: "wan2.7-reference-video",
  prompt: "Image 1 and Image 2 are having a conversation in a modern office.",
  image_urls: ["https://your-cdn.com/spokesperson-a.jpg", "https://your-cdn.com/spokesperson-b.jpg"],
  image_start: "https://your-cdn.com/office-wide-shot.jpg",
  model_params: {
    voice_bindings: { image1: "https://your-cdn.com/voice-a.mp3", image2: "https://your-cdn.com/voice-b.mp3" },
  },
  quality: "1080p",
  duration: 10,
});
accept({
  model: "wan2.7-reference-video",
  prompt: "Reference image. 3D cartoon style. 1. Wide shot of fantasy forest. 2. Boy parts the vines.",
  image_urls: ["https://your-cdn.com/storyboard-grid.png"],
  duration: 15,
});
accept({
  model: "wan2.7-video-edit",
  prompt: "Convert the entire scene to a vintage film look with warm color grading and film grain",
  video_urls: ["https://your-cdn.com/source-clip.mp4"],
  keep_original_sound: true,
  duration: 0,
});
accept({
  model: "wan2.7-video-edit",
  prompt: "Replace the girl's outfit with the clothes from the reference image",
  video_urls: ["https://your-cdn.com/source.mp4"],
  image_urls: ["https://your-cdn.com/target-outfit.png"],
});

// ── all six combinations of image-to-video, with and without the mode ──

accept({ model: "wan2.7-image-to-video", prompt: "a", image_start: url });
accept({ model: "wan2.7-image-to-video", prompt: "a", image_start: url, audio_urls: [url] });
accept({ model: "wan2.7-image-to-video", prompt: "a", image_start: url, image_end: url });
accept({ model: "wan2.7-image-to-video", prompt: "a", image_start: url, image_end: url, audio_urls: [url] });
accept({ model: "wan2.7-image-to-video", prompt: "a", video_urls: videos });
accept({ model: "wan2.7-image-to-video", prompt: "a", video_urls: videos, image_end: url });
accept({ model: "wan2.7-image-to-video", prompt: "a", generation_mode: "first_frame", image_start: url });
accept({ model: "wan2.7-image-to-video", prompt: "a", generation_mode: "video_continuation", video_urls: videos });

// ── constants, the older models ──

const fixed = { model: "wan2.7-text-to-video", prompt: "a", audio_urls: [url] } as const;
accept(fixed);
accept({ model: "wan2.6-image-to-video", prompt: "a", image_urls: [url], model_params: { shot_type: "multi" } });
accept({ model: "wan2.5-text-to-video", prompt: "a", quality: "480p", duration: 10 });
export const id: ModelId = fixed.model;

// ── not a model ──

// @ts-expect-error: misspelt
accept({ model: "wan-2.7-text-to-video", prompt: "a" });
// @ts-expect-error: missing
accept({ prompt: "a" });

// ── prompt ──

// @ts-expect-error: missing
accept({ model: "wan2.7-text-to-video" });
// @ts-expect-error: missing
accept({ model: "wan2.7-image-to-video", image_start: url });
// @ts-expect-error: missing
accept({ model: "wan2.7-reference-video", image_urls: [url] });
// @ts-expect-error: missing
accept({ model: "wan2.7-video-edit", video_urls: videos });
// @ts-expect-error: not a text
accept({ model: "wan2.7-text-to-video", prompt: 7 });
// @ts-expect-error: null is not absent
accept({ model: "wan2.7-text-to-video", prompt: null });

// ── fields that do not exist, or have another type ──

// @ts-expect-error: unknown
accept({ model: "wan2.7-text-to-video", prompt: "a", resolution: "720p" });
// @ts-expect-error: camelCase
accept({ model: "wan2.7-text-to-video", prompt: "a", aspectRatio: "16:9" });
// @ts-expect-error: a number as text
accept({ model: "wan2.7-text-to-video", prompt: "a", duration: "5" });
// @ts-expect-error: a list is needed
accept({ model: "wan2.7-text-to-video", prompt: "a", audio_urls: url });
// @ts-expect-error: a truth value is needed
accept({ model: "wan2.7-text-to-video", prompt: "a", prompt_extend: "true" });

// ── values outside their list ──

// @ts-expect-error: quality
accept({ model: "wan2.7-text-to-video", prompt: "a", quality: "4k" });
// @ts-expect-error: quality of wan2.5 only
accept({ model: "wan2.7-text-to-video", prompt: "a", quality: "480p" });
// @ts-expect-error: aspect ratio
accept({ model: "wan2.7-text-to-video", prompt: "a", aspect_ratio: "21:9" });
// @ts-expect-error: generation mode
accept({ model: "wan2.7-image-to-video", prompt: "a", generation_mode: "last_frame", image_start: url });
// @ts-expect-error: wan2.5 makes 5 or 10 seconds
accept({ model: "wan2.5-text-to-video", prompt: "a", duration: 7 });

// ── fields of another mode ──

// @ts-expect-error: image-to-video's
accept({ model: "wan2.7-text-to-video", prompt: "a", image_start: url });
// @ts-expect-error: image-to-video's
accept({ model: "wan2.7-text-to-video", prompt: "a", generation_mode: "first_frame" });
// @ts-expect-error: text-to-video's
accept({ model: "wan2.7-image-to-video", prompt: "a", image_start: url, aspect_ratio: "16:9" });
// @ts-expect-error: reference-video's
accept({ model: "wan2.7-image-to-video", prompt: "a", image_urls: [url] });
// @ts-expect-error: video-edit's
accept({ model: "wan2.7-reference-video", prompt: "a", image_urls: [url], keep_original_sound: true });
// @ts-expect-error: image-to-video's
accept({ model: "wan2.7-reference-video", prompt: "a", image_urls: [url], image_end: url });
// @ts-expect-error: text-to-video's
accept({ model: "wan2.7-video-edit", prompt: "a", video_urls: videos, audio_urls: [url] });
// @ts-expect-error: wan2.6's
accept({ model: "wan2.7-text-to-video", prompt: "a", audio_url: url });

// ── combinations image-to-video refuses ──

// @ts-expect-error: nothing to start from
accept({ model: "wan2.7-image-to-video", prompt: "a" });
// @ts-expect-error: an end without a start
accept({ model: "wan2.7-image-to-video", prompt: "a", image_end: url });
// @ts-expect-error: a start and a clip
accept({ model: "wan2.7-image-to-video", prompt: "a", image_start: url, video_urls: videos });
// @ts-expect-error: a clip and audio
accept({ model: "wan2.7-image-to-video", prompt: "a", video_urls: videos, audio_urls: [url] });
// @ts-expect-error: audio alone
accept({ model: "wan2.7-image-to-video", prompt: "a", audio_urls: [url] });
// @ts-expect-error: the mode wants a second frame
accept({ model: "wan2.7-image-to-video", prompt: "a", generation_mode: "first_last_frame", image_start: url });
accept({
  model: "wan2.7-image-to-video",
  prompt: "a",
  generation_mode: "first_frame",
  image_start: url,
  // @ts-expect-error: the mode knows no second frame
  image_end: url,
});
// @ts-expect-error: the mode wants a clip
accept({ model: "wan2.7-image-to-video", prompt: "a", generation_mode: "video_continuation", image_start: url });

// ── voices ──

// @ts-expect-error: no such reference
accept({ model: "wan2.7-reference-video", prompt: "a", model_params: { voice_bindings: { picture1: url } } });
// @ts-expect-error: unknown parameter
accept({ model: "wan2.7-reference-video", prompt: "a", image_urls: [url], model_params: { voices: {} } });
// @ts-expect-error: a video is needed
accept({ model: "wan2.7-video-edit", prompt: "a" });

// ── one mode's own type ──

export const text: TextToVideoRequest = { model: "wan2.7-text-to-video", prompt: "a" };
// @ts-expect-error: another mode's model
export const wrong: ImageToVideoRequest = { model: "wan2.7-text-to-video", prompt: "a", image_start: url };
