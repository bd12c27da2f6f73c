// The demo as `npm start` serves it, and visitors to it in a real Chromium; for other browsers, the demo alone.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { findBrowser } from "../../scripts/lib/browsers.mjs";

const START = fileURLToPath(new URL("../../scripts/start.mjs", import.meta.url));
const FLAGS = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];
/** Bounds what hangs; nothing that goes well takes so long, on a machine that does much else beside. */
const PATIENCE_MS = 60_000;
export const GENERATION_MS = 2500;

/** Starts the demo, by `program` if not as a clone does. */
export async function startDemo(program = [START, "--no-build"]) {
  const server = spawn(process.execPath, [...program, "--port", "0", "--generation-ms", `${GENERATION_MS}`]);
  let output = "";
  const base = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`start.mjs did not come up:\n${output}`)), 2 * PATIENCE_MS);
    const read = (chunk) => {
      output += chunk;
      const url = /^ {2}(http:\/\/\S+)$/m.exec(output)?.[1];
      if (!url) return;
      clearTimeout(late);
      resolve(url);
    };
    server.stdout.setEncoding("utf8").on("data", read);
    server.stderr.setEncoding("utf8").on("data", read);
    server.on("exit", (code) => reject(new Error(`start.mjs ended with ${code}:\n${output}`)));
  });
  const post = (path, body) => fetch(`${base}/dev/${path}`, { method: "POST", body: JSON.stringify(body) });
  return {
    base,
    server,
    output: () => output,
    post,
    /** Arms a rule of the simulator's. */
    async arm(rule) {
      const response = await post("faults", { rule });
      assert.equal(response.status, 200, await response.text());
    },
    /** Sets how long a generation takes, for this test. */
    async slowly(t, ms) {
      await post("generation", { ms });
      t.after(() => post("generation", { ms: GENERATION_MS }));
    },
    async log() {
      return (await fetch(`${base}/dev/log`)).json();
    },
    async close() {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const ended = once(server, "exit");
      server.kill("SIGTERM");
      await ended;
    },
  };
}

/** The same, and a browser; `close` ends both. */
export async function openDemo(program) {
  const demo = await startDemo(program);
  const { base } = demo;
  const browser = await chromium.launch({ executablePath: findBrowser("chromium"), args: FLAGS });

  /** A visitor of their own: `page`, and what went wrong or out while they were there. */
  async function visit(t, { path = "/?poll=fast", ...options } = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const trouble = [];
    const requests = [];
    page.on("pageerror", (error) => trouble.push(String(error)));
    // A status the page was told of is shown on the page; what else is on the console is a mistake.
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
        trouble.push(message.text());
    });
    page.on("request", (request) => requests.push({ method: request.method(), url: request.url() }));
    await page.addInitScript(watch);
    t.after(async () => {
      await context.close();
      assert.deepEqual(trouble, []);
      const elsewhere = requests.filter(({ url }) => !url.startsWith(base) && !url.startsWith(`blob:${base}`));
      assert.deepEqual(elsewhere, [], "the page asks nobody but its own origin");
    });
    await page.goto(base + path);
    await page.locator("[data-field=prompt]").waitFor();
    return { page, requests, context };
  }

  return {
    ...demo,
    visit,
    async close() {
      await browser.close();
      await demo.close();
    },
  };
}

/** In the page, before anything of it: what its policy refuses, and how far it moves under its visitor. */
function watch() {
  addEventListener("securitypolicyviolation", (event) => console.error(`CSP: ${event.violatedDirective}`));
  window.shifts = [];
  const nameOf = (node) => {
    const element = node?.nodeType === 1 ? node : node?.parentElement;
    return element ? `${element.tagName.toLowerCase()}#${element.id}.${element.className}` : "gone";
  };
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources, startTime } of list.getEntries()) {
      // What moves within half a second of a key or a click was asked for, and does not count.
      if (hadRecentInput) continue;
      window.shifts.push({ value, at: startTime, moved: sources.map(({ node }) => nameOf(node)) });
    }
  }).observe({ type: "layout-shift", buffered: true });
}

export const choose = (page, model) => page.check(`#models input[value="wan2.7-${model}"]`);
export const sample = (page, name) => page.locator("#samples button", { hasText: name }).click();
export const issuesAt = (page, field) => page.locator(`[data-field=${field}] .issues li`);

/** Waits for the video, and that it plays. */
export async function seeVideo(page) {
  const video = await page.waitForFunction(() => {
    const element = document.querySelector("video");
    return element && !element.hidden && element.readyState >= 2 && element.currentTime > 0 && element;
  });
  return video.evaluate(({ duration, videoWidth, videoHeight, muted, loop, currentSrc }) => {
    return { duration, ratio: videoWidth / videoHeight, muted, loop, currentSrc };
  });
}

export async function idOnPage(page) {
  await page.waitForFunction(() => document.querySelector("#task-id")?.textContent.startsWith("task-unified-"));
  return page.textContent("#task-id");
}
