// Files as a real browser hands them over: a folder that is dropped, files that change or go once they are chosen, and a page
// on plain http, which is no secure context.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { toNodeHandler } from "wanreel/proxy";
import { findBrowser } from "../../scripts/lib/browsers.mjs";
import { jpeg } from "../media/shapes.mjs";
import { serve, world } from "../proxy/world.mjs";

const DIST = new URL("../../dist/", import.meta.url);
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
/** A host that is not loopback, so that its pages on plain http are insecure. */
const HOST = "shop.test";
const IMAGE = Buffer.from(jpeg(720, 1280));
const KIND = { "/": "text/html" };

/** In the page: what `submit`, `upload` and `probe` say of the file it was given, and of how many requests. */
const PROGRAM = `
  import { WanClient } from "/dist/index.js";
  import { probe } from "/dist/media.js";
  const clientOf = (options) => new WanClient({ baseUrl: "/api/wan", poll: { initialMs: 20 }, ...options });
  const requestOf = (image_start) =>
    ({ model: "wan2.7-image-to-video", prompt: "A fox wakes up in the snow and looks around", image_start });
  const told = (error) => ({ name: error.name, code: error.code, message: error.message, hint: error.hint,
    issues: error.issues?.map(({ code, path, message, hint }) => ({ code, path: path.join("."), message, hint })) });
  const ask = async (call) => told(await call().then((value) => ({ name: "none: " + JSON.stringify(value) }), (error) => error));
  const input = document.querySelector("input");
  const state = {};
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    state.file = event.dataTransfer.files[0];
  });
  input.onchange = () => { state.file = input.files[0]; };
  const describe = async () => {
    const { file } = state, client = clientOf();
    return {
      submit: await ask(() => client.submit(requestOf(file))),
      upload: await ask(() => client.upload(file)), probe: await ask(() => probe(file)),
      left: (await client.resume()).length,
    };
  };
  Object.assign(globalThis, { clientOf, requestOf, told, state, describe });
`;

let browser;
let folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "wanreel-files-"));
  const args = [...FLAGS, `--host-resolver-rules=MAP ${HOST} 127.0.0.1`];
  browser = await chromium.launch({ executablePath: findBrowser("chromium"), args });
});
after(async () => {
  await browser?.close();
  if (folder) rmSync(folder, { recursive: true });
});

/** A page of a shop with the proxy in it, by whichever name of its host. */
async function shop(host) {
  const scene = await world({ uploads: true });
  const handle = toNodeHandler(scene.proxy);
  const asked = [];
  const origin = await serve((request, response) => {
    if (request.url.startsWith("/api/wan/")) {
      asked.push(request.method);
      return handle(request, response);
    }
    const type = KIND[request.url] ?? "text/javascript";
    response.writeHead(200, { "content-type": type, "set-cookie": "session=ann; Path=/; SameSite=Lax" });
    if (request.url.startsWith("/dist/")) return response.end(readFileSync(new URL(basename(request.url), DIST)));
    response.end("<!doctype html><title>shop</title><input type=file>");
  });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(origin.replace("127.0.0.1", host));
  await page.addScriptTag({ type: "module", content: PROGRAM });
  await page.waitForFunction("globalThis.describe");
  return { page, context, scene, asked };
}

/** Drops what is at `path`, as a hand does. */
async function drop({ page, context }, path) {
  const session = await context.newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, x: 50, y: 50, data });
  }
  await page.waitForFunction("state.file");
}

async function choose({ page }, name) {
  const path = join(folder, name);
  writeFileSync(path, IMAGE);
  await page.setInputFiles("input", path);
  await page.waitForFunction("state.file");
  return path;
}

for (const [what, prepare] of [
  ["a folder that was dropped", (site) => drop(site, folder)],
  ["a file that was changed", async (site) => writeFileSync(await choose(site, "changed.jpg"), jpeg(360, 640))],
  ["a file that was deleted", async (site) => rmSync(await choose(site, "deleted.jpg"))],
]) {
  test(`${what}: said so, nothing sent, nothing kept`, async () => {
    const site = await shop("127.0.0.1");
    await prepare(site);
    const { submit, upload, probe, left } = await site.page.evaluate("describe()");
    for (const [error, path] of [
      [submit, "image_start"],
      [upload, ""],
    ]) {
      assert.equal(error.name, "ValidationError", error.message);
      assert.deepEqual(
        error.issues.map((issue) => [issue.code, issue.path]),
        [["media_unreadable", path]],
      );
      assert.match(error.issues[0].message, /cannot be read: \w/);
      assert.match(error.issues[0].hint, /changed.*folder.*choose the file again/);
    }
    assert.deepEqual([probe.name, probe.code], ["MediaError", "media_unreadable"], probe.message);
    assert.match(probe.hint, /changed, moved or deleted.*folder/);
    assert.deepEqual([left, site.asked], [0, []]);
    await site.context.close();
  });
}

test("a page on plain http: a file is hashed and sent there, once; a key is not", async () => {
  const site = await shop(HOST);
  await choose(site, "fox.jpg");
  const seen = await site.page.evaluate(async () => {
    const { clientOf, requestOf, state, told } = globalThis;
    const client = clientOf();
    const first = await client.submit(requestOf(state.file));
    const again = await client.submit(requestOf(new File([await state.file.arrayBuffer()], "another.jpg")));
    const keyed = { apiKey: "sk-of-some-length", dangerouslyAllowBrowser: true, baseUrl: `${location.origin}/v` };
    let refused;
    try {
      clientOf(keyed);
    } catch (error) {
      refused = told(error);
    }
    const video = await client.wait(first);
    return {
      secure: globalThis.isSecureContext,
      subtle: typeof crypto.subtle,
      same: again.id === first.id && again.deduplicated,
      status: video.status,
      refused,
    };
  });
  assert.deepEqual([seen.secure, seen.subtle], [false, "undefined"]);
  assert.deepEqual([seen.same, seen.status], [true, "completed"]);
  assert.equal(site.scene.simulator.tasks().length, 1);
  assert.equal(seen.refused.name, "ConfigError", seen.refused.message);
  assert.match(seen.refused.message, /must be https.*key/);
  assert.equal(site.asked.filter((method) => method === "POST").length, 2, "the file and the request, once each");
  await site.context.close();
});
