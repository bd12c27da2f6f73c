#!/usr/bin/env node
// Makes a clone ready to build: checks the tools, adds the WebAssembly target, installs the npm packages,
// builds the bindgen tool. Running it again takes about a second.
import { existsSync, readFileSync } from "node:fs";
import { aptInstall, canInstall } from "./lib/apt.mjs";
import { findBrowser, variableOf } from "./lib/browsers.mjs";
import { at, main, npm, run, Stop, step } from "./lib/steps.mjs";

const TARGET = "wasm32-unknown-unknown";
const NODE = [20, 19];
const RUSTUP = "https://rustup.rs";

/** The bindgen tool, at the version Cargo.lock pins; unoptimised, it takes a third as long to build and 0.1 s to run. */
export const bindgen = at("target", "debug", process.platform === "win32" ? "bindgen.exe" : "bindgen");

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < NODE[0] || (major === NODE[0] && minor < NODE[1])) {
    throw new Stop(`Node ${NODE.join(".")} or newer is needed, this is ${process.versions.node}: https://nodejs.org`);
  }
  return process.versions.node;
}

const ask = (program, args) => run(program, args, { capture: true }).catch(() => undefined);

async function checkRust() {
  const version = await ask("cargo", ["--version"]);
  if (!version)
    throw new Stop(
      `Rust is needed and cargo is not on the PATH. Install it from ${RUSTUP}, open a new terminal, run this again.`,
    );
  const libraries = await ask("rustc", ["--print", "target-libdir", "--target", TARGET]);
  if (!libraries || !existsSync(libraries.trim())) {
    if (!(await ask("rustup", ["--version"]))) {
      throw new Stop(
        `This Rust has no ${TARGET} target and there is no rustup to add it: install Rust from ${RUSTUP}, or your system's package of that target.`,
      );
    }
    await run("rustup", ["target", "add", TARGET]);
  }
  return version.trim();
}

/** Whether node_modules holds what the lock file asks for; npm keeps its own record of what it installed. */
function packagesAreCurrent() {
  const record = at("node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(at("package-lock.json"), "utf8")).packages;
  const present = JSON.parse(readFileSync(record, "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, entry]) => path === "" || entry.optional || present[path]?.version === entry.version,
  );
}

async function installPackages() {
  if (packagesAreCurrent()) return "unchanged";
  await npm(["ci", "--no-audit", "--no-fund"]);
}

/** Debian's packages of the browsers. */
const PACKAGES = { chromium: "chromium", firefox: "firefox-esr" };

/** Finds a browser, or installs it where that can be done; otherwise throws what to do about it. */
async function installBrowser(name) {
  const found = findBrowser(name);
  if (found) return found;
  if (!canInstall())
    throw new Stop(`These tests need a ${name}: install one, or put its path into ${variableOf(name)}.`);
  await aptInstall([PACKAGES[name]]);
  const installed = findBrowser(name);
  if (!installed)
    throw new Stop(`apt-get installed no ${name}; install one and put its path into ${variableOf(name)}.`);
  return installed;
}

/** The same for a browser whose tests are skipped without it. */
const tryToInstallBrowser = (name) =>
  installBrowser(name).catch((error) => {
    if (!(error instanceof Stop)) throw error;
    return `its tests are skipped. ${error.message}`;
  });

/** Finds a command, or installs Debian's package of that name where that can be done; its tests are skipped without it. */
async function tryToInstallTool(name) {
  const isThere = () => run(name, ["-V"], { capture: true, allowFailure: true }).catch(() => undefined);
  if ((await isThere()) !== undefined) return;
  await aptInstall([name]);
  if ((await isThere()) === undefined) return `its tests are skipped: install ${name} to run them`;
}

let bindgenBuilt;
/** Builds the bindgen tool, once; what was built by it before needs it no more. */
export function buildBindgen() {
  bindgenBuilt ??= step("bindgen tool (the first time a minute or two)", () =>
    run("cargo", ["build", "--locked", "--target-dir", at("target"), "-p", "bindgen"]),
  );
  return bindgenBuilt;
}

/**
 * Sets everything up but the bindgen tool; `browsers` names those to find or install too, `optional` those that are done without, `tools` the
 * commands that some tests want.
 */
export async function setup({ browsers = [], optional = [], tools = [] } = {}) {
  await step("node", checkNode);
  await step("rust and its WebAssembly target", checkRust);
  await step("npm packages", installPackages);
  for (const name of browsers) await step(name, () => installBrowser(name));
  for (const name of optional) await step(name, () => tryToInstallBrowser(name));
  for (const name of tools) await step(name, () => tryToInstallTool(name));
}

await main(
  import.meta.url,
  "setup.mjs [--browser]\n\nChecks Node and Rust, installs the npm packages, builds the bindgen tool.\n--browser  also finds or installs a Chromium, and a Firefox where that can be",
  async (args) => {
    await setup(args.includes("--browser") ? { browsers: ["chromium"], optional: ["firefox"] } : {});
    await buildBindgen();
  },
  { flags: ["--browser"] },
);
