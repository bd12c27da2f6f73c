// `npx wanreel demo`: the page as it is packed, with no Worker behind it.
import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openDemo } from "./demo.mjs";

const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

let demo;
before(async () => {
  demo = await openDemo([CLI, "demo"]);
});
after(() => demo?.close());

test("a job runs in the page to its video, and asks nobody else", async (t) => {
  const { page } = await demo.visit(t);
  assert.equal(await page.locator("#runners input").count(), 1, "there is no Worker to choose");
  await page.fill("[data-field=prompt] textarea", "A lighthouse keeper climbs the spiral stairs at dusk");
  await page.click("#submit");
  await page.waitForSelector("body[data-job=completed]");
  await page.waitForFunction(() => (document.querySelector("#screen video")?.readyState ?? 0) >= 2);
});

test("files of the package are served, and nothing beside them", async () => {
  const status = async (path) => (await fetch(demo.base + path)).status;
  assert.equal(await status("/wanreel/index.js"), 200);
  for (const path of ["/wanreel/../package.json", "/wanreel/%2e%2e/package.json", "/wanreel/cli", "/edge/"]) {
    assert.equal(await status(path), 404, path);
  }
});

test("Ctrl-C ends it", async () => {
  demo.server.kill("SIGINT");
  const [code] = await once(demo.server, "exit");
  assert.equal(code, 0);
});
