#!/usr/bin/env node
// Plays the rows through generateVideo of the AI SDK with each provider, each against a server that fails alike; writes the
// figures to results.json and their table into README.md and docs/guide/ai-sdk.md. It wants Node 22: with an older one it starts itself again.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { writePart } from "../../../scripts/lib/readme.mjs";
import { startHost } from "../../faults/harness.mjs";
import { node22 } from "../runtime.mjs";
import { COMMAND, RESULTS, table, verdictOf } from "./verdict.mjs";

const node = await node22();
if (node !== process.execPath) {
  const { status } = spawnSync(node, [fileURLToPath(import.meta.url)], { stdio: "inherit" });
  process.exit(status ?? 1);
}

const { rows } = await import("./rows.mjs");
const { PROVIDERS } = await import("./providers.mjs");
const { play } = await import("./play.mjs");
const host = await startHost();
const providers = [];
for (const { title, open } of Object.values(PROVIDERS)) {
  const verdicts = {};
  for (const row of rows) verdicts[row.name] = verdictOf(await play(row, "ignore", host, { open }));
  providers.push({ title, verdicts });
  console.log(`✓ ${title}`);
}
const results = { node: process.versions.node, providers };
writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
writePart(COMMAND, table(results));
console.log(table(results));
host.stop();
// What a call that never ends still holds.
process.exit();
