// Projects that `npx wanreel init` writes: installed from the same tarball, and used as their README says.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openChromium } from "../../runtimes/lib/chromium.mjs";
import { INSTALL } from "./place.mjs";

/** Writes and installs one; answers how to run things in it, against the simulated API. */
export async function project(place, template) {
  await place.run("npx", ["--no-install", "wanreel", "init", template, "app"]);
  const cwd = place.at("app");
  const path = join(cwd, "package.json");
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  const { wanreel } = JSON.parse(readFileSync(place.at("package.json"), "utf8")).dependencies;
  writeFileSync(path, JSON.stringify({ ...manifest, dependencies: { ...manifest.dependencies, wanreel } }));
  await place.run("npm", INSTALL, { cwd });
  const env = { EVOLINK_API_KEY: "sk-packaging", EVOLINK_BASE_URL: place.api.url };
  return {
    cwd,
    run: (program, ...args) => place.run(program, args, { cwd, env }),
    /** Starts a server of its own, and makes a video on its page. */
    page: (program, ...args) => place.serving(program, args, { cwd, env, ready: /Local:\s+(http:\S+)/ }, visit),
    versionOf: (name) => JSON.parse(readFileSync(join(cwd, "node_modules", name, "package.json"), "utf8")).version,
  };
}

/** As a visitor does: reads the price on the button, presses it, and sees the video. */
export async function visit({ match: [, url] }) {
  const browser = await openChromium();
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(90_000);
    await page.goto(url);
    // 5 s at $0.086 (guide, section 7).
    await page.getByRole("button", { name: "Generate for $0.43" }).click();
    await page.waitForFunction(() => (document.querySelector("video")?.readyState ?? 0) >= 1);
    return await page.evaluate(() => {
      const { src, videoWidth } = document.querySelector("video");
      return new URL(src).origin === location.origin && videoWidth === 1280;
    });
  } finally {
    await browser.close();
  }
}
