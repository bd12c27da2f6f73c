// The built site in a real Chromium: it builds without a warning, every link leads somewhere, search works with no network, and
// axe finds nothing on pages of each kind, by day and by night, on a phone and on a desk.
import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { after, before, test } from "node:test";
import { buildSite, writePages } from "../../scripts/docs.mjs";
import { pages as sources } from "../../scripts/lib/readme.mjs";
import { at } from "../../scripts/lib/steps.mjs";
import { files } from "../../scripts/lib/unchanged.mjs";
import { violations } from "../runtimes/lib/axe.mjs";
import { openChromium } from "../runtimes/lib/chromium.mjs";

const DIST = at("docs", ".vitepress", "dist");
const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".txt": "text/plain",
};
const PATIENCE_MS = 60_000;

const fileOf = (path) => join(DIST, path.endsWith("/") ? `${path}index.html` : path);

let browser;
let server;
let origin;
before(async () => {
  await writePages();
  await buildSite();
  server = createServer((request, response) => {
    const path = fileOf(decodeURIComponent(new URL(request.url, "http://docs.test").pathname));
    if (!path.startsWith(DIST) || !existsSync(path)) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" });
    return response.end(readFileSync(path));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = await openChromium();
});
after(async () => {
  await browser?.close();
  server?.close();
  server?.closeAllConnections();
});

const pages = () =>
  new Map(
    files(DIST)
      .filter((path) => path.endsWith(".html"))
      .map((path) => [path.slice(DIST.length).replaceAll("\\", "/"), readFileSync(path, "utf8")]),
  );

test("every page is found from another", () => {
  const built = pages();
  const linked = new Set(["/404.html", "/index.html"]);
  for (const [path, text] of built)
    for (const [, href] of text.matchAll(/<a [^>]*href="([^"]+)"/g)) {
      const { origin: host, pathname } = new URL(href.replaceAll("&amp;", "&"), `http://docs.test${path}`);
      const target = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
      const found = built.has(target) ? target : `${target}.html`;
      if (host === "http://docs.test" && found !== path) linked.add(found);
    }
  assert.deepEqual(
    [...built.keys()].filter((path) => !linked.has(path)),
    [],
  );
});

test("every link leads to a page, and every anchor to a heading", () => {
  const built = pages();
  assert.ok(built.size > 100, `${built.size} pages`);
  const idsOf = (text) => new Set([...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));
  const ids = new Map([...built].map(([path, text]) => [path, idsOf(text)]));
  const broken = [];
  let links = 0;
  for (const [path, text] of built) {
    for (const [, href] of text.matchAll(/<a [^>]*href="([^"]+)"/g)) {
      if (/^(https?|mailto):/.test(href)) continue;
      links += 1;
      const { pathname, hash } = new URL(href.replaceAll("&amp;", "&"), `http://docs.test${path}`);
      const target = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
      const found = built.has(target) ? target : built.has(`${target}.html`) ? `${target}.html` : undefined;
      const isFile = !found && existsSync(join(DIST, target));
      const id = decodeURIComponent(hash.slice(1));
      if (!isFile && (!found || (id && !ids.get(found).has(id)))) broken.push(`${path}: ${href}`);
    }
  }
  assert.ok(links > 1000, `${links} links`);
  assert.deepEqual([...new Set(broken)], []);
});

test("links between pages lead somewhere on a code host, too", () => {
  for (const page of sources().filter((path) => path.startsWith("docs/"))) {
    const links = [...readFileSync(at(page), "utf8").matchAll(/\]\((\/[^)\s]*)\)/g)].map(([, link]) => link);
    assert.deepEqual(links, [], `${page}: say ../guide/files.md, not /guide/files`);
  }
});

test("nothing is loaded from another host", () => {
  for (const [path, text] of pages()) {
    const loaded = [...text.matchAll(/<(?:script|img|link|iframe|source|video)\b[^>]*(?:src|href)="(https?:[^"]+)"/g)];
    assert.deepEqual(
      loaded.map(([, url]) => url),
      [],
      path,
    );
  }
});

test("llms.txt names every page that people write, and each is there", () => {
  const text = readFileSync(join(DIST, "llms.txt"), "utf8");
  const links = [...text.matchAll(/\]\((\/[^)]*)\)/g)].map(([, link]) => link);
  assert.ok(links.length > 30, `${links.length} links`);
  for (const link of links) assert.ok(existsSync(fileOf(link)), link);
  assert.ok(readFileSync(join(DIST, "llms-full.txt"), "utf8").length > 50_000);
});

async function visit(path, options = {}) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const tab = await context.newPage();
  await tab.goto(`${origin}${path}`, { waitUntil: "load" });
  return tab;
}

for (const [what, { path, button, asked, found }] of Object.entries({
  "an error code": { path: "/start/", button: "Search", asked: "submission_unknown", found: "code/submission_unknown" },
  "a Chinese word": { path: "/zh/start.html", button: "搜索", asked: "退款", found: "/zh/waiting" },
})) {
  test(`search finds ${what} with no network at all`, async (t) => {
    const tab = await visit(path);
    t.after(() => tab.context().close());
    // What search needs is of this site: its index is fetched with the first key.
    await tab.route("**/*", (route) => (route.request().url().startsWith(origin) ? route.continue() : route.abort()));
    await tab.getByRole("button", { name: button }).first().click();
    await tab.locator("#localsearch-input").fill(asked);
    await tab.locator(`#localsearch-list a[href*='${found}']`).first().waitFor();
  });
}

// Not what a run writes: whoever reads before it ran finds none.
test("a program of this repository that a page names is there", () => {
  let count = 0;
  for (const page of sources()) {
    const text = readFileSync(at(page), "utf8");
    for (const [, path] of text.matchAll(/`((?:tests|scripts)\/[\w/.-]+\.(?:mjs|rs|ts))`/g)) {
      count += 1;
      assert.ok(existsSync(at(path)), `${page}: ${path}`);
    }
  }
  assert.ok(count > 10, `${count} files`);
});

const LOOKED_AT = [
  "/",
  "/start/node.html",
  "/modes/image-to-video.html",
  "/errors/code/submission_unknown.html",
  "/guide/runtimes.html",
  "/how-it-decides.html",
  "/zh/waiting.html",
];

for (const [device, viewport] of Object.entries({
  phone: { width: 360, height: 740 },
  desk: { width: 1440, height: 900 },
})) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing (${device}, ${colorScheme})`, async (t) => {
      const tab = await visit("/", { viewport, colorScheme });
      t.after(() => tab.context().close());
      for (const path of LOOKED_AT) {
        await tab.goto(`${origin}${path}`, { waitUntil: "load" });
        await tab.waitForFunction(() => document.querySelector("#app")?.__vue_app__);
        assert.deepEqual(await violations(tab), [], path);
        const wide = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${path} is ${wide} px wider than the ${device}`);
      }
    });
  }
}
