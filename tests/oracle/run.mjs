#!/usr/bin/env node
// The crate against the oracle on as many requests as asked for; `npm test` runs 20,000 of them.
import { main, run, Stop } from "../../scripts/lib/steps.mjs";

const HELP = `run.mjs [--count N] [--seed N]

Reads N made-up requests (default 1000000) with the crate and with its oracle, and tells what they read otherwise.`;

await main(import.meta.url, HELP, async (args) => {
  const options = { "--count": "1000000", "--seed": "1" };
  for (let at = 0; at < args.length; at += 2) {
    if (!(args[at] in options) || !/^\d+$/.test(args[at + 1] ?? "")) throw new Stop(HELP);
    options[args[at]] = args[at + 1];
  }
  await run("cargo", ["test", "--quiet", "--locked", "--test", "oracle", "--", "--nocapture"], {
    env: { WANREEL_ORACLE_COUNT: options["--count"], WANREEL_ORACLE_SEED: options["--seed"] },
  });
});
