// A voice from the microphone becomes a file that the API takes: a WAV, by the package's own reading of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { probe } from "wanreel/media";
import { load } from "./load.mjs";

test("16 bits, one channel, as long as it was spoken; louder than full is cut", async () => {
  const { wavOf } = await load("media/wav.ts");
  const rate = 48_000;
  const samples = Float32Array.from({ length: 2.5 * rate }, (_, at) => 2 * Math.sin(at / 20));
  const wav = wavOf(samples, rate);
  assert.deepEqual(await probe(wav), { kind: "audio", format: "wav", seconds: 2.5, bytes: 44 + 2 * samples.length });
  const data = new DataView(await wav.arrayBuffer(), 44);
  const levels = Array.from(samples.slice(0, 200), (_, at) => data.getInt16(2 * at, true));
  assert.equal(Math.max(...levels), 0x7fff);
  assert.equal(Math.min(...levels), -0x7fff);
});
