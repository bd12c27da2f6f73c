/** The page as static files. Mode "demo": without the package, which its server hands out; "static": for any file server. */
import { readFileSync } from "node:fs";
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

/** Which class an error is of, by its code and status, as Rust says it. */
const errorClasses: Plugin = {
  name: "error-classes",
  resolveId: (id) => (id === "virtual:error-classes" ? `\0${id}` : undefined),
  load(id) {
    if (id !== "\0virtual:error-classes") return;
    const table = readFileSync(new URL("../pkg/tables/error-codes.json", import.meta.url), "utf8");
    const codes = JSON.parse(table) as { code: string; places: { class: string; status: number | null }[] }[];
    const rows = codes.flatMap(({ code, places }) =>
      places.filter((place) => place.class !== "").map((place) => [code, place.class, place.status ?? 0]),
    );
    return `export const classes = ${JSON.stringify(rows)}`;
  },
};

const DIST = fileURLToPath(new URL("../dist/", import.meta.url));

/**
 * A file of the package does something when it is imported only to say where a module of it comes from. Every other one may
 * wait for whoever asks for it: the page's first form needs neither the client nor other providers' prices.
 */
const asAsked: Plugin = {
  name: "as-asked",
  enforce: "pre",
  // "wanreel/media" may import the index as a whole, at run time; the list of names that all else imports from is not to be the
  // same file, or the whole would come with the page.
  resolveId: (id) => (id === "wanreel" ? `${DIST}index.js?named` : undefined),
  transform: {
    order: "pre",
    handler(code, id) {
      const isWayIn = id.startsWith(`${DIST}index.js`);
      if (id.startsWith(DIST) && !isWayIn && !/^set[A-Z]\w*\(/m.test(code)) return { code, moduleSideEffects: false };
    },
  },
};

/** Asked while the scripts still come: whoever was here before is shown their takes by what it answers. */
const askedEarly: Plugin = {
  name: "asked-early",
  transformIndexHtml: () => [
    { tag: "link", attrs: { rel: "preload", as: "fetch", href: "/dev/state", crossorigin: true }, injectTo: "head" },
  ],
};

/**
 * Asks for the styles first, then for the largest scripts: a browser that speaks HTTP/1.1 has six connections, and asked for as
 * they are named, the client's module waited behind files of a hundred bytes.
 */
const largestFirst: Plugin = {
  name: "largest-first",
  transformIndexHtml: {
    order: "post",
    handler(html, { bundle = {} }) {
      const line =
        / *<(?:script type="module"|link rel="(?:modulepreload|stylesheet)")[^>]*"\.\/([^"]+)"[^>]*>(?:<\/script>)?\n/g;
      const sizeOf = (name: string) => {
        const file = bundle[name];
        return file?.type === "chunk" ? file.code.length : Number.POSITIVE_INFINITY;
      };
      const lines = [...html.matchAll(line)].sort(([, one = ""], [, other = ""]) => sizeOf(other) - sizeOf(one));
      return html.replaceAll(line, "").replace("  </head>", () => `${lines.map(([text]) => text).join("")}  </head>`);
    },
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
  plugins: [
    errorClasses,
    largestFirst,
    mode === "demo" ? asServed : asAsked,
    ...(mode === "static" ? [] : [askedEarly]),
  ],
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
