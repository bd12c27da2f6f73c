// The playground from a server of files alone: the simulated API is the page's own Service Worker, which is ended and begun again.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { findBrowser } from "../../scripts/lib/browsers.mjs";
import { bundleSite } from "../../www/server/bundle.mjs";
import { serveFile } from "../../www/server/files.mjs";
import { idOnPage, seeVideo } from "./demo.mjs";

/** Not at the root: a project's pages are served from a folder. */
const FOLDER = "/playground";
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];

let folder;
let server;
let browser;
const asked = [];
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "wanreel-site-"));
  await bundleSite(folder);
  server = createServer(({ method, url }, response) => {
    asked.push(url);
    serveFile(folder, { method, url: url.startsWith(FOLDER) ? url.slice(FOLDER.length) : "/none" }, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  browser = await chromium.launch({ executablePath: findBrowser("chromium"), args: FLAGS });
});
after(async () => {
  await browser?.close();
  server?.close();
  server?.closeAllConnections();
  if (folder) rmSync(folder, { recursive: true });
});

test("a job runs to its video, and is found again after the Service Worker was ended; no server is asked but for files", async () => {
  const context = await browser.newContext();
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}${FOLDER}/?poll=fast`);
  await page.fill("[data-field=prompt] textarea", "A boat without a server");
  await page.click("#submit");
  const taskId = await idOnPage(page);

  const session = await context.newCDPSession(page);
  await session.send("ServiceWorker.enable");
  await session.send("ServiceWorker.stopAllWorkers");
  await page.waitForSelector("body[data-job=completed]");
  assert.equal(await idOnPage(page), taskId);
  await seeVideo(page);
  // 5 s at the guide's $0.086 (section 7).
  await page.waitForFunction(() => document.querySelector("#billed").textContent === "$0.43");

  await session.send("ServiceWorker.stopAllWorkers");
  await page.reload();
  await seeVideo(page);
  assert.equal(await page.locator(".take").count(), 1);

  await page.click("#simulator summary");
  await page.click("[data-fault=quota]");
  await page.fill("[data-field=prompt] textarea", "A boat without credits");
  await page.click("#submit");
  await page.waitForSelector(".trouble[data-name=InsufficientQuotaError]");
  assert.deepEqual(
    asked.filter((url) => /\/(sim|dev|api|edge|v1)\//.test(url)),
    [],
  );
  await context.close();
});
