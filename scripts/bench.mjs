#!/usr/bin/env node
// Builds, then measures wanreel beside what one would use instead; each file under tests/bench writes its own tables.
import { basename, relative } from "node:path";
import { build } from "./build.mjs";
import { at, main, root, run, Stop } from "./lib/steps.mjs";
import { files } from "./lib/unchanged.mjs";

const HELP = `bench.mjs [name...] [options of the benchmark]

Measures wanreel beside what one would use instead, in one run, as ratios. Default: table, which writes tests/bench/RESULTS.md;
there is also edge (the pipeline in workerd; tests/bench/EDGE.md). --only a,b: these sections anew. Of edge alone, --quick: a
short run that writes nothing; --share 0.2: a fifth of the jobs.`;
const TAKES = { flags: ["--only", "--quick", "--share"], words: true };

const bench = async (given) => {
  const from = given.findIndex((arg) => arg.startsWith("-"));
  const names = from < 0 ? given : given.slice(0, from);
  const options = from < 0 ? [] : given.slice(from);
  const args = names.length === 0 ? ["table"] : names;
  const benches = files(at("tests", "bench")).filter((file) => file.endsWith(".bench.mjs"));
  const has = (file, name) => basename(file).startsWith(name);
  const unknown = args.filter((name) => !benches.some((file) => has(file, name)));
  if (unknown.length > 0) {
    const names = benches.map((file) => basename(file, ".bench.mjs")).join(", ");
    throw new Stop(`no benchmark ${unknown.join(", ")}; there is ${names}`);
  }
  await build();
  for (const file of benches.filter((one) => args.some((name) => has(one, name)))) {
    console.log(`\n› ${relative(root, file)}`);
    await run(process.execPath, [file, ...options], { stdin: "inherit" });
  }
};

await main(import.meta.url, HELP, bench, TAKES);
