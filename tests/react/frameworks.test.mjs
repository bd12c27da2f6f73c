// docs/vue.md and docs/svelte.md as somebody follows them: `init vite`, their files over it, built by Vite, in a real Chromium
// with the template's proxy and the simulated API behind it.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { at } from "../../scripts/lib/steps.mjs";
import { openApi } from "../packaging/lib/api.mjs";
import { openChromium } from "../runtimes/lib/chromium.mjs";
import { frameworks, installFrameworks } from "./runtime.mjs";

const PROMPT = "A lighthouse keeper climbs the stairs at dusk, kept over a reload";
const vite = join(frameworks, "node_modules", "vite", "bin", "vite.js");

let api;
let browser;
before(async () => {
  await installFrameworks();
  const self = join(frameworks, "node_modules", "wanreel");
  if (!existsSync(self)) symlinkSync(at(), self, "junction");
  [api, browser] = await Promise.all([openApi(), openChromium()]);
});
after(async () => {
  await browser?.close();
  await api?.close();
});

/** The files a page of docs/ holds, each under its name. */
function filesOf(text) {
  return [...text.matchAll(/^`([^`\n]+)`:\n\n```\w+ frameworks\n(.*?)^```$/gms)].map(([, path, code]) => ({
    path,
    code,
  }));
}

/** Follows the page; answers the project's folder. */
function follow(name) {
  const text = readFileSync(at("docs", `${name}.md`), "utf8");
  // Below what is installed, so that it is found from there.
  const folder = join(frameworks, name);
  rmSync(folder, { recursive: true, force: true });
  cpSync(at("templates", "vite"), folder, { recursive: true });
  const [, imported, plugins] = /In `vite\.config\.ts`, `(import [^`]+)` and `plugins: \[(\w+\(\)), wan\(…\)\]`/.exec(
    text,
  );
  const config = join(folder, "vite.config.ts");
  const before = readFileSync(config, "utf8");
  writeFileSync(config, `${imported};\n${before.replace("plugins: [", `plugins: [${plugins}, `)}`);
  const files = filesOf(text);
  assert.deepEqual(files.length, 4, "every file of the page is found");
  for (const { path, code } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), code);
  }
  return folder;
}

/** Serves what was built, as the template's `npm run preview` does; answers its address. */
async function serve(t, cwd) {
  const env = { ...process.env, EVOLINK_API_KEY: "sk-docs", EVOLINK_BASE_URL: api.url };
  const server = spawn(process.execPath, [vite, "preview", "--host", "127.0.0.1", "--port", "0"], { cwd, env });
  t.after(() => server.kill());
  let output = "";
  return new Promise((resolve, reject) => {
    const read = (chunk) => {
      output += chunk;
      // biome-ignore lint/suspicious/noControlCharactersInRegex: Vite colours what it prints
      const url = /Local:\s+(http:\S+)/.exec(output.replaceAll(/\u001b\[\d+m/g, ""))?.[1];
      if (url) resolve(url);
    };
    server.stdout.setEncoding("utf8").on("data", read);
    server.stderr.setEncoding("utf8").on("data", read);
    server.on("exit", (code) => reject(new Error(`vite preview ended with ${code}:\n${output}`)));
  });
}

for (const name of ["vue", "svelte"]) {
  test(`docs/${name}.md`, { timeout: 240_000 }, async (t) => {
    const folder = follow(name);
    execFileSync(process.execPath, [vite, "build", "--logLevel", "warn"], { cwd: folder, stdio: "pipe" });
    const url = await serve(t, folder);
    const page = await browser.newPage();
    t.after(() => page.close());
    page.setDefaultTimeout(60_000);
    const wrong = [];
    page.on("pageerror", (error) => wrong.push(String(error)));
    page.on("console", (message) => {
      const isIcon = message.location().url.endsWith("/favicon.ico");
      if (message.type() === "error" && !isIcon) wrong.push(message.text());
    });
    let posts = 0;
    page.on("request", (request) => {
      if (request.method() === "POST") posts += 1;
    });
    const sees = () =>
      page.waitForFunction(() => {
        const video = document.querySelector("video");
        return video && video.readyState >= 1 && new URL(video.src).origin === location.origin && video.videoWidth;
      });

    await page.goto(url);
    await page.getByLabel("Prompt").fill("");
    await page.getByText("prompt is blank").waitFor();
    await page.getByLabel("Prompt").fill(PROMPT);
    // 5 s at $0.086 (guide, section 7).
    await page.getByRole("button", { name: "Generate for $0.43" }).click();
    assert.equal(await (await sees()).jsonValue(), 1280);

    await page.reload();
    const entry = page.getByRole("listitem").getByRole("button", { name: PROMPT });
    await entry.waitFor();
    assert.equal(await page.locator("video").count(), 0);
    await entry.click();
    await sees();
    assert.equal(posts, 1, "what is remembered is not paid for again");
    assert.deepEqual(wrong, []);
  });
}
