// How each sample is made: arguments for ffmpeg, for ImageMagick (they begin with -size), or a function.
import { readFileSync, writeFileSync } from "node:fs";
import { apeTag, garbage, id3, withTransparency, withVbri } from "./craft.mjs";
import { ffmpeg } from "./tools.mjs";

const picture = (seconds, size = "320x240", rate = "25") => [
  ...["-f", "lavfi", "-i", `testsrc=s=${size}:r=${rate}:d=${seconds}`],
];
const sound = (seconds, rate = 44100) => ["-f", "lavfi", "-i", `sine=f=440:r=${rate}:d=${seconds}`];
const x264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];
const both = (seconds, size, rate) => [...picture(seconds, size, rate), ...sound(seconds), ...x264, "-c:a", "aac"];
const flags = (text) => ["-movflags", text];
const frag = (text) => [...both(4.2), "-g", "25", ...flags(text)];

export const VIDEOS = {
  "plain.mp4": both(2.5),
  "faststart.mp4": [...both(2.5), ...flags("faststart")],
  "silent.mp4": [...picture(3.04), ...x264],
  "portrait.mp4": both(2, "240x426", "30000/1001"),
  "mpeg4.mp4": [...picture(2), "-c:v", "mpeg4"],
  "hevc.mp4": [
    ...picture(2),
    "-c:v",
    "libx265",
    "-preset",
    "ultrafast",
    "-x265-params",
    "log-level=none",
    "-tag:v",
    "hvc1",
  ],
  "vp9.mp4": [...picture(1), "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"],
  "bframes.mp4": [...picture(2), "-c:v", "libx264", "-bf", "3", "-preset", "veryfast"],
  "anamorphic.mp4": [...picture(2), "-vf", "setsar=4/3", ...x264],
  "long-audio.mp4": [...picture(2), ...sound(3.7), ...x264, "-c:a", "aac"],
  "long-video.mp4": [...picture(4), ...sound(1.3), ...x264, "-c:a", "aac"],
  "many-samples.mp4": [...picture(30, "64x64", "60"), ...sound(30, 48000), ...x264, "-c:a", "aac", "-b:a", "24k"],
  "wide-times.mp4": [...picture(10, "64x64"), ...x264, "-video_track_timescale", "1000000000"],
  "wide-movie.mp4": [...picture(10, "64x64"), ...x264, "-movie_timescale", "1000000000"],
  "two-tracks.mp4": [...picture(2), ...picture(2, "640x360"), "-map", "0", "-map", "1", ...x264],
  "frag.mp4": frag("frag_keyframe"),
  "frag-empty.mp4": frag("frag_keyframe+empty_moov"),
  "frag-default-base.mp4": frag("frag_keyframe+empty_moov+default_base_moof"),
  "frag-separate.mp4": frag("frag_keyframe+empty_moov+separate_moof"),
  "frag-no-index.mp4": frag("frag_keyframe+empty_moov+skip_trailer"),
  "frag-sidx.mp4": frag("frag_keyframe+empty_moov+global_sidx+skip_trailer"),
  "frag-dash.mp4": frag("frag_keyframe+empty_moov+dash"),
  "frag-cmaf.mp4": frag("frag_keyframe+cmaf"),
  "frag-short.mp4": [...both(6), ...flags("frag_keyframe+empty_moov"), "-frag_duration", "100000"],
  "frag-audio.m4a": [...sound(5), "-c:a", "aac", ...flags("frag_keyframe+empty_moov"), "-frag_duration", "500000"],
  "plain.mov": both(2.5),
  "faststart.mov": [...both(2.5), ...flags("faststart")],
  "mjpeg.mov": [...picture(2), ...sound(2), "-c:v", "mjpeg", "-c:a", "pcm_s16le"],
  "prores.mov": [...picture(1), "-c:v", "prores_ks"],
  "timecode.mov": [...both(2), "-timecode", "01:00:00:00"],
  "plain.3gp": both(2, "176x144"),
  "plain.m4a": [...sound(3), "-c:a", "aac"],
};
const derived =
  (source, ...args) =>
  async (to, make) =>
    ffmpeg("-i", await make(source), "-c", "copy", ...args, to);
const turned = (degrees) => derived("plain.mp4", "-metadata:s:v:0", `rotate=${degrees}`);
Object.assign(VIDEOS, {
  "turned-90.mp4": turned(90),
  "turned-180.mp4": turned(180),
  "turned-270.mp4": turned(270),
  "turned-90.mov": derived("plain.mov", "-metadata:s:v:0", "rotate=90"),
  "cut.mp4": async (to, make) => ffmpeg("-ss", "0.7", "-i", await make("bframes.mp4"), "-c", "copy", to),
  "delayed.mp4": async (to, make) =>
    ffmpeg("-itsoffset", "0.5", "-i", await make("silent.mp4"), ...sound(2), "-c:v", "copy", to),
});

export const IMAGES = {
  "plain.jpeg": ["-size", "321x241", "gradient:", "-quality", "80"],
  "progressive.jpeg": ["-size", "640x360", "plasma:", "-interlace", "JPEG"],
  "grey.jpeg": ["-size", "300x200", "gradient:", "-colorspace", "Gray"],
  "cmyk.jpeg": ["-size", "300x200", "plasma:", "-colorspace", "CMYK"],
  "commented.jpeg": ["-size", "300x250", "plasma:", "-set", "comment", "c".repeat(60_000)],
  "rgb.png": ["-size", "321x241", "plasma:", "-define", "png:color-type=2"],
  "rgba.png": ["-size", "321x241", "plasma:", "-alpha", "on", "-define", "png:color-type=6"],
  "grey.png": ["-size", "321x241", "gradient:", "-define", "png:color-type=0"],
  "grey-alpha.png": ["-size", "321x241", "gradient:", "-alpha", "on", "-define", "png:color-type=4"],
  "palette.png": ["-size", "321x241", "plasma:", "-colors", "16", "-define", "png:color-type=3"],
  "deep.png": ["-size", "321x241", "plasma:", "-depth", "16", "-define", "png:color-type=2"],
  "interlaced.png": ["-size", "321x241", "plasma:", "-interlace", "PNG", "-define", "png:color-type=2"],
  "texts.png": [
    "-size",
    "321x241",
    "gradient:",
    "-set",
    "comment",
    "c".repeat(90_000),
    "-define",
    "png:color-type=3",
    "-colors",
    "4",
  ],
  "plain.bmp": ["-size", "321x241", "plasma:"],
  "old.bmp": ["-size", "321x241", "plasma:", "bmp3:"],
  "oldest.bmp": ["-size", "321x241", "plasma:", "bmp2:"],
  "clear.bmp": ["-size", "321x241", "plasma:", "-alpha", "on", "-channel", "A", "-evaluate", "set", "50%", "+channel"],
  "lossy.webp": ["-size", "321x241", "plasma:"],
  "lossless.webp": ["-size", "321x241", "plasma:", "-define", "webp:lossless=true"],
  "lossless-clear.webp": [
    "-size",
    "321x241",
    "xc:none",
    "-fill",
    "red",
    "-draw",
    "circle 50,50 90,90",
    "-define",
    "webp:lossless=true",
  ],
  "lossy-clear.webp": ["-size", "321x241", "xc:none", "-fill", "red", "-draw", "circle 50,50 90,90"],
  "plain.gif": ["-size", "321x241", "plasma:"],
};
/** Formats that are only named. */
export const NAMED = {
  "plain.webm": ["webm", [...picture(1), "-c:v", "libvpx", "-deadline", "realtime"]],
  "plain.mkv": ["mkv", both(1)],
  "plain.avi": ["avi", [...picture(1), "-c:v", "mpeg4"]],
  "plain.flv": ["flv", both(1)],
  "plain.ts": ["mpeg-ts", both(1)],
  "plain.mpg": ["mpeg", [...picture(1), "-c:v", "mpeg2video", "-f", "vob"]],
  "plain.wmv": ["wmv", [...picture(1), "-c:v", "wmv2"]],
  "plain.flac": ["flac", [...sound(1)]],
  "plain.ogg": ["ogg", [...sound(1), "-c:a", "libvorbis"]],
  "plain.opus": ["ogg", [...sound(1), "-c:a", "libopus"]],
  "plain.aac": ["aac", [...sound(1), "-c:a", "aac"]],
  "plain.aiff": ["aiff", [...sound(1)]],
  "plain.mp2": ["mp2", [...sound(1), "-c:a", "mp2"]],
  "plain.avif": ["avif", undefined],
  "plain.heic": ["heic", undefined],
  "plain.tiff": ["tiff", undefined],
  "plain.psd": ["psd", undefined],
  "plain.ico": ["ico", undefined],
};

const lame = (...args) => ["-c:a", "libmp3lame", ...args];
const bare = ["-write_xing", "0", "-id3v2_version", "0"];
export const AUDIO = {
  "s16.wav": sound(2.345),
  "u8.wav": [...sound(2), "-c:a", "pcm_u8"],
  "s24.wav": [...sound(2), "-c:a", "pcm_s24le"],
  "f32.wav": [...sound(2), "-c:a", "pcm_f32le"],
  "mulaw.wav": [...sound(2, 8000), "-c:a", "pcm_mulaw"],
  "adpcm.wav": [...sound(2), "-c:a", "adpcm_ms"],
  "six.wav": [...sound(2), "-ac", "6"],
  "odd.wav": [...sound(2), "-metadata", "title=odd", "-metadata", "comment=four"],
  "rf64.wav": [...sound(2), "-rf64", "always"],
  "info.mp3": [...sound(3.21), ...lame("-b:a", "128k")],
  "cbr.mp3": [...sound(3.21), ...lame("-b:a", "128k", ...bare)],
  "cbr-320.mp3": [...sound(3, 48000), ...lame("-b:a", "320k", ...bare)],
  "vbr.mp3": [...sound(3.21), ...lame("-q:a", "4")],
  "vbr-bare.mp3": [...sound(3.21), "-af", "volume='if(lt(t,1),0,1)':eval=frame", ...lame("-q:a", "2", ...bare)],
  "stereo.mp3": [...sound(3), "-ac", "2", ...lame("-b:a", "192k")],
  "mpeg2.mp3": [...sound(3, 22050), ...lame("-b:a", "64k")],
  "mpeg2-cbr.mp3": [...sound(3, 24000), "-ac", "2", ...lame("-b:a", "48k", ...bare)],
  "mpeg25.mp3": [...sound(3, 11025), ...lame("-b:a", "16k")],
  "mpeg25-cbr.mp3": [...sound(3, 8000), ...lame("-b:a", "8k", ...bare)],
  "tagged.mp3": [...sound(3), ...lame("-b:a", "128k"), "-metadata", "title=tone", "-write_id3v1", "1"],
};
const crafted = (source, change) => async (to, make) => writeFileSync(to, change(readFileSync(await make(source))));
Object.assign(IMAGES, {
  "rgb-clear.png": crafted("rgb.png", (bytes) => withTransparency(bytes, 6)),
  "grey-clear.png": crafted("grey.png", (bytes) => withTransparency(bytes, 2)),
  "palette-clear.png": crafted("palette.png", (bytes) => withTransparency(bytes, 1)),
});
Object.assign(AUDIO, {
  "piped.wav": async (to) => writeFileSync(to, (await ffmpeg(...sound(2), "-f", "wav", "-")).stdout),
  "art.mp3": crafted("info.mp3", (bytes) => Buffer.concat([id3(1_500_000), bytes])),
  "art-cbr.mp3": crafted("cbr.mp3", (bytes) => Buffer.concat([id3(1_500_000), bytes])),
  "two-tags.mp3": crafted("cbr.mp3", (bytes) => Buffer.concat([id3(500), id3(70_000), bytes])),
  "id3v1.mp3": crafted("cbr.mp3", (bytes) => Buffer.concat([bytes, Buffer.from("TAG".padEnd(128, "x"))])),
  "ape.mp3": crafted("cbr.mp3", (bytes) => Buffer.concat([bytes, apeTag(40_000)])),
  "ape-id3v1.mp3": crafted("cbr.mp3", (b) => Buffer.concat([b, apeTag(400), Buffer.from("TAG".padEnd(128, "x"))])),
  "garbage.mp3": crafted("cbr.mp3", (bytes) => Buffer.concat([garbage(4000), bytes])),
  "padded.mp3": crafted("cbr.mp3", (bytes) => Buffer.concat([id3(500), Buffer.alloc(4000), bytes])),
  "vbri.mp3": crafted("vbr-bare.mp3", withVbri),
});

/** 100 MB each, of raw pictures. */
export const LARGE = {
  "real-last.mov": [...picture(3.04, "1280x720"), "-c:v", "rawvideo", "-pix_fmt", "yuv420p"],
  "real-first.mov": [...picture(3.04, "1280x720"), "-c:v", "rawvideo", "-pix_fmt", "yuv420p", ...flags("faststart")],
};

/** Where ffprobe is misled by a tag, or guesses: the file with the same sound, whose packets are counted. */
export const SOUND = {
  "vbr-bare.mp3": "vbr-bare.mp3",
  "ape.mp3": "cbr.mp3",
  "ape-id3v1.mp3": "cbr.mp3",
  "garbage.mp3": "cbr.mp3",
  "vbri.mp3": "vbr-bare.mp3",
};
