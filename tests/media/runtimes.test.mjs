// The same files in a page of Chromium, as Blob and by URL from another origin, and in a Worker of workerd.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { probe } from "wanreel/media";
import { findBrowser } from "../../scripts/lib/browsers.mjs";
import { workerModules } from "../../scripts/lib/worker-modules.mjs";
import { inMemory, serve, sparse } from "./server.mjs";

// Read when miniflare is loaded: nothing is to be asked of the network.
Object.assign(process.env, { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" });

const here = dirname(fileURLToPath(import.meta.url));
const _root = join(here, "..", "..");
const names = readdirSync(join(here, "seeds"));
const seed = (name) => readFileSync(join(here, "seeds", name));
const REQUEST = { model: "wan2.7-image-to-video", prompt: "A fox wakes up in the snow and looks around" };

let expected;
let server;
let habit;
before(async () => {
  const entries = await Promise.all(names.map(async (name) => [name, await probe(seed(name))]));
  expected = Object.fromEntries(entries);
  const files = Object.fromEntries(names.map((name) => [`/${name}`, inMemory(seed(name))]));
  server = await serve({ ...files, "/large.mp4": sparse(seed("first.mp4"), 100 << 20) });
  habit = "?habit=cors";
});
after(() => server?.close());

/** Runs where no test is: probes every file by URL and as Blob, and checks a request. */
const PROGRAM = `
  import { checkMedia, MediaError, probe } from "wanreel/media";
  // The test server stands on this machine.
  const near = { allowPrivateHosts: true };
  export async function run(origin, names, habit, request) {
    const found = {};
    for (const name of names) {
      const url = origin + "/" + name + habit;
      const blob = await (await fetch(url)).blob();
      found[name] = [await probe(url, near), await probe(blob), await probe(await blob.arrayBuffer())];
    }
    const error = await probe(new Blob(["nothing known"])).catch((reason) => reason);
    const gone = await probe(origin + "/gone" + habit, near).catch((reason) => reason);
    const large = await probe(origin + "/large.mp4" + habit, near);
    const verdict = await checkMedia({ ...request, image_start: origin + "/rgba.png" + habit }, near);
    return { found, error: [error instanceof MediaError, error.code], gone: gone.code, large: large.bytes, verdict };
  }
`;

const bundle = async (program, options) => {
  const stdin = { contents: program, resolveDir: here, sourcefile: "program.js" };
  const { outputFiles } = await build({ stdin, bundle: true, write: false, format: "esm", ...options });
  return outputFiles[0].text;
};

function verify({ found, error, gone, large, verdict }) {
  for (const name of names) {
    for (const info of found[name]) assert.deepEqual(info, expected[name], name);
  }
  assert.deepEqual([error, gone, large], [[true, "media_unreadable"], "media_unreachable", 100 << 20]);
  assert.deepEqual(
    verdict.issues.map(({ code }) => code),
    ["out_of_range", "unsupported_format"],
  );
}

const executablePath = findBrowser("chromium");
const skip = executablePath ? false : "SKIPPED: no Chromium found; install one, or put its path into CHROMIUM";
if (skip) console.error(`✗ ${skip}`);

test("Chromium", { skip, timeout: 600_000 }, async (t) => {
  const { chromium } = await import("playwright-core");
  const script = await bundle(`${PROGRAM}; Object.assign(globalThis, { run, probe });`, { minify: true });
  const strict = `<meta http-equiv="content-security-policy" content="script-src 'unsafe-inline'">`;
  const pages = await serve({
    "/": inMemory(Buffer.from("<!doctype html><title>media</title>")),
    "/no-wasm": inMemory(Buffer.from(`<!doctype html>${strict}<title>media</title>`)),
  });
  const browser = await chromium.launch({ executablePath, args: ["--headless", "--no-sandbox", "--disable-gpu"] });
  t.after(async () => {
    await browser.close();
    pages.close();
  });
  const open = async (path) => {
    const tab = await browser.newPage();
    await tab.goto(pages.origin + path);
    await tab.addScriptTag({ content: script, type: "module" });
    // A module runs when the page comes to it.
    await tab.waitForFunction(() => globalThis.run);
    return tab;
  };
  const tab = await open("/");
  server.reset();
  // Another origin than the page's, whose Content-Range a page does not see.
  const answer = await tab.evaluate(([...args]) => globalThis.run(...args), [server.origin, names, habit, REQUEST]);
  verify(answer);
  const closed = await tab.evaluate(
    ([origin, names, request]) => globalThis.run(origin, names, "", request).then(String, (e) => e.name),
    [server.origin, names, REQUEST],
  );
  assert.equal(closed, "TypeError", "without CORS, the page itself cannot fetch");
  const blocked = await (await open("/no-wasm")).evaluate(
    "probe(new Blob(['x'])).catch(({ name, code }) => [name, code])",
  );
  assert.deepEqual(blocked, ["WanError", "wasm_blocked"]);
});

test("workerd", { timeout: 600_000 }, async (t) => {
  const { Miniflare } = await import("miniflare");
  const worker = `${PROGRAM}; export default { async fetch(request) {
    return Response.json(await run(...(await request.json())));
  } };`;
  const contents = await bundle(worker, { conditions: ["workerd", "worker"], external: ["*.wasm"] });
  const miniflare = new Miniflare({
    cf: false,
    compatibilityDate: "2026-04-01",
    modules: workerModules(contents),
  });
  t.after(() => miniflare.dispose());
  const body = JSON.stringify([server.origin, names, habit, REQUEST]);
  const response = await miniflare.dispatchFetch("http://worker.test/", { method: "POST", body });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  verify(JSON.parse(text));
});
