// A page in Chromium, bundled and minified by esbuild, under a strict Content-Security-Policy; the same in a worker.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bundle } from "./lib/bundle.mjs";
import { openChromium, openPage, page } from "./lib/chromium.mjs";
import { openHarness } from "./lib/harness.mjs";
import { Record } from "./lib/report.mjs";

const script = await bundle("page.mjs");

async function open(t) {
  const record = new Record();
  const pages = {
    "/": page("/page.js"),
    "/no-wasm": page("/page.js", "default-src 'none'; script-src 'self'; connect-src 'self'"),
    "/page.js": { text: script },
  };
  const harness = await openHarness({ pages, onReport: record.hear });
  const browser = await openChromium();
  t.after(async () => {
    await browser.close();
    await harness.close();
  });
  return { record, browser, origin: harness.origin };
}

for (const [place, start] of [
  ["page", "runSuite"],
  ["worker of a page", "runInWorker"],
]) {
  test(`Chromium, ${place}`, { timeout: 900_000 }, async (t) => {
    const { record, browser, origin } = await open(t);
    const tab = await openPage(browser, origin, record);
    await record.watch(tab.evaluate(`${start}().then(() => {})`));
    await record.tell(t, { printed: true });
  });
}

test("Chromium: a page that forbids WebAssembly is told what to allow", async (t) => {
  const { record, browser, origin } = await open(t);
  const tab = await openPage(browser, `${origin}/no-wasm`, record);
  const blocked = "(() => { try { wanreel.validate({}) } catch (error) { return error.toJSON() } })()";
  const { name, code, hint } = await tab.evaluate(blocked);
  assert.deepEqual([name, code], ["WanError", "wasm_blocked"]);
  assert.match(hint, /'wasm-unsafe-eval'/);
});
