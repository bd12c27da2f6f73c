// Files as cameras, recorders, taggers and editors leave them: each kind of oddity in several variants, made of sound files.
import { readFileSync } from "node:fs";
import { apeTag, box, garbage, id3 } from "./craft.mjs";
import { make } from "./samples.mjs";

const read = async (name) => readFileSync(await make(name));
const join = (...parts) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)));
const zeros = (length) => Buffer.alloc(length);
const be32 = (number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
};
const le32 = (number) => be32(number).reverse();
const le16 = (number) => le32(number).subarray(0, 2);

// ── MP3 ──

const id3v1 = "TAG".padEnd(128, "x");
const lyrics3 = (length) => `LYRICSBEGIN${"L".repeat(length)}${String(11 + length).padStart(6, "0")}LYRICS200`;
const oldLyrics = `LYRICSBEGIN${"a line of a song\r\n".repeat(90)}LYRICSEND`;
/** An ID3v2.4 tag behind the sound, with a footer. */
const footed = (length) => {
  const tag = id3(length);
  tag[5] = 0x10;
  return join(tag, "3DI", tag.subarray(3, 10));
};

/** Name, the file, and the one whose frames are counted. The frame with the table has no sound; ffprobe counts those of joined files. */
export const MP3 = [
  ["ID3v1 behind", "cbr", (b) => join(b, id3v1)],
  ["ID3v1 behind, with a table", "info", (b) => join(b, id3v1)],
  ["ID3v2 behind", "cbr", (b) => join(b, id3(30_000))],
  ["ID3v2 with a footer behind", "cbr", (b) => join(b, footed(30_000))],
  ["ID3v2 behind, variable rate", "vbr", (b) => join(b, id3(90_000))],
  ["Lyrics3 v2 and ID3v1 behind", "cbr", (b) => join(b, lyrics3(4000), id3v1)],
  ["Lyrics3 v1 and ID3v1 behind", "cbr", (b) => join(b, oldLyrics, id3v1)],
  ["Lyrics3 behind, with a table", "info", (b) => join(b, lyrics3(20_000), id3v1)],
  ["APE behind a table of variable rate", "vbr", (b) => join(b, apeTag(50_000))],
  ["zeros behind", "cbr", (b) => join(b, zeros(100_000))],
  ["few zeros behind", "cbr", (b) => join(b, zeros(1000))],
  ["zeros behind, with a table", "info", (b) => join(b, zeros(100_000))],
  ["zeros behind, variable rate", "vbr-bare", (b) => join(b, zeros(50_000))],
  ["noise behind", "cbr", (b) => join(b, garbage(60_000))],
  ["a text behind", "cbr", (b) => join(b, "not a sound any more. ".repeat(5000))],
  ["two joined, the first counts itself", "info", (b) => join(b, b), 2],
  ["three joined", "info", (b) => join(b, b, b), 3],
  ["two joined, no tables", "cbr", (b) => join(b, b), 2],
  ["two joined, variable rate", "vbr", (b) => join(b, b), 2],
  ["two joined, a tag between", "info", (b) => join(b, id3(40_000), b), 2],
  ["two joined, zeros between", "cbr", (b) => join(b, zeros(40_000), b), 2],
  ["three joined, a cover between", "cbr", (b) => join(b, id3(900_000), b, id3(900_000), b), 3],
  ["cut in the middle", "cbr", (b) => b.subarray(0, b.length >> 1), 0.5],
  ["cut in the middle, with a table", "info", (b) => b.subarray(0, b.length >> 1), 0.5],
  ["cut after a third, with a table", "info", (b) => b.subarray(0, b.length / 3), 1 / 3],
  ["cut at a tenth, stereo", "stereo", (b) => b.subarray(0, b.length / 10)],
  ["cut, variable rate", "vbr", (b) => b.subarray(0, b.length / 2)],
  ["64 kB of zeros behind the tag", "cbr", (b) => join(id3(500), zeros(65_536), b)],
  ["100 kB of zeros behind the tag", "cbr", (b) => join(id3(500), zeros(100_000), b)],
  ["700 kB of zeros behind the tag", "info", (b) => join(id3(500), zeros(700_000), b)],
  ["3 MB of zeros behind the tag", "cbr", (b) => join(id3(500), zeros(3_000_000), b)],
  ["zeros in front and behind", "cbr-320", (b) => join(id3(80), zeros(80_000), b, zeros(80_000))],
];

// ── WAV ──

export const chunk = (name, data, { size = data.length, pad = true } = {}) =>
  join(name, le32(size), data, pad && data.length % 2 ? zeros(1) : zeros(0));
export const riff = (...chunks) => {
  const body = join("WAVE", ...chunks);
  return join("RIFF", le32(body.length), body);
};
export const fmt = ({ tag = 1, rate = 24000, channels = 1, bits = 16, block, byteRate, more = zeros(0) } = {}) => {
  const moment = (channels * bits) / 8;
  const head = [le16(tag), le16(channels), le32(rate), le32(byteRate ?? rate * moment)];
  return chunk("fmt ", join(...head, le16(block ?? moment), le16(bits), more));
};
/** WAVE_FORMAT_EXTENSIBLE: the rest of the format, whose GUID begins with its tag. */
const extensible = (options, tag = 1) => {
  const guid = join(le16(tag), "\0\0\0\0\x10\0\x80\0\0\xAA\0\x38\x9B\x71");
  return fmt({ ...options, tag: 0xfffe, more: join(le16(22), le16(options.bits ?? 16), le32(0), guid) });
};
const sound = (bytes, options) => chunk("data", zeros(bytes), options);
/** RF64: the sizes in a chunk of their own. */
const rf64 = (format, bytes, stated = bytes) => {
  const size = (number) => join(le32(number), le32(0));
  const body = join(
    "WAVE",
    chunk("ds64", join(size(bytes + 100), size(stated), size(0), le32(0))),
    format,
    "data",
    le32(0xffffffff),
    zeros(bytes),
  );
  return join("RF64", le32(0xffffffff), body);
};

/** Name, seconds, the file, and whether ffprobe can be asked. */
export const WAV = [
  ["mono, block 1 for 2", 4, riff(fmt({ block: 1 }), sound(4 * 48000))],
  ["stereo, block 8 for 4", 4, riff(fmt({ channels: 2, block: 8 }), sound(4 * 96000))],
  ["stereo, block 2 for 4", 4, riff(fmt({ channels: 2, block: 2 }), sound(4 * 96000))],
  ["24 bits, block 4 for 3", 3, riff(fmt({ bits: 24, block: 4 }), sound(3 * 72000))],
  ["8 bits stereo, block 1 for 2", 3, riff(fmt({ bits: 8, channels: 2, block: 1 }), sound(3 * 48000))],
  ["float, block 2 for 4", 3, riff(fmt({ tag: 3, bits: 32, block: 2 }), sound(3 * 96000))],
  ["six channels, block 2 for 12", 2, riff(fmt({ channels: 6, block: 2 }), sound(2 * 288000))],
  ["block and byte rate 0", 4, riff(fmt({ block: 0, byteRate: 0 }), sound(4 * 48000))],
  ["byte rate twice as high", 4, riff(fmt({ byteRate: 96000 }), sound(4 * 48000))],
  ["mu-law, block 2 for 1", 3, riff(fmt({ tag: 7, rate: 8000, bits: 8, block: 2 }), sound(3 * 8000))],
  ["A-law, bits 16 for 8", 3, riff(fmt({ tag: 6, rate: 8000, bits: 16, block: 1 }), sound(3 * 8000)), false],
  ["extensible, 16 bits", 3, riff(extensible({}), sound(3 * 48000))],
  [
    "extensible, 24 bits stereo, block 8 for 6",
    3,
    riff(extensible({ bits: 24, channels: 2, block: 8 }), sound(3 * 144000)),
  ],
  ["extensible, float", 2, riff(extensible({ bits: 32 }, 3), sound(2 * 96000))],
  ["extensible, streamed", 2, riff(extensible({}), sound(2 * 48000, { size: 0xffffffff }))],
  ["streamed, data size 0", 4, riff(fmt(), sound(4 * 48000, { size: 0 }))],
  ["streamed, data size 0xFFFFFFFF", 4, riff(fmt(), sound(4 * 48000, { size: 0xffffffff }))],
  ["streamed, data size 0x7FFFFFFF", 4, riff(fmt(), sound(4 * 48000, { size: 0x7fffffff }))],
  ["streamed, data size 0xFFFFFFDB", 4, riff(fmt(), sound(4 * 48000, { size: 0xffffffdb }))],
  ["data size beyond the end", 2, riff(fmt(), sound(2 * 48000, { size: 9 * 48000 }))],
  ["a list behind the sound", 2, riff(fmt(), sound(2 * 48000), chunk("LIST", zeros(50_000)))],
  ["odd chunk with a pad byte", 3, riff(fmt(), chunk("LIST", Buffer.alloc(31, 65)), sound(3 * 48000))],
  [
    "odd chunk without one",
    3,
    riff(fmt(), chunk("LIST", Buffer.alloc(31, 65), { pad: false }), sound(3 * 48000)),
    false,
  ],
  [
    "odd chunk of zeros without one",
    3,
    riff(fmt(), chunk("bext", zeros(603), { pad: false }), sound(3 * 48000)),
    false,
  ],
  [
    "odd chunk before the format without one",
    3,
    riff(chunk("JUNK", zeros(27), { pad: false }), fmt(), sound(3 * 48000)),
    false,
  ],
  [
    "two odd chunks without one",
    3,
    riff(
      fmt(),
      chunk("iXML", Buffer.alloc(99, 60), { pad: false }),
      chunk("id3 ", Buffer.alloc(5, 60), { pad: false }),
      sound(3 * 48000),
    ),
    false,
  ],
  ["RF64", 3, rf64(fmt(), 3 * 48000)],
  ["RF64, extensible stereo", 3, rf64(extensible({ channels: 2 }), 3 * 96000)],
  ["RF64, never finished", 3, rf64(fmt(), 3 * 48000, 0)],
  ["RF64, cut", 3, rf64(fmt(), 3 * 48000, 30 * 48000)],
];

// ── ISO media ──

function* places(bytes, name) {
  for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + 1)) yield at;
}
/** A copy with a change at each of these names. */
const changed = (bytes, name, change) => {
  const copy = Buffer.from(bytes);
  for (const at of places(copy, name)) change(copy, at + 4);
  return copy;
};
const movieLength = (bytes, units) => changed(bytes, "mvhd", (copy, at) => copy.writeUInt32BE(units, at + 16));
const movieUnits = (bytes, units) => changed(bytes, "mvhd", (copy, at) => copy.writeUInt32BE(units, at + 12));
const mediaLength = (bytes, units) => changed(bytes, "mdhd", (copy, at) => copy.writeUInt32BE(units, at + 16));
const renamed = (bytes, from, to) => changed(bytes, from, (copy, at) => copy.write(to, at - 4, "latin1"));
const TURNS = { 0: [1, 0, 0, 1], 90: [0, 1, -1, 0], 180: [-1, 0, 0, -1], 270: [0, -1, 1, 0] };
const turned = (bytes, name, at, degrees, scale = 65536) =>
  changed(bytes, name, (copy, start) => {
    const [a, b, c, d] = TURNS[degrees].map((number) => number * scale);
    for (const [index, number] of [a, b, 0, c, d].entries()) copy.writeInt32BE(number, start + at + 4 * index);
  });
const movieTurned = (bytes, degrees, scale) => turned(bytes, "mvhd", 36, degrees, scale);
const trackTurned = (bytes, degrees) => turned(bytes, "tkhd", 40, degrees);
const boxes = (bytes) => {
  const found = [];
  for (let at = 0; at + 8 <= bytes.length; at += found.at(-1).length) {
    const size = bytes.readUInt32BE(at) || bytes.length - at;
    found.push(bytes.subarray(at, at + size));
  }
  return found;
};
const named = (part) => part.toString("latin1", 4, 8);
const without = (bytes, name) => join(...boxes(bytes).filter((part) => named(part) !== name));

/** Headers that do not say how long it is: what ffprobe then says of the format is 0, or what a track was said to be. */
export const SILENT_HEADERS = [
  ["mvhd says 0", "plain.mp4", (b) => movieLength(b, 0)],
  ["mvhd says nothing", "plain.mp4", (b) => movieLength(b, 0xffffffff)],
  ["mvhd and mdhd say 0", "plain.mp4", (b) => mediaLength(movieLength(b, 0), 0)],
  ["mvhd and mdhd say 0, moov first", "faststart.mp4", (b) => mediaLength(movieLength(b, 0), 0)],
  ["mvhd and mdhd say 0, mov", "plain.mov", (b) => mediaLength(movieLength(b, 0), 0)],
  ["mvhd and mdhd say 0, silent", "silent.mp4", (b) => mediaLength(movieLength(b, 0), 0)],
  ["mvhd and mdhd say 0, b-frames", "bframes.mp4", (b) => mediaLength(movieLength(b, 0), 0)],
  ["mvhd and mdhd say 0, sound alone", "plain.m4a", (b) => mediaLength(movieLength(b, 0), 0)],
  ["mdhd says 0", "plain.mp4", (b) => mediaLength(b, 0)],
  ["no units a second, and mdhd says 0", "silent.mp4", (b) => mediaLength(movieUnits(b, 0), 0)],
];

/** Name, the sample it is made of, the change. */
export const ISO = [
  ["begins with moov", "faststart.mp4", (b) => without(b, "ftyp")],
  ["begins with mdat", "plain.mp4", (b) => without(without(b, "ftyp"), "free")],
  ["begins with free", "plain.mp4", (b) => without(b, "ftyp")],
  ["begins with wide", "plain.mov", (b) => without(b, "ftyp")],
  ["wide before ftyp", "plain.mp4", (b) => join(box("wide"), b)],
  ["free before ftyp", "plain.mp4", (b) => join(box("free", zeros(1000)), b)],
  ["skip before ftyp", "plain.mov", (b) => join(box("skip", zeros(77)), b)],
  ["junk before ftyp", "plain.mp4", (b) => join(box("junk", zeros(5)), b)],
  ["uuid before ftyp", "plain.mp4", (b) => join(box("uuid", zeros(50)), b)],
  ["pnot before ftyp", "plain.mov", (b) => join(box("pnot", zeros(12)), b)],
  ["zeros behind", "plain.mp4", (b) => join(b, zeros(5000))],
  ["the movie turned by 90", "plain.mp4", (b) => movieTurned(b, 90)],
  ["the movie turned by 180", "plain.mp4", (b) => movieTurned(b, 180)],
  ["the movie turned by 270", "plain.mp4", (b) => movieTurned(b, 270)],
  ["the movie turned by 90, moov first", "faststart.mov", (b) => movieTurned(b, 90)],
  ["movie and track turned by 90", "plain.mp4", (b) => trackTurned(movieTurned(b, 90), 90)],
  ["movie turned by 90, track by 270", "plain.mp4", (b) => trackTurned(movieTurned(b, 90), 270)],
  ["movie turned by 180, track by 90", "plain.mp4", (b) => trackTurned(movieTurned(b, 180), 90)],
  ["track turned by 90", "plain.mov", (b) => trackTurned(b, 90)],
  ["track turned by 270, movie by 180", "faststart.mov", (b) => trackTurned(movieTurned(b, 180), 270)],
  ["the movie turned and doubled", "plain.mp4", (b) => movieTurned(b, 90, 131072)],
];

/** Fragments of which the movie box says nothing: ffprobe refuses some. Name, sample, change, the sample with the same length. */
export const FRAGMENTS = [
  ["no mvex, empty moov", "frag-empty.mp4", (b) => renamed(b, "mvex", "free")],
  ["no mvex, the first in moov", "frag.mp4", (b) => renamed(b, "mvex", "free")],
  ["no mvex, no index", "frag-no-index.mp4", (b) => renamed(b, "mvex", "free")],
  ["no mvex, short ones", "frag-short.mp4", (b) => renamed(b, "mvex", "free")],
  ["no mvex, cmaf", "frag-cmaf.mp4", (b) => renamed(b, "mvex", "free")],
  ["no mvex, default base", "frag-default-base.mp4", (b) => renamed(b, "mvex", "free")],
  ["headers that count all fragments", "frag-empty.mp4", (b) => mediaLength(movieLength(b, 4200), 0)],
  ["a segment index in front, no mvex", "frag-sidx.mp4", (b) => renamed(b, "mvex", "free")],
  ["dash, no mvex", "frag-dash.mp4", (b) => renamed(b, "mvex", "free")],
  ["no mvex, sound", "frag-audio.m4a", (b) => renamed(b, "mvex", "free")],
];

// ── Images ──

/** Exif with an orientation among other fields. */
export const exif = (orientation, { big = false, long = false, before = 0 } = {}) => {
  const [u16, u32] = big ? [(n) => le16(n).reverse(), be32] : [le16, le32];
  const field = (tag, type, value) =>
    join(u16(tag), u16(type), u32(1), type === 4 ? u32(value) : join(u16(value), zeros(2)));
  const others = Array.from({ length: before }, (_, index) => field(0x100 + index, 3, 6));
  const fields = [...others, field(0x112, long ? 4 : 3, orientation)];
  return join(big ? "MM\0*" : "II*\0", u32(8), u16(fields.length), ...fields, u32(0));
};
const segment = (marker, data) => join(Buffer.from([0xff, marker]), be32(data.length + 2).subarray(2), data);
const app1 = (...options) => segment(0xe1, join("Exif\0\0", exif(...options)));
/** Behind the start, or behind the first segment. */
const put = (bytes, what, at = 2) => join(bytes.subarray(0, at), what, bytes.subarray(at));
const behindFirst = (bytes) => 4 + bytes.readUInt16BE(4);
const xmp = segment(0xe1, join("http://ns.adobe.com/xap/1.0/\0", "<x/>"));

export const JPEG = [
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((turn) => [`orientation ${turn}`, "plain.jpeg", (b) => put(b, app1(turn))]),
  ["orientation 6, big-endian", "plain.jpeg", (b) => put(b, app1(6, { big: true }))],
  ["orientation 8 behind other fields", "progressive.jpeg", (b) => put(b, app1(8, { before: 9 }))],
  ["orientation 6 behind XMP", "grey.jpeg", (b) => put(b, join(xmp, app1(6)))],
  ["orientation 5 behind a comment of 60 kB", "commented.jpeg", (b) => put(b, app1(5), behindFirst(b))],
  ["orientation 9, which is none", "plain.jpeg", (b) => put(b, app1(9))],
  [
    "Exif that ends early",
    "plain.jpeg",
    (b) => put(b, segment(0xe1, Buffer.from("Exif\0\0II*\0\x08\0\0\0\x05\0", "latin1"))),
  ],
  ["stray zeros between segments", "plain.jpeg", (b) => put(b, zeros(3), behindFirst(b))],
  ["a stray byte between segments", "plain.jpeg", (b) => put(b, Buffer.from([0x41]), behindFirst(b))],
  ["40 stray bytes", "progressive.jpeg", (b) => put(b, Buffer.alloc(40, 0x55), behindFirst(b))],
  ["2 kB of stray bytes", "grey.jpeg", (b) => put(b, Buffer.alloc(2000, 0x20), behindFirst(b))],
  ["a stuffed FF among them", "plain.jpeg", (b) => put(b, Buffer.from([0xff, 0, 0x12, 0xff, 0]), behindFirst(b))],
  ["fill bytes before a marker", "plain.jpeg", (b) => put(b, Buffer.alloc(7, 0xff), behindFirst(b))],
  ["many fill bytes", "grey.jpeg", (b) => put(b, Buffer.alloc(5000, 0xff), behindFirst(b))],
  ["restart markers", "plain.jpeg", (b) => put(b, Buffer.from([0xff, 0xd0, 0xff, 0xd7]), behindFirst(b))],
  ["a temporary marker", "plain.jpeg", (b) => put(b, Buffer.from([0xff, 0x01]), behindFirst(b))],
];

/** Images whose Exif no program at hand applies: the sides are exchanged or not. */
const png = (orientation, options) => chunkOfPng("eXIf", exif(orientation, options));
const chunkOfPng = (name, data) => join(be32(data.length), name, data, be32(0));
const inPng = (bytes, what, name) => put(bytes, what, bytes.indexOf(name) - 4);
const inWebp = (bytes, data, [width, height]) => {
  const side = (number) => le32(number - 1).subarray(0, 3);
  const picture = bytes.toString("latin1", 12, 16) === "VP8X" ? bytes.subarray(30) : bytes.subarray(12);
  const body = join(
    "WEBP",
    chunk("VP8X", join(Buffer.from([8, 0, 0, 0]), side(width), side(height))),
    picture,
    chunk("EXIF", data),
  );
  return join("RIFF", le32(body.length), body);
};
export const EXIF = [
  ["png, 6 before the picture", "rgb.png", (b) => inPng(b, png(6), "IDAT"), true],
  ["png, 3 before the picture", "rgb.png", (b) => inPng(b, png(3), "IDAT"), false],
  ["png, 8 behind the picture", "rgba.png", (b) => inPng(b, png(8, { big: true }), "IEND"), true],
  ["png, 5 as a long number", "palette.png", (b) => inPng(b, png(5, { long: true }), "IDAT"), true],
  ["png, 7 behind a palette", "palette.png", (b) => inPng(b, png(7), "IDAT"), true],
  ["png, 1", "grey-alpha.png", (b) => inPng(b, png(1), "IDAT"), false],
  ["webp, 6", "lossy.webp", (b) => inWebp(b, exif(6), [321, 241]), true],
  ["webp, 8 with a name in front", "lossless.webp", (b) => inWebp(b, join("Exif\0\0", exif(8)), [321, 241]), true],
  ["webp, 1", "lossy.webp", (b) => inWebp(b, exif(1), [321, 241]), false],
  ["webp, 5, big-endian", "lossy.webp", (b) => inWebp(b, exif(5, { big: true }), [321, 241]), true],
];

export { read };
