// The start pages whose runtime is at hand, each run as it stands: Node, a Worker in workerd, a plain page in Chromium.
// Next, Vite and Hono, Deno and Bun are installed and run by tests/packaging (consumers/start-*).
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { estimateCost, WanClient } from "wanreel";
import { createHttpHandler, createSimulator } from "wanreel/simulator";
import { openChromium } from "../runtimes/lib/chromium.mjs";
import { projectOf } from "./samples.mjs";

// Read when miniflare is loaded: nothing is to be asked of the network.
Object.assign(process.env, { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" });

const here = dirname(fileURLToPath(import.meta.url));
let api;
let simulator;
let server;
before(async () => {
  simulator = createSimulator({ generationMs: 100 });
  server = createServer((request, response) => handle(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  api = `http://127.0.0.1:${server.address().port}`;
  const handle = createHttpHandler(simulator, { origin: api, all: true });
});
after(() => {
  server?.close();
  server?.closeAllConnections();
});

/** Writes a page's files into a folder of this repository, where "wanreel" is found. */
function write(name, page = `docs/start/${name}.md`) {
  const folder = join(here, ".tmp", name);
  rmSync(folder, { recursive: true, force: true });
  for (const [file, code] of projectOf(page)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), code);
  }
  return folder;
}

function start(folder, file, env) {
  const child = spawn(process.execPath, [file], {
    cwd: folder,
    env: { ...process.env, EVOLINK_API_KEY: "sk-of-the-documentation", EVOLINK_BASE_URL: api, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const seen = { printed: "" };
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      seen.printed += text;
    });
  return { child, seen };
}

for (const [name, page] of [
  ["node", "docs/start/node.md"],
  ["zh", "docs/zh/start.md"],
]) {
  test(`Node, ${page}: a video is saved, and the same program again costs nothing`, async () => {
    const folder = write(name, page);
    const billed = simulator.billedMicroUsd();
    for (const round of [1, 2]) {
      const { child, seen } = start(folder, "index.mjs");
      const [code] = await once(child, "close");
      assert.equal(code, 0, seen.printed);
      // 5 s at $0.086 (guide, section 7).
      assert.match(seen.printed, /\$0\.43\b[\s\S]+ lake\.mp4/);
      assert.equal(readFileSync(join(folder, "lake.mp4")).toString("latin1", 4, 8), "ftyp", `round ${round}`);
      assert.ok(statSync(join(folder, "lake.mp4")).size > 1000);
    }
    assert.equal(simulator.billedMicroUsd() - billed, 430_000);
  });
}

const devVars = (folder) =>
  Object.fromEntries(
    [...readFileSync(join(folder, ".dev.vars"), "utf8").matchAll(/^(\w+)=(.+)$/gm)].map(([, ...pair]) => pair),
  );

async function bundled(folder) {
  const { outputFiles } = await build({
    entryPoints: [join(folder, "src", "index.ts")],
    ...{ bundle: true, write: false, format: "esm", outdir: "out", conditions: ["workerd"] },
    ...{ loader: { ".wasm": "copy" }, assetNames: "[name]", external: ["cloudflare:*"] },
  });
  return outputFiles.map(({ path, contents }) => ({
    type: path.endsWith(".wasm") ? "CompiledWasm" : "ESModule",
    path: `/${path.split(/[\\/]/).at(-1)}`,
    contents: path.endsWith(".wasm") ? contents : Buffer.from(contents).toString(),
  }));
}

test("Cloudflare Worker: its proxy makes a video for a page, and its objects count the money", async (t) => {
  const folder = write("worker");
  const config = JSON.parse(readFileSync(join(folder, "wrangler.jsonc"), "utf8").replaceAll(/^\s*\/\/.*$/gm, ""));
  assert.deepEqual(Object.keys(devVars(folder)), ["EVOLINK_API_KEY", "EVOLINK_BASE_URL"]);
  const { Miniflare } = await import("miniflare");
  const modules = await bundled(folder);
  const objects = config.durable_objects.bindings.map(({ name, class_name: className }) => [
    name,
    { className, useSQLite: config.migrations[0].new_sqlite_classes.includes(className) },
  ]);
  const miniflare = new Miniflare({
    modules: modules.sort((one) => (one.path === "/index.js" ? -1 : 1)),
    modulesRoot: "/",
    compatibilityDate: config.compatibility_date,
    durableObjects: Object.fromEntries(objects),
    // As wrangler dev reads them, the simulator of this test for the page's.
    bindings: { ...config.vars, ...devVars(folder), EVOLINK_BASE_URL: api },
  });
  t.after(() => miniflare.dispose());
  const origin = "https://films.example.com";
  const page = new WanClient({
    baseUrl: `${origin}/api/wan`,
    // As a browser says of a page's own requests.
    fetch: (url, init) =>
      miniflare.dispatchFetch(url, {
        ...init,
        headers: { ...Object.fromEntries(new Headers(init.headers)), origin, "sec-fetch-site": "same-origin" },
      }),
    poll: { initialMs: 50 },
  });
  const request = {
    model: "wan2.7-text-to-video",
    prompt: "A lighthouse keeper climbs the stairs at dusk",
    duration: 15,
  };
  const task = await page.generate(request);
  assert.match(task.results[0], new RegExp(`^${origin}/api/wan/`));
  // $5 a day are three clips of 15 s at $0.086, and not a fourth (guide, section 7).
  assert.equal(estimateCost(request).usd, 1.29);
  for (const seed of [2, 3]) await page.submit({ ...request, seed });
  await assert.rejects(page.submit({ ...request, seed: 4 }), { code: "budget_exceeded" });
});

test("A plain page: a visitor reads the price, presses the button, and sees the video", async (t) => {
  const folder = write("page");
  const port = await freePort();
  const { child, seen } = start(folder, "server.mjs", { PORT: String(port) });
  t.after(() => child.kill());
  const browser = await openChromium();
  t.after(() => browser.close());
  const tab = await browser.newPage();
  tab.setDefaultTimeout(90_000);
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 100; tries += 1) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await tab.goto(url);
  await tab.getByRole("button", { name: "Generate for $0.43" }).click();
  await tab.waitForFunction(() => (document.querySelector("video")?.readyState ?? 0) >= 1);
  assert.equal(await tab.evaluate(() => document.querySelector("video").videoWidth), 1280, seen.printed);
  assert.equal(await tab.evaluate(() => new URL(document.querySelector("video").src).origin), url);

  // Left in the middle: the page waits for the same task, and pays for no other.
  const paid = simulator.tasks().length;
  await tab.getByRole("textbox", { name: "Prompt" }).fill("A paper boat sails down a rainy street at night");
  await tab.getByRole("button", { name: "Generate for $0.43" }).click();
  await tab.waitForFunction(() => /^(pending|processing) /.test(document.getElementById("status").textContent));
  await tab.reload();
  await tab.waitForFunction(() => (document.querySelector("video")?.readyState ?? 0) >= 1);
  assert.equal(simulator.tasks().length, paid + 1, seen.printed);
});

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}
