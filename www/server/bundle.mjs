// Bundles the page and its Worker into www/dist/.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, stop } from "esbuild";
import { build as buildPage } from "vite";

const www = fileURLToPath(new URL("..", import.meta.url));
const from = (...parts) => join(www, ...parts);

const OPTIONS = {
  bundle: true,
  format: "esm",
  target: "es2022",
  sourcemap: "linked",
  legalComments: "none",
};

/** The folder that is served. */
export const pageFolder = from("dist", "page");
/** The Worker's program. */
export const workerProgram = from("dist", "worker", "worker.js");

/** The simulated API in the page's own Service Worker: a classic script, which every browser takes. */
const serviceWorker = (outdir) =>
  build({
    ...OPTIONS,
    entryPoints: { sw: from("service-worker", "service-worker.ts") },
    outdir,
    format: "iife",
    minify: true,
    sourcemap: false,
  });

/** The page for any file server, which asks nobody. */
export async function bundleSite(outdir) {
  const configFile = from("vite.config.ts");
  await buildPage({ configFile, mode: "static", build: { outDir: outdir, emptyOutDir: true } });
  await serviceWorker(outdir);
  await stop();
}

export async function bundle() {
  await Promise.all([
    buildPage({ configFile: from("vite.config.ts") }).then(() => serviceWorker(pageFolder)),
    build({
      ...OPTIONS,
      entryPoints: [from("worker", "worker.ts")],
      outfile: workerProgram,
      // The package's entry for Workers, which imports its module; the runtime compiles it.
      conditions: ["workerd"],
      external: ["*.wasm"],
    }),
  ]);
  // Its process would stay as long as this one.
  await stop();
}
