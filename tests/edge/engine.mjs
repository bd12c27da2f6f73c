// A pipeline's Worker in a process of its own, which a test kills: state in a folder, everything else outside.
import { readFileSync } from "node:fs";
import { Miniflare } from "miniflare";
import { workerOf } from "./world.mjs";

const miniflare = new Miniflare(await workerOf(JSON.parse(readFileSync(process.argv[2], "utf8"))));
console.log(`ready ${(await miniflare.ready).origin}`);
