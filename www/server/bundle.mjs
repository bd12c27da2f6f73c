// Bundles the page into www/dist/.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, stop } from "esbuild";
import { build as buildPage } from "vite";

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

export async function bundle() {
  await buildPage({ configFile: from("vite.config.ts") });
  await serviceWorker(pageFolder);
  // Its process would stay as long as this one.
  await stop();
}
