// "wanreel/slim" in a page that streams the .wasm, from dist/ as it is published, without a bundler.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { openChromium, openPage, page } from "./lib/chromium.mjs";
import { openHarness, root } from "./lib/harness.mjs";
import { Record } from "./lib/report.mjs";

test("Chromium, slim", { timeout: 900_000 }, async (t) => {
  const record = new Record();
  const runtimes = join(root, "tests", "runtimes");
  const harness = await openHarness({
    pages: { "/": page("/programs/slim-page.mjs") },
    folders: {
      "/dist/": join(root, "dist"),
      "/suite/": join(runtimes, "suite"),
      "/programs/": join(runtimes, "programs"),
    },
    onReport: record.hear,
  });
  const browser = await openChromium();
  t.after(async () => {
    await browser.close();
    await harness.close();
  });
  const tab = await openPage(browser, harness.origin, record);
  await t.test("before init", async () => {
    const early = `(() => { try { wanreel.validate({}) } catch ({ name, code }) { return name + " " + code } })()`;
    assert.equal(await tab.evaluate(early), "WanError not_initialized");
  });
  await record.watch(tab.evaluate("runSuite().then(() => {})"));
  await record.tell(t, { printed: true });
});
