#!/usr/bin/env node
// The documentation: a static site in docs/.vitepress/dist, from the pages in docs/ and from what the source itself says.
import { build } from "./build.mjs";
import { writeLlms } from "./lib/docs/llms.mjs";
import { writeMachines } from "./lib/docs/machines.mjs";
import { installDocs, VITEPRESS } from "./lib/docs/packages.mjs";
import { writeReference } from "./lib/docs/reference.mjs";
import { at, main, run, runPackage, Stop, step } from "./lib/steps.mjs";

const HELP = `docs.mjs [--dev | --preview]

Builds the package, then its documentation into docs/.vitepress/dist, which any server of files can serve.
--dev      serves the pages instead, and shows each change at once
--preview  serves what was built`;

/** Everything that is written from the source; `build()` was called before. */
export async function writePages() {
  await step("docs: packages", installDocs);
  await step("docs: state machines", async () => writeMachines());
  await step("docs: API reference", writeReference);
}

/** Builds the site; a warning is an error. Answers what VitePress printed. */
export async function buildSite() {
  let printed = "";
  await step("docs: site", async () => {
    const code = await run(
      process.execPath,
      [at("docs", "node_modules", "vitepress", "bin", "vitepress.js"), "build", "docs"],
      {
        watch: (text) => {
          printed = text;
        },
        allowFailure: true,
      },
    );
    if (code !== 0) throw new Stop("vitepress failed");
    const warning = /^.*\b(warn(ing)?|dead link)\b.*$/im.exec(printed);
    if (warning) throw new Stop(`vitepress warns: ${warning[0]}`);
  });
  writeLlms(at("docs", ".vitepress", "dist"));
  return printed;
}

await main(
  import.meta.url,
  HELP,
  async (args) => {
    await build();
    await writePages();
    if (args.includes("--dev")) return void (await runPackage(VITEPRESS, ["dev", "docs"]));
    if (!args.includes("--preview")) return void (await buildSite());
    await buildSite();
    await runPackage(VITEPRESS, ["preview", "docs"]);
  },
  { flags: ["--dev", "--preview"] },
);
