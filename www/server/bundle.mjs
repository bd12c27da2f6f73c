// Bundles the page into www/dist/.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, stop } from "esbuild";
import { build as buildPage } from "vite";
import { at } from "../../scripts/lib/steps.mjs";
import { unlessUnchanged } from "../../scripts/lib/unchanged.mjs";

const www = fileURLToPath(new URL("..", import.meta.url));
const from = (...parts) => join(www, ...parts);

/** The folder that is served. */
export const pageFolder = from("dist", "page");

/** The simulated API in the page's own Service Worker: a classic script, which every browser takes. */
const serviceWorker = (outdir) =>
  build({
    entryPoints: { sw: from("service-worker", "service-worker.ts") },
    outdir,
    bundle: true,
    format: "iife",
    target: "es2022",
    minify: true,
    legalComments: "none",
  });

/** The page for any file server, which asks nobody. */
export async function bundleSite(outdir) {
  const configFile = from("vite.config.ts");
  await buildPage({ configFile, mode: "static", build: { outDir: outdir, emptyOutDir: true } });
  await serviceWorker(outdir);
  await stop();
}

/** What the page is made of. */
const SOURCES = [
  "app",
  "public",
  "service-worker",
  "shared",
  "styles",
  "index.html",
  "tsconfig.json",
  "vite.config.ts",
];

/** The page as `npm start` serves it. One that is served already is not taken away from under its visitors. */
export function bundle() {
  const inputs = [...SOURCES.map((name) => from(name)), at("dist"), at("pkg", "tables"), at("package-lock.json")];
  const outputs = ["index.html", "sw.js"].map((name) => join(pageFolder, name));
  return unlessUnchanged("page", { inputs, outputs }, async () => {
    await buildPage({ configFile: from("vite.config.ts") });
    await serviceWorker(pageFolder);
    // Its process would stay as long as this one.
    await stop();
  });
}
