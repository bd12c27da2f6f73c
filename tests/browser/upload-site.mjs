// A site with a file service that does what its path says, and a page of it in a real Chromium.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createHttpHandler, createSimulator } from "wanreel/simulator";
import { serve } from "../proxy/world.mjs";

export const DIST = new URL("../../dist/", import.meta.url);
export const KEY = "sk-this-is-the-key-nobody-may-ever-see";
/** Far more than the sockets between hold. */
export const SIZE = 24 << 20;

/** What a program in the page or its worker is given: clients, and a file. */
const PROGRAM = `
  import { WanClient } from "/dist/index.js";
  const clientOf = (path, options) =>
    new WanClient({ apiKey: "${KEY}", dangerouslyAllowBrowser: true, baseUrl: location.origin + "/api",
      filesBaseUrl: path, headers: { "x-shop": "one" }, ...options });
  const file = new File([new Uint8Array(${SIZE}).fill(7)], "clip.mp4", { type: "video/mp4" });
  const told = (error) => ({ name: error.name, code: error.code, status: error.status, message: error.message,
    cause: String(error.cause), text: JSON.stringify(error) + error.stack, body: error.body });
  const upload = async (path, options) => {
    const steps = [];
    const onProgress = (step) => steps.push(step);
    const { signal, watch = true, own } = options ?? {};
    const client = clientOf(path, own ? { fetch: (...args) => fetch(...args) } : {});
    const uploading = client.upload(file, { ...(watch ? { onProgress } : {}), ...(signal ? { signal } : {}) });
    return uploading.then(({ url }) => ({ url, steps }), (error) => ({ error: told(error), steps, reason: error }));
  };
`;

/** Opens the site; `seen` is what arrived, `elsewhere` where "far" redirects to. */
export async function site(browser, { elsewhere } = {}) {
  const simulator = createSimulator({ apiKeys: [KEY], generationMs: 40 });
  const api = createHttpHandler(simulator, { all: true });
  const seen = [];
  const origin = await serve(async (request, response) => {
    const [, habit] = /^\/(\w+)\/api\/v1\/files\//.exec(request.url) ?? [];
    if (Object.hasOwn(habits, habit ?? "")) return habits[habit](request, response, seen, elsewhere);
    if (request.url.startsWith("/api/")) {
      request.url = request.url.slice(4);
      return api(request, response);
    }
    if (request.url.startsWith("/dist/")) {
      seen.push({ loaded: basename(request.url) });
      response.writeHead(200, { "content-type": "text/javascript" });
      return response.end(readFileSync(new URL(basename(request.url), DIST)));
    }
    if (request.url === "/worker.js") {
      response.writeHead(200, { "content-type": "text/javascript" });
      return response.end(`${PROGRAM} postMessage(await upload("/slow"));`);
    }
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<!doctype html><title>shop</title>");
  });
  const context = await browser.newContext();
  await context.addCookies([{ name: "session", value: "ann", url: origin }]);
  const page = await context.newPage();
  await page.goto(origin);
  await page.addScriptTag({
    type: "module",
    content: `${PROGRAM} Object.assign(globalThis, { upload, clientOf, file });`,
  });
  await page.waitForFunction("globalThis.upload");
  return { page, context, seen, simulator, origin };
}

async function take(request, seen) {
  const { method, url, headers } = request;
  const arrived = { method, url, headers, bytes: 0, hash: createHash("sha256") };
  seen.push(arrived);
  return arrived;
}

/** What the service answers when it has a file. */
export const done = (response) =>
  response
    .writeHead(200, { "content-type": "application/json", "access-control-allow-origin": "*" })
    .end(JSON.stringify({ success: true, data: { file_url: "https://files.your-cdn.com/clip.mp4" } }));

async function drain(request, arrived, pauseMs) {
  let sinceBreak = 0;
  try {
    for await (const chunk of request) {
      arrived.bytes += chunk.length;
      arrived.hash.update(chunk);
      sinceBreak += chunk.length;
      if (pauseMs === 0 || sinceBreak < 2 << 20) continue;
      sinceBreak = 0;
      await sleep(pauseMs);
    }
    arrived.whole = true;
  } catch {
    arrived.broken = true;
  }
}

const habits = {
  async slow(request, response, seen) {
    const arrived = await take(request, seen);
    await drain(request, arrived, 60);
    if (arrived.whole) done(response);
  },
  async refuse(request, response, seen) {
    await drain(request, await take(request, seen), 0);
    response.writeHead(413, { "content-type": "application/json" });
    response.end(JSON.stringify({ success: false, msg: `too large for ${KEY}` }));
  },
  async html(request, response, seen) {
    await drain(request, await take(request, seen), 0);
    response.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad gateway</h1>");
  },
  async drop(request, _response, seen) {
    await take(request, seen);
    request.socket.destroy();
  },
  async near(request, response, seen) {
    await drain(request, await take(request, seen), 0);
    response.writeHead(307, { location: request.url.replace("/near/", "/slow/") }).end();
  },
  async login(request, response, seen) {
    await drain(request, await take(request, seen), 0);
    response.writeHead(302, { location: "/login" }).end();
  },
  async far(request, response, seen, elsewhere) {
    await drain(request, await take(request, seen), 0);
    response.writeHead(307, { location: `${elsewhere}/files` }).end();
  },
};
