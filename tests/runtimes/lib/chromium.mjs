// A real Chromium, as the system has it.
import { chromium } from "playwright-core";
import { findBrowser } from "../../../scripts/lib/browsers.mjs";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What a careful page allows; WebAssembly needs 'wasm-unsafe-eval', and nothing more. */
export const CSP = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";

/** A document with one script. */
export const page = (script, policy = CSP) => ({
  text: `<!doctype html><meta charset="utf-8"><title>wanreel</title><script type="module" src="${script}"></script>`,
  headers: { "content-security-policy": policy },
});

export async function openChromium() {
  const executablePath = findBrowser("chromium");
  if (!executablePath) throw new Error("no Chromium found: install one, or put its path into CHROMIUM");
  return chromium.launch({ executablePath, args: FLAGS });
}

/** Opens a page of the harness; what it prints and what it does not catch goes to the record. */
export async function openPage(browser, url, record) {
  const tab = await browser.newPage();
  tab.on("console", (message) => record.print(message.text()));
  tab.on("pageerror", (error) => record.uncaught(error));
  await tab.goto(url, { waitUntil: "load" });
  return tab;
}
