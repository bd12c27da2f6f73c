#!/usr/bin/env node
// Builds, then times wanreel beside what one would use instead; each file under tests/bench prints its own ratios.
import { basename, relative } from "node:path";
import { build } from "./build.mjs";
import { at, main, root, run, Stop } from "./lib/steps.mjs";
import { files } from "./lib/unchanged.mjs";

const HELP = `bench.mjs [name...]

Times wanreel beside what one would use instead, in one run, as ratios. Default: every tests/bench/*.bench.mjs.`;

await main(
  import.meta.url,
  HELP,
  async (args) => {
    const benches = files(at("tests", "bench")).filter((file) => file.endsWith(".bench.mjs"));
    const has = (file, name) => basename(file).startsWith(name);
    const unknown = args.filter((name) => !benches.some((file) => has(file, name)));
    if (unknown.length > 0) {
      const names = benches.map((file) => basename(file, ".bench.mjs")).join(", ");
      throw new Stop(`no benchmark ${unknown.join(", ")}; there is ${names}`);
    }
    await build();
    for (const file of benches.filter((one) => args.length === 0 || args.some((name) => has(one, name)))) {
      console.log(`\n› ${relative(root, file)}`);
      await run(process.execPath, [file], { stdin: "inherit" });
    }
  },
  { words: true },
);
