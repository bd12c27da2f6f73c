#!/usr/bin/env node
/** `wanreel`: the command line. */
import inlined from "inline:planning";
import { setSource as setPlanning } from "../api/planning-wasm.js";
import { main } from "../cli/main.js";
import { compile } from "./inline.js";
import "./index.js";
import "./media.js";
import "./simulator.js";

setPlanning(() => compile(inlined));

// Whoever reads a part of an answer, as `head` does, has had enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

process.exitCode = await main(process.argv.slice(2));
