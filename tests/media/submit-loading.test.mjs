// The part that looks at files: loaded with the first of them, and not missed where it is not deployed.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { probingFiles } from "./imported-later.mjs";
import { seed } from "./shapes.mjs";
import { brief, FRAME, file, image, refused, setUp, zeros } from "./submits.mjs";

test("required, the probing is loaded with the first file, and the core once", async () => {
  const require = createRequire(import.meta.url);
  const loaded = () => Object.keys(require.cache).map((path) => basename(path));
  const { client, simulator } = setUp({ Client: require("wanreel").WanClient });
  await client.submit({ model: "wan2.7-text-to-video", prompt: "A fox wakes up in the snow" });
  assert.ok(!loaded().includes("media.cjs"));
  const before = simulator.log().length;
  await refused(client, image(file(zeros(6))));
  assert.equal(simulator.log().length, before);
  assert.equal(loaded().filter((name) => name === "media.cjs").length, 1);
  assert.ok(require("wanreel/media").MediaError.prototype instanceof require("wanreel").WanError);
  await client.submit(image(file(FRAME)));
});

const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));

/** The package in a folder of its own, without what `dropped` says. */
function deploy(t, dropped) {
  const folder = mkdtempSync(join(tmpdir(), "wanreel-dist-"));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  for (const name of readdirSync(DIST).filter((path) => /\.c?js$/.test(path) && !dropped(path))) {
    cpSync(join(DIST, name), join(folder, name));
  }
  return folder;
}

for (const [kind, load, dropped] of [
  ["import", async (folder) => import(pathToFileURL(join(folder, "index.js"))), (name) => probingFiles().has(name)],
  ["require", (folder) => createRequire(join(folder, "x.cjs"))("./index.cjs"), (name) => name === "media.cjs"],
]) {
  test(`${kind}: where the probing is not deployed, sizes are checked all the same`, async (t) => {
    const { WanClient: Client } = await load(deploy(t, dropped));
    const { client, simulator, sent } = setUp({ Client });
    for (const request of [image(file(FRAME, zeros(20))), image(file())]) {
      assert.deepEqual(brief((await refused(client, request)).issues), ["error out_of_range image_start"]);
    }
    assert.deepEqual(simulator.log(), []);
    await client.submit(image(file(seed("plain.gif")))).catch(() => {});
    assert.deepEqual(sent(), ["upload/stream", "videos/generations"]);
  });
}
