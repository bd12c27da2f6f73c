// Finds a browser to drive, without installing one.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where each browser is: what the environment calls it, its commands, and its usual places. */
const BROWSERS = {
  chromium: {
    asked: ["CHROMIUM", "CHROME_PATH"],
    commands: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"],
    mac: ["Google Chrome", "Chromium", "Microsoft Edge"],
    windows: ["Google\\Chrome\\Application\\chrome.exe", "Microsoft\\Edge\\Application\\msedge.exe"],
  },
  firefox: {
    asked: ["FIREFOX"],
    commands: ["firefox-esr", "firefox"],
    mac: ["Firefox"],
    windows: ["Mozilla Firefox\\firefox.exe"],
  },
};

function wellKnown({ commands, mac, windows }) {
  if (process.platform === "darwin") return mac.map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`);
  if (process.platform === "win32") {
    const roots = [process.env.ProgramFiles, process.env["ProgramFiles(x86)"], process.env.LOCALAPPDATA];
    return roots.filter(Boolean).flatMap((folder) => windows.map((program) => join(folder, program)));
  }
  return commands.flatMap((command) => [`/usr/bin/${command}`, `/snap/bin/${command}`]);
}

function onPath({ commands }) {
  const suffix = process.platform === "win32" ? ".exe" : "";
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.flatMap((folder) => commands.map((command) => join(folder, command + suffix)));
}

/** The path of a browser ("chromium", "firefox"): by the environment, in its usual places, by PATH; or undefined. */
export function findBrowser(name) {
  const browser = BROWSERS[name];
  const asked = browser.asked.map((variable) => process.env[variable]).filter(Boolean);
  return [...asked, ...wellKnown(browser), ...onPath(browser)].find((path) => existsSync(path));
}

/** The environment's variable that names this browser's path. */
export const variableOf = (name) => BROWSERS[name].asked[0];
