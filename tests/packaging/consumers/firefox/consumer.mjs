import { createRequire } from "node:module";
import { findBrowser } from "../../../../scripts/lib/browsers.mjs";
import { run as pages } from "../pages/consumer.mjs";

export const title = "Pages without a bundler";
export const from = "pages";
/** Drives Firefox by WebDriver BiDi. */
export const packages = { "puppeteer-core": "24.43.1" };

export async function* run(place) {
  const { launch } = await import(createRequire(place.at("package.json")).resolve("puppeteer-core"));
  const executablePath = findBrowser("firefox");
  if (!executablePath) throw new Error("no Firefox found: install one (Debian: apt-get install firefox-esr)");
  yield* pages(place, () => launch({ browser: "firefox", executablePath, headless: true }), "Firefox");
}
