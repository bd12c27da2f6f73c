// What a page loads until it holds its video: ours in Chromium, file by file as it asks for them; of the others, what a bundler makes.

import { once } from "node:events";
import { createServer } from "node:http";
import { basename } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { createHttpHandler, createSimulator } from "wanreel/simulator";
import { openChromium } from "../../runtimes/lib/chromium.mjs";
import { bundle } from "./peers.mjs";
import { OURS, PEER_PROGRAMS } from "./programs.mjs";

/** Its files by name. */
async function bundled(contents, splitting) {
  const files = await bundle(contents, {
    minify: true,
    splitting,
    outdir: "out",
    entryNames: "page",
    platform: "browser",
    legalComments: "none",
    external: ["node:*"],
  });
  return new Map(files.map(({ path, contents: bytes }) => [basename(path), Buffer.from(bytes)]));
}

function weigh(files) {
  const sum = (of) => files.reduce((total, bytes) => total + of(bytes), 0);
  const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  return {
    raw: sum(({ length }) => length),
    gzip: sum((bytes) => gzipSync(bytes, { level: 9 }).length),
    brotli: sum(brotli),
  };
}

/** Bytes by program: raw, gzip 9 and brotli 11. */
export async function bytes() {
  const figures = { wanreel: { ...weigh(await loaded()) } };
  for (const [name, program] of Object.entries(PEER_PROGRAMS)) {
    figures[name] = weigh([...(await bundled(program, false)).values()]);
  }
  return figures;
}

/** The files that a page has asked for by the time it shows its video. */
async function loaded() {
  const files = await bundled(OURS, true);
  const asked = new Set();
  const api = createHttpHandler(createSimulator({ generationMs: 300 }), { all: true });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://page.test");
    if (pathname.startsWith("/api/wan/")) {
      request.url = request.url.slice("/api/wan".length);
      request.headers.authorization = "Bearer sk-bench";
      return api(request, response);
    }
    const name = basename(pathname);
    if (files.has(name)) {
      asked.add(name);
      return response.writeHead(200, { "content-type": "text/javascript" }).end(files.get(name));
    }
    const text = '<!doctype html><video></video><script type="module" src="/page.js"></script>';
    response.writeHead(pathname === "/" ? 200 : 404, { "content-type": "text/html" }).end(pathname === "/" ? text : "");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const browser = await openChromium();
  try {
    const tab = await browser.newPage();
    tab.on("pageerror", (error) => console.error(error));
    await tab.goto(`http://127.0.0.1:${server.address().port}/`);
    await tab.waitForFunction('document.querySelector("video").src !== ""', undefined, { timeout: 30_000 });
    return [...asked].map((name) => files.get(name));
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}
