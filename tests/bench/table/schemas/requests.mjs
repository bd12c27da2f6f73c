/** One that a program would send, one with as long a prompt as there may be, and one with three errors. */
export const TYPICAL = {
  model: "wan2.7-image-to-video",
  generation_mode: "first_last_frame",
  prompt: "A product bottle rotating 360 degrees with soft studio lighting",
  image_start: "https://your-cdn.com/bottle-front.jpg",
  image_end: "https://your-cdn.com/bottle-back.jpg",
  quality: "1080p",
  duration: 5,
};

const SENTENCE = "The camera pushes slowly past the lighthouse while gulls circle above the surf. ";
export const LONG = { ...TYPICAL, prompt: SENTENCE.repeat(100).slice(0, 5000) };

export const WRONG = { ...TYPICAL, duration: 99, quality: "4k", seed: "7" };
