// Bytes by hand: tags and tables that no encoder at hand writes.
import { crc32 } from "node:zlib";

/** An ID3v2 tag whose content has that many bytes, among them some that look like frames of sound. */
export function id3(length) {
  const tag = Buffer.alloc(10 + length, "\xFF\xFB\x90\x64", "latin1");
  tag.set(Buffer.from("ID3\x04\0\0", "latin1"));
  for (let index = 0; index < 4; index++) tag[6 + index] = (length >> (21 - 7 * index)) & 0x7f;
  return tag;
}

/** Bytes without rhyme or reason, the same each time, with many a byte that could begin a frame. */
export function garbage(length) {
  let state = 1;
  return Buffer.from(
    Array.from({ length }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return state >>> 30 === 0 ? 0xff : (state >>> 16) & 0xff;
    }),
  );
}

/** An APEv2 tag of that many bytes, with header and footer. */
export function apeTag(length) {
  const part = (flags) => {
    const bytes = Buffer.alloc(32);
    bytes.write("APETAGEX");
    bytes.writeUInt32LE(2000, 8);
    bytes.writeUInt32LE(length - 32, 12);
    bytes.writeUInt32LE(1, 16);
    bytes.writeUInt32LE(flags, 20);
    return bytes;
  };
  return Buffer.concat([part(0xa0000000), Buffer.alloc(length - 64, 0x41), part(0x80000000)]);
}

/** The length of the frame at `at`; layer III of MPEG 1 only. */
function frameLength(bytes, at) {
  const kilobits = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320][bytes[at + 2] >> 4];
  const rate = [44100, 48000, 32000][(bytes[at + 2] >> 2) & 3];
  return Math.floor((144_000 * kilobits) / rate) + ((bytes[at + 2] >> 1) & 1);
}

/** Puts a frame with Fraunhofer's table in front. */
export function withVbri(bytes) {
  let frames = 0;
  for (let at = 0; at + 4 <= bytes.length; at += frameLength(bytes, at)) frames += 1;
  const frame = Buffer.alloc(417);
  frame.set([0xff, 0xfb, 0x90, bytes[3]]);
  frame.write("VBRI", 36);
  frame.writeUInt16BE(1, 40);
  frame.writeUInt32BE(bytes.length, 46);
  frame.writeUInt32BE(frames, 50);
  return Buffer.concat([frame, bytes]);
}

/** A box of ISO media. */
export function box(kind, ...content) {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length);
  head.write(kind, 4, "latin1");
  return Buffer.concat([head, body]);
}

/** A PNG with a chunk before its picture that makes some colour transparent. */
export function withTransparency(png, length) {
  const chunk = Buffer.alloc(12 + length);
  chunk.writeUInt32BE(length);
  chunk.write("tRNS", 4);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + length)), 8 + length);
  const at = png.indexOf("IDAT") - 4;
  return Buffer.concat([png.subarray(0, at), chunk, png.subarray(at)]);
}
