// Every kind of file against ffprobe: sides exact, lengths within 50 ms.
import assert from "node:assert/strict";
import { openAsBlob, readFileSync, statSync } from "node:fs";
import { test } from "node:test";
import { probe } from "wanreel/media";
import { NAMED } from "./recipes.mjs";
import { make, SAMPLES } from "./samples.mjs";
import { count, ffprobe, skip } from "./tools.mjs";

const MOST_MS = 50;
/** What ImageMagick was asked for. ffprobe does not tell transparency. */
const CLEAR = /^(rgba|grey-alpha|(.*-)?clear)\./;
const rows = [];

const formatOf = (name) => name.split(".").pop();

test("files of every kind", { skip, concurrency: 2, timeout: 300_000 }, async (t) => {
  await Promise.all(
    SAMPLES.map(({ name, kind, sound }) =>
      t.test(name, async () => {
        const file = await make(name);
        const [info, truth] = [
          await probe(await openAsBlob(file)),
          await (sound ? count(await make(sound)) : ffprobe(file)),
        ];
        rows.push({ name, info, truth });
        assert.deepEqual(await probe(readFileSync(file)), info, "bytes and Blob differ");
        assert.equal(info.kind, kind);
        assert.equal(info.format, formatOf(name));
        assert.equal(info.bytes, statSync(file).size);
        if (kind !== "audio") assert.deepEqual([info.width, info.height], [truth.width, truth.height]);
        if (kind === "image") assert.equal(info.alpha ?? false, CLEAR.test(name));
        if (kind === "video") assert.equal(info.rotation, truth.rotation);
        if (kind !== "image") {
          const off = Math.abs(info.seconds - truth.seconds) * 1000;
          assert.ok(off <= MOST_MS, `${info.seconds} s, and ${truth.seconds} s by ffprobe`);
        }
      }),
    ),
  );
});

test("others by name", { skip, concurrency: 2, timeout: 120_000 }, async (t) => {
  await Promise.all(
    Object.entries(NAMED).map(([name, [format]]) =>
      t.test(name, async () => assert.equal((await probe(readFileSync(await make(name)))).format, format)),
    ),
  );
});

test("the table", { skip }, () => {
  console.log("| file | sides | ffprobe | seconds | ffprobe | off by |\n| --- | --- | --- | ---: | ---: | ---: |");
  const sides = ({ width, height }) => (width ? `${width}×${height}` : "");
  for (const { name, info, truth } of rows.sort((a, b) => a.name.localeCompare(b.name))) {
    const timed = info.kind !== "image";
    const off = timed ? `${Math.abs((info.seconds - truth.seconds) * 1000).toFixed(0)} ms` : "";
    const columns = [name, sides(info), sides(truth), timed ? info.seconds : "", timed ? truth.seconds : "", off];
    console.log(`| ${columns.join(" | ")} |`);
  }
});
