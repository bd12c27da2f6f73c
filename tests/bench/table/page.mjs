/**
 * The playground as a visitor on a slow phone has it, in Chromium: what is loaded until its form is there, how long that takes,
 * how far it moves. As static files, whose simulated API is in the page, and as a site would have it beside its server.
 */
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { bundle, bundleSite, pageFolder } from "../../../www/server/bundle.mjs";
import { openChromium } from "../../runtimes/lib/chromium.mjs";

const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };

/** Lighthouse's "slow 4G" of a phone: 1.6 Mbit/s down, 0.75 up, 150 ms there and back, a processor a quarter as fast. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };
const SLOWER = 4;
const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
/** Of so many visits the quickest counts: what else the machine does at a time is none of the page's. */
const VISITS = 7;

/** The folder's files by brotli, and nothing else: what a page asks of a server that has no simulator. */
async function serve(folder) {
  const kept = new Map();
  const server = createServer(({ url }, response) => {
    const { pathname } = new URL(url, "http://page.test");
    const path = join(folder, pathname === "/" ? "index.html" : pathname);
    const type = TYPES[extname(path)];
    if (!type || !statSync(path, { throwIfNoEntry: false })?.isFile()) return response.writeHead(404).end();
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
    const body = kept.get(path) ?? brotliCompressSync(readFileSync(path), { params });
    kept.set(path, body);
    response
      .writeHead(200, { "content-type": type, "content-encoding": "br", "content-length": body.length })
      .end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    sizeOf: (pathname) => kept.get(join(folder, pathname === "/" ? "index.html" : pathname))?.length ?? 0,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** In the page, before anything of it: when its form is drawn and can be written into, and what moves unasked. */
function watch() {
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.shift += value;
  }).observe({ type: "layout-shift", buffered: true });
  new MutationObserver((_, observer) => {
    if (!document.querySelector("#submit")) return;
    observer.disconnect();
    // After the frame that shows it, when the page answers again.
    requestAnimationFrame(() => setTimeout(() => (window.usable = performance.now())));
  }).observe(document, { childList: true, subtree: true });
}

async function visit(browser, site, { locale, throttled }) {
  const context = await browser.newContext({ ...PHONE, locale });
  try {
    const page = await context.newPage();
    await page.addInitScript(watch);
    const asked = [];
    page.on("request", (request) => asked.push({ at: Date.now(), path: new URL(request.url()).pathname }));
    if (throttled) {
      const session = await context.newCDPSession(page);
      await session.send("Network.enable");
      await session.send("Network.emulateNetworkConditions", NETWORK);
      await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    }
    await page.goto(site.url);
    await page.waitForFunction(() => window.usable);
    const [usableMs, began] = await page.evaluate(() => [window.usable, performance.timeOrigin]);
    const before = asked.filter(({ at }) => at < began + usableMs);
    // What comes afterwards, when nothing else is to be done.
    await page.waitForTimeout(3_000);
    const shift = await page.evaluate(() => window.shift);
    return {
      usableMs,
      shift,
      bytes: [...new Set(before.map(({ path }) => path))].reduce((sum, path) => sum + site.sizeOf(path), 0),
    };
  } finally {
    await context.close();
  }
}

/** By where it is and in which language: bytes until the form is there, milliseconds until then, layout shift. */
export async function pages(told) {
  const folder = mkdtempSync(join(tmpdir(), "wanreel-page-"));
  const browser = await openChromium();
  const figures = {};
  try {
    await bundle();
    await bundleSite(folder);
    for (const [where, files] of [
      ["beside a server", pageFolder],
      ["as static files", folder],
    ]) {
      const site = await serve(files);
      for (const [language, locale] of [
        ["English", "en-US"],
        ["Chinese", "zh-CN"],
      ]) {
        const { bytes } = await visit(browser, site, { locale, throttled: false });
        const visits = [];
        for (let count = 0; count < VISITS; count++)
          visits.push(await visit(browser, site, { locale, throttled: true }));
        const usableMs = Math.min(...visits.map((one) => one.usableMs));
        const shift = Math.max(...visits.map((one) => one.shift));
        figures[`${where}, ${language}`] = { bytes, usableMs, shift };
        told(`${where}, ${language}: ${bytes} bytes, ${Math.round(usableMs)} ms, ${shift.toFixed(3)}`);
      }
      site.close();
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
  return figures;
}
