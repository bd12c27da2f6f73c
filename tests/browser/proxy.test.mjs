// The proxy before a real page: cookies, ranges and origins are the browser's own.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { toNodeHandler } from "wanreel/proxy";
import { findBrowser } from "../../scripts/lib/browsers.mjs";
import { REQUEST, serve, world } from "../proxy/world.mjs";

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
const DIST = new URL("../../dist/", import.meta.url);
const POLL = { initialMs: 20, maxMs: 60 };

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: findBrowser("chromium"), args: FLAGS });
});
after(() => browser?.close());

/** A site with the proxy in it, its user signed in; and another site. */
async function site(options) {
  const scene = await world(options);
  const handle = toNodeHandler(scene.proxy);
  const origin = await serve((request, response) => {
    if (request.url.startsWith("/api/wan/")) return handle(request, response);
    if (request.url.startsWith("/dist/")) {
      response.writeHead(200, { "content-type": "text/javascript" });
      return response.end(readFileSync(new URL(basename(request.url), DIST)));
    }
    response.writeHead(200, { "content-type": "text/html", "set-cookie": "session=ann; Path=/; SameSite=Lax" });
    response.end("<!doctype html><title>shop</title><video muted></video>");
  });
  const other = await serve((_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<!doctype html><title>evil</title>");
  });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(origin);
  // Another name for the same machine: another site to the browser.
  return { scene, page, origin, evil: other.replace("127.0.0.1", "localhost"), context };
}

test("a page generates, shows, seeks and downloads without a key and without another host", async () => {
  const { scene, page, origin, context } = await site();
  const hosts = new Set();
  page.on("request", (request) => hosts.add(new URL(request.url()).origin));
  const seen = await page.evaluate(
    async ({ request, poll }) => {
      const { WanClient } = await import("/dist/index.js");
      const client = new WanClient({ baseUrl: "/api/wan", poll });
      const task = await client.generate(request);
      const bytes = (await (await client.download(task)).arrayBuffer()).byteLength;
      const video = document.querySelector("video");
      video.src = task.results[0];
      await new Promise((resolve, reject) => {
        video.onloadeddata = resolve;
        video.onerror = () => reject(new Error(video.error.message));
      });
      video.currentTime = video.duration - 0.5;
      await new Promise((resolve) => {
        video.onseeked = resolve;
      });
      return { results: task.results, bytes, width: video.videoWidth, duration: video.duration };
    },
    { request: REQUEST, poll: POLL },
  );
  assert.ok(seen.results[0].startsWith(`${origin}/api/wan/v1/tasks/`));
  assert.ok(seen.bytes > 1000);
  assert.equal(seen.width, 1280);
  assert.ok(seen.duration > 4);
  assert.deepEqual([...hosts], [origin]);
  assert.equal(scene.simulator.tasks().length, 1);
  await context.close();
});

test("a connection that breaks under a submit is an unknown outcome at the page; a refusal is none", async () => {
  const { scene, page, context } = await site();
  const submit = () =>
    page.evaluate(
      async ({ request }) => {
        const { WanClient } = await import("/dist/index.js");
        return new WanClient({ baseUrl: "/api/wan" }).submit(request).catch((error) => error.name);
      },
      { request: REQUEST },
    );
  scene.simulator.setFaults({ on: "submit", do: "drop_after" });
  assert.equal(await submit(), "SubmissionUnknownError");
  scene.simulator.setFaults({ on: "submit", status: 408 });
  assert.equal(await submit(), "SubmissionUnknownError");
  assert.equal(scene.reached("submit").length, 2, "no browser sent it again by itself");
  scene.simulator.setFaults({ on: "submit", status: 402 });
  assert.equal(await submit(), "InsufficientQuotaError");
  await context.close();
});

test("another site's page cannot spend, look or embed, with the user's cookies or without", async () => {
  const { scene, page, origin, evil, context } = await site();
  const id = await page.evaluate(
    async ({ request, poll }) => {
      const { WanClient } = await import("/dist/index.js");
      return (await new WanClient({ baseUrl: "/api/wan", poll }).generate(request)).id;
    },
    { request: REQUEST, poll: POLL },
  );
  const before = scene.reached().length;
  const thief = await context.newPage();
  await thief.goto(evil);
  await thief.evaluate(
    async ({ origin: target, id: task, request }) => {
      const url = `${target}/api/wan/v1/videos/generations`;
      const body = JSON.stringify(request);
      const quiet = (promise) => promise.catch(() => {});
      await quiet(fetch(url, { method: "POST", mode: "no-cors", credentials: "include", body }));
      const headers = { "content-type": "application/json" };
      await quiet(fetch(url, { method: "POST", credentials: "include", headers, body }));
      await quiet(fetch(`${target}/api/wan/v1/tasks/${task}`, { mode: "no-cors", credentials: "include" }));
      navigator.sendBeacon(url, new Blob([body], { type: "text/plain" }));
      const video = document.createElement("video");
      video.src = `${target}/api/wan/v1/tasks/${task}/content`;
      document.body.append(video);
      await new Promise((resolve) => {
        video.onerror = resolve;
      });
    },
    { origin, id, request: REQUEST },
  );
  // A form, sent as a navigation, takes Lax cookies along only by GET; the proxy asks where it comes from all the same.
  await Promise.all([
    thief.waitForNavigation(),
    thief.evaluate((url) => {
      const form = Object.assign(document.createElement("form"), {
        method: "POST",
        action: url,
        enctype: "text/plain",
      });
      document.body.append(form);
      form.submit();
    }, `${origin}/api/wan/v1/videos/generations`),
  ]);
  assert.match(await thief.textContent("body"), /origin_not_allowed/);
  assert.equal(scene.reached().length, before);
  await context.close();
});
