// Testing Library, an older React and other frameworks, apart from the repository's own packages.
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

/** Where Vue, Svelte and Vite are. */
export const frameworks = at(".cache", "frameworks");

export const install = () => installInto(here, "packages", "Testing Library", "react");
export const installFrameworks = () => installInto(frameworks, "frameworks", "Vue, Svelte and Vite", "vite");

async function installInto(folder, from, what, first) {
  const inputs = FILES.map((name) => at("tests", "react", from, name));
  const outputs = [join(folder, "node_modules", first, "package.json")];
  await step(what, () =>
    unlessUnchanged(`react-${from}`, { inputs, outputs }, async () => {
      mkdirSync(folder, { recursive: true });
      for (const [index, source] of inputs.entries()) copyFileSync(source, join(folder, FILES[index]));
      await npm(["ci", "--prefix", folder, "--no-audit", "--no-fund", "--loglevel=error"]);
    }),
  );
}
