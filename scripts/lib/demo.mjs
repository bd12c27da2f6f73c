// dist/demo/: the page of www/ and its server, bundled for `npx wanreel demo`. The page imports the package's own files, so
// that it weighs no more than what is its own.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { at, Stop } from "./steps.mjs";

/** `import "wanreel/stores"` in a page: where the demo's server has that file. */
const asServed = {
  name: "as-served",
  setup(build) {
    build.onResolve({ filter: /^wanreel(\/|$)/ }, ({ path }) => {
      const name = path === "wanreel" ? "index" : path.slice("wanreel/".length).replaceAll("/", ".");
      return { path: `/wanreel/${name}.js`, external: true };
    });
  },
};

/** The Worker needs workerd, which is no part of the package: where a job runs is no question here. */
function withoutEdge(html) {
  const choice = /\s*<label><input type="radio" name="runner" value="edge" \/><span>.*?<\/span><\/label>/;
  if (!choice.test(html)) throw new Stop("demo: www/index.html has no choice of the edge worker to leave out");
  return html.replace(choice, "");
}

export async function bundleDemo(outdir) {
  const { build } = await import("esbuild");
  const page = join(outdir, "page");
  mkdirSync(page, { recursive: true });
  const options = {
    bundle: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    minify: true,
    tsconfig: at("www", "tsconfig.json"),
    logLevel: "warning",
  };
  await Promise.all([
    build({
      ...options,
      entryPoints: [at("www", "app", "main.ts")],
      outdir: page,
      splitting: true,
      plugins: [asServed],
    }),
    build({ ...options, entryPoints: [at("www", "app", "theme.ts")], outdir: page, format: "iife" }),
    build({
      ...options,
      entryPoints: [at("www", "server", "demo.mjs")],
      outfile: join(outdir, "server.js"),
      minify: false,
      platform: "node",
      external: ["wanreel", "wanreel/*"],
    }),
  ]).catch(() => {
    throw new Stop("demo: esbuild failed");
  });
  writeFileSync(join(page, "index.html"), withoutEdge(readFileSync(at("www", "index.html"), "utf8")));
  for (const name of ["style.css", "icon.svg"]) copyFileSync(at("www", name), join(page, name));
}
