/** The page as static files. Mode "demo": without the package, which its server hands out; "static": for any file server. */
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

/** `import "wanreel/stores"` in a page that is served beside the package's own files. */
const asServed: Plugin = {
  name: "as-served",
  enforce: "pre",
  resolveId(id) {
    // Neither holds the client: they take it by name, and so get the one that is served.
    if (!/^wanreel(\/|$)/.test(id) || id === "wanreel/react" || id === "wanreel/video") return;
    const name = id === "wanreel" ? "index" : id.slice("wanreel/".length).replaceAll("/", ".");
    return { id: `/wanreel/${name}.js`, external: "absolute" };
  },
};

/** Where jobs can run, by what serves the page. */
const RUNNERS: Record<string, string[] | undefined> = {
  production: ["browser", "edge", "page"],
  demo: ["browser"],
  static: ["page"],
};

export default defineConfig(({ mode }) => ({
  root: fileURLToPath(new URL(".", import.meta.url)),
  // From any folder of any file server.
  base: "./",
  // The package's hook is React's; Preact is a tenth of it.
  resolve: { alias: { react: "preact/compat", "react-dom": "preact/compat" } },
  plugins: mode === "demo" ? [asServed] : [],
  define: { __RUNNERS__: JSON.stringify(RUNNERS[mode] ?? RUNNERS.production) },
  build: {
    outDir: "dist/page",
    emptyOutDir: true,
    target: "es2022",
    // A policy without data: for scripts and fonts takes files alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      // "use client" speaks to frameworks that render on a server.
      onwarn: (warning, warn) => warning.code === "MODULE_LEVEL_DIRECTIVE" || warn(warning),
    },
  },
  logLevel: "warn",
}));
