// Cut and mutated files through the WebAssembly module itself, whose words are of 32 bits: no trap, always an answer.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { MediaError, probe } from "wanreel/media";

const folder = new URL("seeds/", import.meta.url);
const seeds = readdirSync(folder).map((name) => readFileSync(new URL(name, folder)));
const MUTATED = 30_000;
const EDGES = [0, 1, 7, 8, 0x7f, 0xff, 0x7fffffff, 0x80000000, 0xffffffff];

/** The info, or undefined; anything but an answer fails. */
const ask = (bytes) =>
  probe(bytes).catch((error) => {
    assert.ok(error instanceof MediaError && error.message.length > 20, error);
  });

test("cut at every byte", async () => {
  for (const bytes of seeds) {
    for (let end = 0; end < bytes.length; end++) await ask(bytes.subarray(0, end));
  }
});

test(`${MUTATED} mutated files`, async () => {
  const generator = xoroshiro128plus(7);
  const random = (below) => uniformInt(generator, 0, below - 1);
  let read = 0;
  for (let round = 0; round < MUTATED; round++) {
    const bytes = Buffer.from(seeds[random(seeds.length)]);
    for (let changes = random(6) + 1; changes > 0; changes--) {
      const edge = EDGES[random(EDGES.length)];
      const at = random(Math.max(bytes.length - 8, 1));
      const how = random(4);
      if (how < 2 || bytes.length < 12) bytes[at] = random(256);
      else if (how === 2) bytes.writeUInt32BE(edge, at);
      else bytes.writeBigUInt64BE(BigInt(edge) << BigInt(random(33)), at);
    }
    if (await ask(bytes)) read += 1;
  }
  console.log(`${read} read, ${MUTATED - read} refused`);
});
