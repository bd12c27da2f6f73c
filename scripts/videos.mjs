#!/usr/bin/env node
// Makes the simulator's result videos (needs ffmpeg with libx264 on the PATH).
// One five-second loop an aspect ratio, painted pixel by pixel: a still sun, drifting hills, gliding birds. Flat colours and
// slow sideways motion, because all five together must stay under 200 kB. The files are committed; run this only to change the picture.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { stat } from "node:fs/promises";
import { at, main, Stop } from "./lib/steps.mjs";

const HELP = `videos.mjs

Paints the simulator's result videos anew, into src/simulator/videos/; only after a change of the picture.
Needs an ffmpeg with libx264 on the PATH, and some minutes.`;

const SIZES = { "16x9": [1280, 720], "9x16": [720, 1280], "1x1": [960, 960], "4x3": [1104, 832], "3x4": [832, 1104] };
const FPS = 16;
const FRAMES = 5 * FPS;
/** Flat areas need neither psychovisual tuning nor extra bits; long runs of B-frames follow the drift cheaply. */
const X264 = "psy=0:aq-mode=0:bframes=8:ref=8";
const TURN = 2 * Math.PI;

/** Hills from far to near: height of the crest, swing, waves a width (whole: the loop must close), colour. */
const HILLS = [
  { base: 0.56, swing: 0.05, waves: [2, 3], turns: 1, colour: [124, 92, 140] },
  { base: 0.64, swing: 0.06, waves: [1, 3], turns: -1, colour: [84, 64, 116] },
  { base: 0.76, swing: 0.05, waves: [2, 1], turns: 1, colour: [44, 40, 84] },
];
const SKY = [
  [0, [38, 48, 110]],
  [0.35, [150, 92, 150]],
  [0.6, [250, 160, 110]],
  [1, [255, 214, 150]],
];

const mix = (a, b, t) => a.map((value, index) => value + (b[index] - value) * t);

function skyAt(y) {
  const after = SKY.findIndex(([stop]) => stop >= y);
  if (after <= 0) return SKY[0][1];
  const [from, first] = SKY[after - 1];
  const [to, second] = SKY[after];
  return mix(first, second, (y - from) / (to - from));
}

function paint(pixels, width, height, frame) {
  const time = frame / FRAMES;
  const side = Math.min(width, height);
  const sunX = width * 0.5;
  const sunY = height * 0.4;
  const radius = side * 0.13;
  const sky = Array.from({ length: height }, (_, y) => skyAt(y / height / 0.75));
  for (let x = 0; x < width; x += 1) {
    const crests = HILLS.map(({ base, swing, waves: [slow, quick], turns }) => {
      const across = x / width + (turns * time) / slow;
      const wave = Math.sin(TURN * slow * across) + 0.4 * Math.sin(TURN * quick * slow * across + 1);
      return height * (base + (swing * wave) / 1.4);
    });
    for (let y = 0; y < height; y += 1) {
      let colour = sky[y];
      const distance = Math.hypot(x - sunX, y - sunY);
      if (distance < radius) colour = [255, 236, 190];
      else colour = mix(colour, [255, 220, 160], 0.55 * Math.exp(-(distance - radius) / (side * 0.16)));
      HILLS.forEach((hill, index) => {
        const depth = y - crests[index];
        // One pixel of blend at the crest: hard steps cost bits.
        if (depth > -1) colour = mix(colour, hill.colour, Math.min(1, (depth + 1) / 2));
      });
      const at = 3 * (y * width + x);
      pixels[at] = colour[0];
      pixels[at + 1] = colour[1];
      pixels[at + 2] = colour[2];
    }
  }
}

/** Three birds, two strokes each, gliding across the loop; their wings beat a whole number of times. */
function paintBirds(pixels, width, height, frame) {
  const time = frame / FRAMES;
  const side = Math.min(width, height);
  for (let bird = 0; bird < 3; bird += 1) {
    const x = width * (((time + 0.1 + bird * 0.07) % 1) * 1.2 - 0.1);
    const y = height * (0.2 + 0.05 * bird + 0.01 * Math.sin(TURN * (2 * time + bird / 3)));
    const span = side * (0.03 - 0.005 * bird);
    const beat = 0.5 + 0.35 * Math.sin(TURN * (6 * time + bird / 3));
    for (let step = -span; step <= span; step += 0.25) {
      const lift = beat * Math.abs(step) * (1.4 - Math.abs(step) / span);
      for (let thick = 0; thick < side * 0.006; thick += 1) {
        const [column, row] = [Math.round(x + step), Math.round(y - lift + thick)];
        if (column < 0 || column >= width || row < 0 || row >= height) continue;
        pixels.set([44, 40, 84], 3 * (row * width + column));
      }
    }
  }
}

async function make(name, [width, height]) {
  const out = at("src", "simulator", "videos", `${name}.mp4`);
  const input = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", `${width}x${height}`, "-r", `${FPS}`, "-i", "-"];
  const codec = [
    "-c:v",
    "libx264",
    "-profile:v",
    "main",
    "-pix_fmt",
    "yuv420p",
    "-preset",
    "veryslow",
    "-crf",
    "37",
    "-g",
    `${FRAMES}`,
    "-x264-params",
    X264,
  ];
  // Bit-exact: the same script makes the same file, and no tool version is written into it.
  const tidy = ["-movflags", "+faststart", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1"];
  const ffmpeg = spawn("ffmpeg", ["-v", "error", "-y", ...input, ...codec, ...tidy, out], {
    stdio: ["pipe", "inherit", "inherit"],
  });
  const closed = once(ffmpeg, "close").catch((error) => {
    throw new Stop(`ffmpeg could not be started: ${error.message}`);
  });
  // Whether it could be started, and not a broken pipe, is what to say.
  ffmpeg.stdin.on("error", () => {});
  await Promise.race([once(ffmpeg, "spawn"), closed]);
  const pixels = Buffer.alloc(3 * width * height);
  for (let frame = 0; frame < FRAMES; frame += 1) {
    paint(pixels, width, height, frame);
    paintBirds(pixels, width, height, frame);
    if (!ffmpeg.stdin.write(Buffer.from(pixels))) await once(ffmpeg.stdin, "drain");
  }
  ffmpeg.stdin.end();
  const [code] = await closed;
  if (code !== 0) throw new Stop(`ffmpeg ended with ${code} at ${name}`);
  return (await stat(out)).size;
}

await main(
  import.meta.url,
  HELP,
  async () => {
    let total = 0;
    for (const [name, size] of Object.entries(SIZES)) {
      const bytes = await make(name, size);
      total += bytes;
      console.log(`${name}.mp4  ${size.join("×")}  ${bytes} bytes`);
    }
    console.log(`together ${total} bytes`);
    if (total > 200_000) throw new Stop("the videos must stay under 200 kB together");
  },
  {},
);
