// The seeds in other shapes: a header that says other sides or another length.
import { readFileSync } from "node:fs";

export const seed = (name) => readFileSync(new URL(`seeds/${name}`, import.meta.url));

/** The seed with a side, in pixels, that the API takes. */
export function jpeg(width, height) {
  const bytes = Buffer.from(seed("plain.jpeg"));
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  bytes.writeUInt16BE(height, frame + 5);
  bytes.writeUInt16BE(width, frame + 7);
  return bytes;
}

/** The seed with these sides and that many seconds. */
export function mp4(width, height, seconds, name = "first.mp4") {
  const bytes = Buffer.from(seed(name));
  const header = bytes.indexOf("mvhd") + 4;
  bytes.writeUInt32BE(seconds * bytes.readUInt32BE(header + 12), header + 16);
  const entry = bytes.indexOf("avc1", bytes.indexOf("stsd")) - 4;
  bytes.writeUInt16BE(width, entry + 32);
  bytes.writeUInt16BE(height, entry + 34);
  return bytes;
}

/** A sound of that many seconds. */
export function wav(seconds) {
  const bytes = seed("plain.wav");
  const data = bytes.indexOf("data") + 8;
  const rate = bytes.readUInt32LE(bytes.indexOf("fmt ") + 16);
  bytes.writeUInt32LE(seconds * rate, data - 4);
  return Buffer.concat([bytes.subarray(0, data), Buffer.alloc(seconds * rate)]);
}
