// Finds a Chromium to drive, without installing one.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];

function wellKnown() {
  if (process.platform === "darwin") {
    return ["Google Chrome", "Chromium", "Microsoft Edge"].map(
      (app) => `/Applications/${app}.app/Contents/MacOS/${app}`,
    );
  }
  if (process.platform === "win32") {
    const roots = [process.env.ProgramFiles, process.env["ProgramFiles(x86)"], process.env.LOCALAPPDATA];
    const programs = ["Google\\Chrome\\Application\\chrome.exe", "Microsoft\\Edge\\Application\\msedge.exe"];
    return roots.filter(Boolean).flatMap((folder) => programs.map((program) => join(folder, program)));
  }
  return ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];
}

function onPath() {
  const suffix = process.platform === "win32" ? ".exe" : "";
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name + suffix)));
}

/** The path of a Chromium (CHROMIUM or CHROME_PATH, then the usual places, then PATH), or undefined. */
export function findChromium() {
  const asked = [process.env.CHROMIUM, process.env.CHROME_PATH].filter(Boolean);
  return [...asked, ...wellKnown(), ...onPath()].find((path) => existsSync(path));
}
