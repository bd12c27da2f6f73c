#!/usr/bin/env node
// Installs the packed package into every consumer, as a user would, and tries it there.
import { build } from "../../scripts/build.mjs";
import { main, Stop } from "../../scripts/lib/steps.mjs";
import { consumers, open } from "./lib/consumers.mjs";
import { writeTable } from "./lib/table.mjs";

const all = await consumers();

const HELP = `npm run test:packaging -- [consumer...] [flags]

Packs the package, installs it into each consumer in a temporary folder, and there validates, prices and generates
against the simulated API. Consumers (default: all):
${all.map(({ name, title, quick }) => `  ${name.padEnd(16)} ${title}${quick ? " (part of npm test)" : ""}`).join("\n")}

Flags:
  --keep     Leave the temporary folders, and say where they are
  --table    Write what ran, with its versions, into docs/guide/runtimes.md, where it passed`;

await main(import.meta.url, HELP, async (args) => {
  const names = args.filter((arg) => !arg.startsWith("--"));
  const unknown = [
    ...names.filter((name) => !all.some((each) => each.name === name)),
    ...args.filter((arg) => arg.startsWith("--") && !["--keep", "--table"].includes(arg)),
  ];
  if (unknown.length > 0) throw new Stop(`no such consumer or flag: ${unknown.join(", ")}\n\n${HELP}`);
  const keep = args.includes("--keep");
  await build({ browsers: ["chromium", "firefox"] });
  const wanted = all.filter(({ name }) => names.length === 0 || names.includes(name));
  const workshop = await open({ keep });
  console.log(`  ${workshop.tarball.files.length} files, ${(workshop.tarball.bytes / 1024).toFixed(1)} kB packed`);
  const tried = [];
  try {
    for (const [index, consumer] of wanted.entries()) {
      const start = performance.now();
      console.log(`› ${index + 1} of ${wanted.length}: ${consumer.name}`);
      const onRow = ({ what, version, error }) =>
        console.log(
          error
            ? `  ✗ ${what} ${version ?? ""}\n${error.message.replaceAll(/^/gm, "    ")}`
            : `  ✓ ${what} (${version})`,
        );
      tried.push({ ...consumer, rows: await workshop.try(consumer, { onRow }) });
      console.log(`  ${((performance.now() - start) / 1000).toFixed(1)} s`);
    }
  } finally {
    await workshop.close();
  }
  if (keep) console.log(`kept: ${workshop.base}`);
  const rows = tried.flatMap((consumer) => consumer.rows);
  const failed = rows.filter(({ error }) => error).length;
  if (failed > 0) process.exitCode = 1;
  else if (args.includes("--table")) writeTable(tried, all, workshop.tarball);
  console.log(`${rows.length - failed} passed, ${failed} failed`);
});
