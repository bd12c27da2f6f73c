// dist/demo/: the page of www/ and its server, bundled for `npx wanreel demo`. The page imports the package's own files, so
// that it weighs no more than what is its own.
import { join } from "node:path";
import { at, Stop } from "./steps.mjs";

/** `built`: the folder of the package as it is built, from which the page takes what it does not import as it is served. */
export async function bundleDemo(outdir, built) {
  const { build } = await import("esbuild");
  const { build: buildPage } = await import("vite");
  await Promise.all([
    // www/vite.config.ts says what its mode "demo" leaves out: the package, and the Worker, which needs workerd.
    buildPage({
      configFile: at("www", "vite.config.ts"),
      mode: "demo",
      // Not by the package's own name: in a clone that was never built, dist/ is written after this.
      resolve: {
        alias: { "wanreel/react": join(built, "react.js"), "wanreel/video": join(built, "video.js") },
      },
      build: { outDir: join(outdir, "page"), emptyOutDir: true },
    }),
    build({
      bundle: true,
      format: "esm",
      target: "es2022",
      legalComments: "none",
      tsconfig: at("www", "tsconfig.json"),
      logLevel: "warning",
      entryPoints: [at("www", "server", "demo.mjs")],
      outfile: join(outdir, "server.js"),
      platform: "node",
      external: ["wanreel", "wanreel/*"],
    }),
  ]).catch((error) => {
    throw new Stop(`demo: ${error.message}`);
  });
}
