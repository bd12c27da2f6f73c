#!/usr/bin/env node
/** `wanreel`: the command line. */
import { main } from "../cli/main.js";
import "./index.js";
import "./media.js";
import "./simulator.js";

// Whoever reads a part of an answer, as `head` does, has had enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

process.exitCode = await main(process.argv.slice(2));
