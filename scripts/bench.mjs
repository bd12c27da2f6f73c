#!/usr/bin/env node
// Builds, then times wanreel beside what one would use instead; each file under tests/bench prints its own ratios.
import { basename, relative } from "node:path";
import { build } from "./build.mjs";
import { at, main, root, run } from "./lib/steps.mjs";
import { files } from "./lib/unchanged.mjs";

const HELP = `bench.mjs [name...]

Times wanreel beside what one would use instead, in one run, as ratios. Default: every tests/bench/*.bench.mjs.`;

await main(import.meta.url, HELP, async (args) => {
  await build();
  const benches = files(at("tests", "bench")).filter((file) => file.endsWith(".bench.mjs"));
  const wanted = benches.filter((file) => args.length === 0 || args.some((name) => basename(file).startsWith(name)));
  for (const file of wanted) {
    console.log(`\n› ${relative(root, file)}`);
    await run(process.execPath, [file], { stdin: "inherit" });
  }
});
