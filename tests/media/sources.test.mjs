// What a probe takes besides URLs.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { probe } from "wanreel/media";

const seed = (name) => readFileSync(new URL(`seeds/${name}`, import.meta.url));

test("bytes in every wrapping; what is no file is a TypeError", async () => {
  const bytes = seed("rgba.png");
  const wanted = await probe(bytes);
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  for (const same of [
    buffer,
    new Uint8Array(buffer),
    new DataView(buffer),
    shared,
    shared.buffer,
    new Blob([bytes]),
    new File([bytes], "x.txt"),
  ]) {
    assert.deepEqual(await probe(same), wanted);
  }
  for (const other of [undefined, null, 7, {}, [], () => {}]) await assert.rejects(probe(other), TypeError);
  const detached = new ArrayBuffer(8);
  structuredClone(detached, { transfer: [detached] });
  await assert.rejects(probe(detached), TypeError);
  const gone = {
    size: 100,
    slice: () => ({ arrayBuffer: () => Promise.reject(new Error("NotReadableError")) }),
    arrayBuffer() {},
  };
  await assert.rejects(probe(gone), { code: "media_unreadable", message: "the file cannot be read" });
});
