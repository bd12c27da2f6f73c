#!/usr/bin/env node
// Writes seeds/: small files of real encoders, which the native tests cut and mutate. Kept in the repository, so that
// those need no ffmpeg. Run by hand where a kind is added.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { apeTag, id3, withTransparency } from "./craft.mjs";
import { ffmpeg, magick } from "./tools.mjs";

const folder = join(dirname(fileURLToPath(import.meta.url)), "seeds");
const seed = (name) => join(folder, name);
const picture = ["-f", "lavfi", "-i", "color=s=32x48:r=10:d=0.5"];
const sound = ["-f", "lavfi", "-i", "sine=r=8000:d=0.3"];
const bitexact = ["-fflags", "+bitexact", "-flags", "+bitexact", "-map_metadata", "-1"];
const x264 = [
  "-c:v",
  "libx264",
  "-preset",
  "ultrafast",
  "-x264-params",
  "no-info=1",
  "-bsf:v",
  "filter_units=remove_types=6",
];
const both = [...picture, ...sound, ...x264, "-c:a", "aac", "-b:a", "8k"];
const mp3 = [...sound, "-c:a", "libmp3lame", "-b:a", "8k", "-id3v2_version", "0"];
const xc = ["-size", "33x17", "xc:red", "-strip"];

const FFMPEG = {
  "last.mp4": both,
  "first.mp4": [...both, "-movflags", "faststart"],
  "frag.mp4": [...both, "-g", "2", "-movflags", "frag_keyframe+empty_moov+default_base_moof"],
  "dash.mp4": [...both, "-g", "2", "-movflags", "dash+frag_keyframe"],
  "turned.mov": ["-i", seed("first.mp4"), "-c", "copy", "-an", "-metadata:s:v:0", "rotate=270"],
  "wide.mp4": [...picture, ...x264, "-video_track_timescale", "1000000000", "-movie_timescale", "1000000000"],
  "sound.m4a": [...sound, "-c:a", "aac", "-b:a", "8k"],
  "plain.wav": [...sound.slice(0, 3), "sine=r=8000:d=0.03"],
  "six.wav": [...sound.slice(0, 3), "sine=r=8000:d=0.01", "-ac", "6"],
  "long.wav": [...sound.slice(0, 3), "sine=r=8000:d=0.03", "-rf64", "always"],
  "adpcm.wav": [...sound, "-c:a", "adpcm_ms"],
  "info.mp3": mp3,
  "bare.mp3": [...mp3, "-write_xing", "0"],
  "plain.webm": [...picture, "-c:v", "libvpx"],
};
const MAGICK = {
  "plain.jpeg": [...xc, "-quality", "20"],
  "progressive.jpeg": [...xc, "-interlace", "JPEG"],
  "rgba.png": [...xc, "-alpha", "on", "-define", "png:color-type=6"],
  "rgb.png": [...xc, "-define", "png:color-type=2"],
  "plain.bmp": [...xc, "-resize", "9x5!"],
  "clear.bmp": ["-size", "9x5", "xc:none", "-strip"],
  "lossy.webp": xc,
  "lossless.webp": [...xc, "-define", "webp:lossless=true"],
  "clear.webp": ["-size", "33x17", "xc:none", "-fill", "red", "-draw", "circle 9,9 12,12", "-strip"],
  "plain.gif": xc,
};

mkdirSync(folder, { recursive: true });
for (const [name, args] of Object.entries(FFMPEG)) {
  const draft = join(tmpdir(), name);
  await ffmpeg(...args, ...bitexact, draft);
  writeFileSync(seed(name), readFileSync(draft));
}
for (const [name, args] of Object.entries(MAGICK)) await magick(...args, seed(name));
writeFileSync(seed("palette-clear.png"), withTransparency(readFileSync(seed("rgb.png")), 6));
const bare = readFileSync(seed("bare.mp3"));
writeFileSync(seed("tagged.mp3"), Buffer.concat([id3(60), bare, apeTag(100), Buffer.from("TAG".padEnd(128, "x"))]));
