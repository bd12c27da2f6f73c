// What all four schemas say alike.
export const FIELDS = {
  url: /^https?:\/\/[^\s/?#]/i,
  modes: ["first_frame", "first_last_frame", "video_continuation"],
  qualities: ["720p", "1080p"],
  clash: "inputs that cannot go together",
};

export function inputsClash({ video_urls, audio_urls, image_start, image_end, generation_mode }) {
  if (video_urls) return Boolean(image_start || audio_urls);
  return !image_start || (generation_mode === "first_last_frame" && !image_end);
}
