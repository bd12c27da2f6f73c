// A real Firefox, as the system has it, driven by WebDriver BiDi. It is started here because puppeteer's launch() puts all
// pages into one process, where they take turns: tabs of people who use Firefox have a process each, up to four a site.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "puppeteer-core";
import { findBrowser } from "../../../scripts/lib/browsers.mjs";

const PREFERENCES = {
  // Firefox's own values, said for builds and policies that have others.
  "fission.autostart": true,
  "fission.webContentIsolationStrategy": 1,
  "dom.ipc.processCount.webIsolated": 4,
  // A tab behind another is woken once a second at most, and gets little time: these are to meet at a moment.
  "dom.min_background_timeout_value_without_budget_throttling": 4,
  "dom.timeout.enable_budget_timer_throttling": false,
  "dom.ipc.processPriorityManager.enabled": false,
};
const START_MS = 30_000;

/** Why nothing can be tried in Firefox here; undefined where it can. */
export const withoutFirefox = () =>
  findBrowser("firefox")
    ? undefined
    : "no Firefox found: install one (Debian: apt-get install firefox-esr), or put its path into FIREFOX";

/** Where it listens, which it prints. */
function addressOf(child) {
  return new Promise((resolve, reject) => {
    let printed = "";
    const fail = (why) => reject(new Error(`Firefox ${why}\n${printed}`));
    const timer = setTimeout(() => fail(`said nothing of WebDriver BiDi within ${START_MS / 1000} s`), START_MS);
    child.on("error", reject);
    child.on("exit", (code, signal) => fail(`ended with ${signal ?? code}`));
    child.stderr.setEncoding("utf8").on("data", (text) => {
      printed += text;
      const [, address] = /WebDriver BiDi listening on (ws:\S+)/.exec(printed) ?? [];
      if (!address) return;
      clearTimeout(timer);
      resolve(address);
    });
  });
}

/** Puppeteer's browser, with a profile of its own that close() removes. */
export async function openFirefox() {
  const missing = withoutFirefox();
  if (missing) throw new Error(missing);
  const profile = await mkdtemp(join(tmpdir(), "wanreel-firefox-"));
  const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref("${name}", ${value});\n`);
  await writeFile(join(profile, "user.js"), lines.join(""));
  const args = ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port=0", "about:blank"];
  const child = spawn(findBrowser("firefox"), args, { stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(child, "exit").catch(() => {});
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const close = async () => {
    kill();
    await ended;
    process.off("exit", kill);
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const browser = await connect({
      browserWSEndpoint: `${await addressOf(child)}/session`,
      protocol: "webDriverBiDi",
      defaultViewport: null,
    });
    return { newPage: () => browser.newPage(), version: () => browser.version(), close };
  } catch (error) {
    await close();
    throw error;
  }
}
