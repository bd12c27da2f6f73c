// A module of the page that needs no page, for Node.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { at } from "../../scripts/lib/steps.mjs";

/** What `www/app/<name>` exports. */
export async function load(name) {
  // Within the repository, so that it finds the package by its name.
  const outfile = join(at(".cache"), "page", `${name.replaceAll("/", "-")}.mjs`);
  await build({
    entryPoints: [at("www", "app", name)],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "es2022",
    packages: "external",
    tsconfig: at("www", "tsconfig.json"),
    logLevel: "warning",
  });
  return import(`${pathToFileURL(outfile).href}?${Date.now()}`);
}
