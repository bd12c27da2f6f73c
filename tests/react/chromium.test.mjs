// The hook in a real Chromium, by Testing Library, in React 18 and 19: each test of page/tests.mjs, and one over a reload.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { openApi } from "../packaging/lib/api.mjs";
import { openChromium } from "../runtimes/lib/chromium.mjs";
import { beside, install, REACTS } from "./runtime.mjs";

const folder = mkdtempSync(join(tmpdir(), "wanreel-react-"));
let api;
let browser;

before(async () => {
  await install();
  [api, browser] = await Promise.all([openApi(), openChromium()]);
});
after(async () => {
  await browser?.close();
  await api?.close();
  rmSync(folder, { recursive: true });
});

/** The page's program, with this React. */
async function bundle(version) {
  const react = REACTS[version];
  await build({
    entryPoints: [new URL("page/page.mjs", import.meta.url).pathname],
    outfile: join(folder, version, "page.js"),
    bundle: true,
    format: "esm",
    alias: Object.fromEntries([...beside, ["react-dom", react("react-dom")], ["react", react("react")]]),
    define: { "process.env.NODE_ENV": '"development"' },
    logLevel: "error",
  });
  writeFileSync(join(folder, version, "index.html"), '<!doctype html><script type="module" src="page.js"></script>');
  return api.site(`react-${version}`, join(folder, version));
}

for (const version of Object.keys(REACTS)) {
  test(`React ${version}`, { timeout: 180_000 }, async (context) => {
    const url = await bundle(version);
    const tab = await browser.newPage();
    const printed = [];
    tab.on("console", (message) => printed.push(message.text()));
    tab.on("pageerror", (error) => printed.push(String(error)));
    await tab.goto(`${url}/`);
    const loaded = () => tab.waitForFunction(() => globalThis.tests).catch(() => assert.fail(printed.join("\n")));
    await loaded();
    assert.match(await tab.evaluate(() => globalThis.react), new RegExp(`^${version}\\.`));
    for (const name of await tab.evaluate(() => Object.keys(globalThis.tests))) {
      await context.test(name, async () => {
        const found = await tab.evaluate((one) => globalThis.play(one), name);
        assert.equal(found, undefined, found);
      });
    }
    await context.test("a history that survives a reload, and is gone on with", async () => {
      await tab.evaluate(() => globalThis.begin());
      await tab.reload();
      await loaded();
      const { prompt, statuses, posts } = await tab.evaluate(() => globalThis.goOn());
      assert.equal(prompt, "A lighthouse keeper, kept over a reload");
      assert.deepEqual([statuses[0], statuses.at(-1), posts], ["waiting", "completed", 0]);
    });
    // React warns of what it does not like: keys, updates outside act, effects that are not cleaned up.
    assert.deepEqual(
      printed.filter((line) => /warning|error/i.test(line) && !/favicon|Failed to load/i.test(line)),
      [],
    );
    await tab.close();
  });
}
