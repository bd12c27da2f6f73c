#!/usr/bin/env node
// From a clone to the running demo: sets up, builds, and serves www/.
import { existsSync } from "node:fs";
import { build } from "./build.mjs";
import { at, main, run, Stop } from "./lib/steps.mjs";

await main(
  import.meta.url,
  "start.mjs [options of www/server.mjs]\n\nSets up, builds, and serves the demo.",
  async (args) => {
    await build();
    const server = at("www", "server.mjs");
    if (!existsSync(server)) throw new Stop("www/server.mjs is not there");
    await run(process.execPath, [server, ...args], { stdin: "inherit" });
  },
);
