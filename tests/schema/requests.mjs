// One request that is taken and one that is not, and what a library is to say of the latter.

export const GOOD = {
  model: "wan2.7-image-to-video",
  prompt: "The lighthouse keeper climbs the spiral stairs at dusk",
  image_start: "https://cdn.example.com/start.jpg",
  audio_urls: ["https://cdn.example.com/steps.mp3"],
  duration: 10,
};

export const BAD = { ...GOOD, image_end: 7, audio_urls: ["steps.mp3"], quality: "8k", duration: 99 };

export const ISSUES = [
  { path: ["image_end"], message: "image_end is the number 7; it must be an http or https URL in a string" },
  {
    path: ["audio_urls", 0],
    message:
      'audio_urls is "steps.mp3"; it must be an absolute http or https URL (write the whole address, https:// included)',
  },
  { path: ["quality"], message: 'quality is "8k"; it must be "720p" or "1080p"' },
  { path: ["duration"], message: "duration is 99; it must be a whole number from 2 to 15" },
];
