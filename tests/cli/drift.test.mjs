// models --check: the catalogue against what is published, in a copy of the project's own (facts alone, no words), and
// against copies that were changed.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { bare, folderOf, run } from "./support.mjs";

const published = () => JSON.parse(readFileSync(new URL("published/openapi.json", import.meta.url), "utf8"));
const prices = () => JSON.parse(readFileSync(new URL("published/prices-2026-10.json", import.meta.url), "utf8"));

async function check(t, value, ...flags) {
  const folder = folderOf(t);
  writeFileSync(join(folder, "published.json"), JSON.stringify(value));
  const { code, stdout, stderr } = await run(["models", "--check", "published.json", "--json", ...flags], {
    env: bare(folder),
    cwd: folder,
  });
  return { code, differences: stdout && JSON.parse(stdout).differences, stderr };
}

/** The published file with one thing changed in the schema of a model. */
function changed(id, change) {
  const file = published();
  change(Object.values(file.components.schemas).find(({ properties }) => properties.model.enum[0] === id));
  return file;
}

const MODEL = "wan2.7-text-to-video";
const DRIFTS = [
  [
    "a longer video",
    ({ properties }) => (properties.duration.maximum = 20),
    { field: "duration", what: "maximum", catalogue: 15, published: 20 },
  ],
  [
    "another default",
    ({ properties }) => (properties.quality.default = "1080p"),
    { field: "quality", what: "default", catalogue: "720p", published: "1080p" },
  ],
  [
    "a new value",
    ({ properties }) => properties.quality.enum.push("4k"),
    { field: "quality", what: "enum", catalogue: ["720p", "1080p"], published: ["720p", "1080p", "4k"] },
  ],
  [
    "a shorter text",
    ({ properties }) => (properties.negative_prompt.maxLength = 400),
    { field: "negative_prompt", what: "maxLength", catalogue: 500, published: 400 },
  ],
  [
    "more items",
    ({ properties }) => (properties.audio_urls.maxItems = 2),
    { field: "audio_urls", what: "maxItems", catalogue: 1, published: 2 },
  ],
  [
    "a new field",
    ({ properties }) => (properties.watermark = { type: "boolean" }),
    { field: "watermark", what: "is not in the catalogue" },
  ],
  [
    "a field that is gone",
    ({ properties }) => delete properties.seed,
    { field: "seed", what: "is not published any more" },
  ],
  [
    "one that is needed now",
    ({ required }) => required.push("seed"),
    { field: "seed", what: "required", catalogue: false, published: true },
  ],
  [
    "another type",
    ({ properties }) => (properties.seed.type = "string"),
    { field: "seed", what: "type", catalogue: "integer", published: "string" },
  ],
];

describe("a catalogue that notices drift", { concurrency: 4 }, () => {
  test("is what is published, of every model", async (t) => {
    assert.equal(Object.keys(published().components.schemas).length, 11);
    assert.deepEqual(await check(t, published()), { code: 0, differences: [], stderr: "" });
  });

  for (const [what, change, difference] of DRIFTS) {
    test(`notices ${what}`, async (t) => {
      const { code, differences } = await check(t, changed(MODEL, change));
      assert.deepEqual([code, differences], [1, [{ model: MODEL, ...difference }]]);
    });
  }

  test("notices a field inside another, and a model that is new", async (t) => {
    const inner = await check(
      t,
      changed("wan2.6-text-to-video", ({ properties }) => delete properties.model_params.properties.shot_type),
    );
    assert.deepEqual(
      inner.differences.map(({ field }) => field),
      ["model_params.shot_type"],
    );
    const model = await check(
      t,
      changed(MODEL, ({ properties }) => (properties.model.enum = ["wan3.0-text-to-video"])),
    );
    assert.deepEqual(model.differences, [{ model: "wan3.0-text-to-video", what: "is not in the catalogue" }]);
  });

  test("prices: the October list is the table of that name, and not the guide's", async (t) => {
    assert.deepEqual(await check(t, prices(), "--prices", "list-2026-10"), { code: 0, differences: [], stderr: "" });
    const { code, differences } = await check(t, prices());
    assert.equal(code, 1);
    assert.deepEqual(differences[0], {
      model: MODEL,
      field: "720p",
      what: "microUsdPerSecond",
      catalogue: 86_000,
      published: 80_000,
    });
  });

  test("what is neither is a misuse", async (t) => {
    const { code, stderr } = await check(t, { openapi: "3.1.0", paths: {} });
    assert.equal(code, 2);
    assert.match(stderr, /published\.json holds no request of a model/);
  });

  test("says it in lines for readers", async (t) => {
    const folder = folderOf(t);
    writeFileSync(
      join(folder, "p.json"),
      JSON.stringify(changed(MODEL, ({ properties }) => (properties.duration.maximum = 20))),
    );
    const { code, stdout } = await run(["models", "--check", "p.json"], { env: bare(folder), cwd: folder });
    assert.deepEqual([code, stdout], [1, `${MODEL}  duration  maximum  15 → 20\n`]);
  });
});
