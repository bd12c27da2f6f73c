/** The guide's own requests, section by section. */
import type { VideoRequest } from "wanreel";

export interface Sample {
  name: string;
  request: VideoRequest;
}

export const SAMPLES: readonly Sample[] = [
  {
    name: "Misty lake",
    request: {
      model: "wan2.7-text-to-video",
      prompt: "A drone shot over a misty mountain lake at sunrise, slow camera push forward, cinematic color grading",
      quality: "720p",
      aspect_ratio: "16:9",
      duration: 5,
    },
  },
  {
    name: "Five shots",
    request: {
      model: "wan2.7-text-to-video",
      prompt:
        "A tense detective story. Shot 1 [0-3s] wide angle: rainy night street, neon lights. Shot 2 [3-6s] medium: detective enters old building. Shot 3 [6-9s] close-up: detective's determined eyes. Shot 4 [9-12s] medium: cautious advance through dim corridor. Shot 5 [12-15s] close-up: discovers key clue.",
      aspect_ratio: "16:9",
      duration: 15,
    },
  },
  {
    name: "Driving audio",
    request: {
      model: "wan2.7-text-to-video",
      prompt: "A cartoon general in golden armor on a horse, reciting a classical poem",
      audio_urls: ["https://your-cdn.com/recital.mp3"],
      duration: 10,
    },
  },
  {
    name: "First and last frame",
    request: {
      model: "wan2.7-image-to-video",
      generation_mode: "first_last_frame",
      prompt: "A product bottle rotating 360 degrees with soft studio lighting",
      image_start: "https://your-cdn.com/bottle-front.jpg",
      image_end: "https://your-cdn.com/bottle-back.jpg",
      quality: "1080p",
      duration: 5,
    },
  },
  {
    name: "Continue a clip",
    request: {
      model: "wan2.7-image-to-video",
      generation_mode: "video_continuation",
      prompt: "The scene continues with the character walking toward the sunset",
      video_urls: ["https://your-cdn.com/previous-clip.mp4"],
      image_end: "https://your-cdn.com/sunset-ending.jpg",
      duration: 5,
    },
  },
  {
    name: "One voice",
    request: {
      model: "wan2.7-reference-video",
      prompt: "Image 1 holds Image 2 and says: 'What lovely sunshine today'",
      image_urls: ["https://your-cdn.com/girl.jpg", "https://your-cdn.com/toy.png"],
      model_params: { voice_bindings: { image1: "https://your-cdn.com/girl-voice.mp3" } },
      duration: 10,
    },
  },
  {
    name: "Two speakers",
    request: {
      model: "wan2.7-reference-video",
      prompt:
        "Image 1 and Image 2 are having a conversation in a modern office. Image 1 explains the product while Image 2 takes notes. The scene is professional and well-lit.",
      image_urls: ["https://your-cdn.com/spokesperson-a.jpg", "https://your-cdn.com/spokesperson-b.jpg"],
      image_start: "https://your-cdn.com/office-wide-shot.jpg",
      model_params: {
        voice_bindings: {
          image1: "https://your-cdn.com/voice-a.mp3",
          image2: "https://your-cdn.com/voice-b.mp3",
        },
      },
      quality: "1080p",
      duration: 10,
    },
  },
  {
    name: "Storyboard grid",
    request: {
      model: "wan2.7-reference-video",
      prompt:
        "Reference image. 3D cartoon style. 1. Wide shot of fantasy forest. 2. Boy parts the vines. 3. Robot scans ahead. 4. Close-up of map. 5. Boy's excited face. 6. They leap over roots.",
      image_urls: ["https://your-cdn.com/storyboard-grid.png"],
      duration: 15,
    },
  },
  {
    name: "Vintage film",
    request: {
      model: "wan2.7-video-edit",
      prompt: "Convert the entire scene to a vintage film look with warm color grading and film grain",
      video_urls: ["https://your-cdn.com/source-clip.mp4"],
      keep_original_sound: true,
      duration: 0,
    },
  },
  {
    name: "Change the outfit",
    request: {
      model: "wan2.7-video-edit",
      prompt: "Replace the girl's outfit with the clothes from the reference image",
      video_urls: ["https://your-cdn.com/source.mp4"],
      image_urls: ["https://your-cdn.com/target-outfit.png"],
    },
  },
];
