// The table in a page of Chromium. A row that is reloaded reloads the page.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { findBrowser } from "../../scripts/lib/browsers.mjs";
import { bundle } from "./engines/bundle.mjs";
import { runTable } from "./harness.mjs";

const { folder, remove } = await bundle("page");
const HTML =
  '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="page.js"></script>';
writeFileSync(join(folder, "page.html"), HTML);

async function start(host) {
  const browser = await chromium.launch({ executablePath: findBrowser("chromium"), args: ["--no-sandbox"] });
  const page = await browser.newPage();
  const ready = () => page.waitForFunction("globalThis.run", undefined, { polling: 10 });
  try {
    await page.goto(`${host.url}/page.html`);
    await ready();
  } catch (error) {
    await browser.close();
    throw error;
  }
  return {
    runRow: (name, place) => page.evaluate(([name, place]) => globalThis.run(name, place), [name, place]),
    async reload() {
      await page.reload();
      await ready();
    },
    async stop() {
      await browser.close();
      remove();
    },
  };
}

runTable("chromium", start, folder);
