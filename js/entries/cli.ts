#!/usr/bin/env node
/** `wanreel simulate`: the simulated API over HTTP. */
import { main } from "../cli/main.js";
import "./simulator.js";

process.exitCode = await main(process.argv.slice(2));
