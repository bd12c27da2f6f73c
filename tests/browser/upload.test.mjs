// Uploads from a real page and from its worker: bytes seen to leave, redirects, and files looked at before they do.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";
import { findBrowser } from "../../scripts/lib/browsers.mjs";
import { probingFiles } from "../media/imported-later.mjs";
import { jpeg } from "../media/shapes.mjs";
import { serve } from "../proxy/world.mjs";
import { done, KEY, SIZE, site } from "./upload-site.mjs";

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: findBrowser("chromium"), args: FLAGS });
});
after(() => browser?.close());

const posts = (seen) => seen.filter(({ method }) => method === "POST");

function assertWatched({ url, steps }, seen) {
  assert.equal(url, "https://files.your-cdn.com/clip.mp4");
  assert.ok(steps.every(({ total }) => total === SIZE));
  const loaded = steps.map((step) => step.loaded);
  assert.equal(loaded[0], 0);
  assert.equal(loaded.at(-1), SIZE);
  for (const [index, value] of loaded.entries()) assert.ok(index === 0 || value > loaded[index - 1], String(loaded));
  assert.ok(loaded.length >= 5, `bytes are seen on their way: ${loaded}`);
  const [arrived] = posts(seen);
  assert.ok(arrived.bytes > SIZE && arrived.bytes < SIZE + 1000);
  assert.equal(arrived.headers.authorization, `Bearer ${KEY}`);
  assert.equal(arrived.headers["x-shop"], "one");
  assert.equal(arrived.headers.cookie, "session=ann");
  assert.match(arrived.headers["content-type"], /^multipart\/form-data; boundary=/);
}

test("a page sees bytes leave", async () => {
  const { page, context, seen } = await site(browser);
  assertWatched(await page.evaluate('upload("/slow")'), seen);
  await context.close();
});

test("so does its worker", async () => {
  const { page, context, seen } = await site(browser);
  const answer = await page.evaluate(`new Promise((resolve, reject) => {
    const worker = new Worker("/worker.js", { type: "module" });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  })`);
  assertWatched(answer, seen);
  await context.close();
});

test("with a fetch of one's own, or with nobody watching, fetch is asked", async () => {
  const { page, context, seen } = await site(browser);
  await page.evaluate("globalThis.XMLHttpRequest = function () { throw new Error('used') }");
  const own = await page.evaluate('upload("/slow", { own: true })');
  assert.deepEqual(
    own.steps.map(({ loaded }) => loaded),
    [0, SIZE],
  );
  assert.ok((await page.evaluate('upload("/slow", { watch: false })')).url);
  assert.equal(posts(seen).length, 2);
  await context.close();
});

test("an abort on the way stops the bytes and rejects with its reason", async () => {
  const { page, context, seen } = await site(browser);
  const answer = await page.evaluate(`(async () => {
    const stop = new AbortController();
    const reason = new Error("changed my mind");
    setTimeout(() => stop.abort(reason), 200);
    const { reason: thrown, steps } = await upload("/slow", { signal: stop.signal });
    const before = steps.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { same: thrown === reason, steps, later: steps.length - before };
  })()`);
  assert.equal(answer.same, true);
  assert.equal(answer.later, 0);
  assert.ok(answer.steps.at(-1).loaded < SIZE);
  const [arrived] = posts(seen);
  for (let tries = 0; !arrived.broken && tries < 50; tries++) await sleep(50);
  assert.ok(arrived.broken && !arrived.whole);
  await context.close();
});

test("answers that are errors", async () => {
  const { page, context } = await site(browser);
  const refused = (await page.evaluate('upload("/refuse")')).error;
  assert.deepEqual([refused.name, refused.code, refused.status], ["ApiError", "upload_failed", 413]);
  assert.equal(refused.message, "too large for [key]");
  assert.ok(!JSON.stringify(refused).includes(KEY));
  const html = (await page.evaluate('upload("/html")')).error;
  assert.deepEqual([html.name, html.code, html.status], ["ApiError", "upload_failed", 502]);
  assert.equal(html.body, "<h1>Bad gateway</h1>");
  const dropped = (await page.evaluate('upload("/drop")')).error;
  assert.deepEqual([dropped.name, dropped.code], ["NetworkError", "network_error"]);
  assert.equal(dropped.cause, "TypeError: the connection failed");
  await context.close();
});

test("a redirect is an error, watched or not; the key does not follow it to another origin", async () => {
  const arrivals = [];
  const elsewhere = await serve(async (request, response) => {
    const { method, headers } = request;
    arrivals.push({ method, headers });
    if (method === "OPTIONS") {
      response.writeHead(204, {
        "access-control-allow-origin": "*",
        "access-control-allow-headers": "authorization, x-shop, content-type",
      });
      return response.end();
    }
    request.resume().on("end", () => done(response));
  });
  // Another name for the same machine: another site to the browser.
  const { page, context } = await site(browser, { elsewhere: elsewhere.replace("127.0.0.1", "localhost") });
  for (const watch of [true, false]) {
    for (const path of ["near", "login", "far"]) {
      const { error } = await page.evaluate(`upload("/${path}", { watch: ${watch} })`);
      assert.deepEqual([error.name, error.code, error.status], ["ApiError", "upload_failed", 0], path);
      assert.match(error.message, /a redirect elsewhere/);
    }
  }
  const posted = arrivals.filter(({ method }) => method === "POST");
  assert.equal(posted.length, 1, "XMLHttpRequest follows, fetch does not");
  assert.equal(posted[0].headers["x-shop"], "one");
  for (const { headers } of arrivals) {
    assert.ok(!JSON.stringify(headers).includes(KEY));
    assert.equal(headers.authorization, undefined);
    assert.equal(headers.cookie, undefined);
  }
  await context.close();
});

test("a file in a request: looked at by a part loaded only then, then uploaded in sight of onEvent", async () => {
  const { page, context, seen, simulator } = await site(browser);
  const later = probingFiles();
  const loaded = () => seen.some((file) => later.has(file.loaded));
  const good = [...jpeg(720, 1280)];
  assert.equal(loaded(), false);
  const { refused, events, id } = await page.evaluate(
    async ({ bytes }) => {
      const heard = [];
      const client = globalThis.clientOf("/api", { onEvent: (event) => heard.push(event) });
      const request = (image_start) => ({
        model: "wan2.7-image-to-video",
        prompt: "A fox wakes up in the snow and looks around",
        image_start,
      });
      const error = await client.submit(request(globalThis.file)).catch((reason) => reason);
      const task = await client.submit(request(new File([new Uint8Array(bytes)], "fox.jpeg")));
      return { refused: { name: error.name, issues: error.issues }, events: heard, id: task.id };
    },
    { bytes: good },
  );
  assert.equal(loaded(), true);
  assert.equal(refused.name, "ValidationError");
  assert.deepEqual(
    refused.issues.map(({ code, path }) => [code, path]),
    [
      ["out_of_range", ["image_start"]],
      ["unsupported_format", ["image_start"]],
    ],
  );
  assert.match(id, /^task-unified-/);
  const log = simulator.log().filter(({ method }) => method === "POST");
  assert.deepEqual(
    log.map(({ path }) => path),
    ["/api/v1/files/upload/stream", "/v1/videos/generations"],
  );
  const [first] = events;
  assert.deepEqual([first.type, first.name, first.loaded, first.total], ["upload", "fox.jpeg", 0, good.length]);
  const last = events.filter(({ type }) => type === "upload").at(-1);
  assert.equal(last.loaded, good.length);
  assert.equal(last.fingerprint, events.find(({ type }) => type === "submit").fingerprint);
  await context.close();
});

test("a file of a frame is a file", async () => {
  const { page, context, simulator } = await site(browser);
  const id = await page.evaluate(
    async ({ bytes }) => {
      const frame = document.body.appendChild(document.createElement("iframe")).contentWindow;
      const image_start = new frame.File([new Uint8Array(bytes)], "fox.jpeg");
      const client = globalThis.clientOf("/api");
      await client.upload(image_start);
      const request = { model: "wan2.7-image-to-video", prompt: "A fox wakes up in the snow", image_start };
      return (await client.submit(request)).id;
    },
    { bytes: [...jpeg(720, 1280)] },
  );
  assert.match(id, /^task-unified-/);
  const log = simulator.log().map(({ path }) => path.split("/").at(-1));
  assert.deepEqual(log, ["stream", "stream", "generations"]);
  await context.close();
});
