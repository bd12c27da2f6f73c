#!/usr/bin/env node
// Carries the version of package.json, which changesets has set, into Cargo.toml and Cargo.lock.
import { readFileSync, writeFileSync } from "node:fs";
import { at, main, Stop } from "./lib/steps.mjs";

/** Replaces the version that stands below the package's own name. */
function set(file, pattern, version) {
  const text = readFileSync(at(file), "utf8");
  if (!pattern.test(text)) throw new Stop(`${file} names no version of wanreel`);
  writeFileSync(at(file), text.replace(pattern, `$1${version}$2`));
}

await main(
  import.meta.url,
  "version.mjs\n\nSets Cargo.toml's and Cargo.lock's version to that of package.json.",
  async () => {
    const { version } = JSON.parse(readFileSync(at("package.json"), "utf8"));
    set("Cargo.toml", /(^\[package\]\nname = "wanreel"\nversion = ")[^"]+(")/m, version);
    set("Cargo.lock", /(^name = "wanreel"\nversion = ")[^"]+(")/m, version);
    console.log(version);
  },
  {},
);
