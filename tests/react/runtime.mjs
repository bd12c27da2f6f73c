// Testing Library and an older React, apart from the repository's own packages.
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { at, npm, step } from "../../scripts/lib/steps.mjs";
import { unlessUnchanged } from "../../scripts/lib/unchanged.mjs";

const FILES = ["package.json", "package-lock.json", ".npmrc"];
const here = at(".cache", "react");
const installed = (...parts) => join(here, "node_modules", ...parts);

/** Where a program finds React, by its major version. */
export const REACTS = { 18: installed, 19: (...parts) => at("node_modules", ...parts) };

/** Where it finds what stands beside React. */
export const beside = ["@testing-library/react", "@testing-library/dom"].map((name) => [name, installed(name)]);

export async function install() {
  const sources = FILES.map((name) => at("tests", "react", "packages", name));
  await step("Testing Library", () =>
    unlessUnchanged("react", { inputs: sources, outputs: [installed("react", "package.json")] }, async () => {
      mkdirSync(here, { recursive: true });
      for (const [index, source] of sources.entries()) copyFileSync(source, join(here, FILES[index]));
      await npm(["ci", "--prefix", here, "--no-audit", "--no-fund", "--loglevel=error"]);
    }),
  );
}
