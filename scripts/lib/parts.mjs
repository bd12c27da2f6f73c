// What a program loads at once should be few files. A bundler that splits looks which of the chunks use which source file,
// and puts each such set of files into a chunk of its own: a page then starts with a dozen small files, each compressed
// alone, where one would do and weigh a sixth less, and Node takes half a millisecond for every file it imports. So chunks
// that are loaded beside the client anyway import all that it is made of, and the other entries all that many of them need a
// part of; what of it they do not use is left out by whoever bundles them.
import { readFileSync } from "node:fs";
import { at, Stop } from "./steps.mjs";

const entries = (...names) => names.map((name) => at(`js/entries/${name}.ts`));
const everywhere = (name) => [name, `${name}.workerd`, `${name}.edge-light`];

/** What js/client/wan-client.ts and the entries load by import(): the client is there already. */
const PARTS = [
  ...["reconcile", "watch", "generate-all", "callback", "counting", "request-files"].map((name) =>
    at(`js/client/${name}.ts`),
  ),
  ...entries(...["transfer", "fallback", "ledger", "probe"].flatMap(everywhere)),
];

/** All that the client's own entries are made of, but for what runtimes have each in their own way. */
const CLIENT = ["index", "api/planning"];

/** Small files that nearly every entry needs some of. */
const GROUND = ["errors/local", "errors/wan-error", "internal/wasm-module"];

/** Those of which a bundler leaves out all that is not used: where every entry has them, esbuild's own helpers join them. */
const SMALLEST = [
  ...["hex", "is-file", "is-page", "joined", "probing", "request-bound", "time", "timer"].map(
    (name) => `internal/${name}`,
  ),
  ...["entries/inline", "limits/in-process", "stores/memory"],
];

const files = (names) => names.map((name) => at(`js/${name}.ts`));

/** Who imports what, whether it uses that or not. */
const HUBS = [
  { hub: files(CLIENT), of: PARTS },
  { hub: files(GROUND), of: entries("stores", "edge", ...["media", "simulator"].flatMap(everywhere)) },
  {
    hub: files(SMALLEST),
    of: [
      ...PARTS,
      ...entries(...["index", "cli", "slim", "workerd", "edge-light", "slim.workerd", "slim.edge-light"]),
      ...entries(...["media", "proxy", "simulator"].flatMap(everywhere), "edge", "edge.workerd"),
      ...entries("ai-sdk", "otel", "react", "stores", "stores.testing", "video", "zh"),
    ],
  },
];

/** For ES modules. */
export const fewChunks = {
  name: "few-chunks",
  setup(build) {
    const met = new Set();
    build.onLoad({ filter: /[\\/]js[\\/](?:client|entries)[\\/][\w.-]+\.ts$/ }, ({ path }) => {
      const hubs = HUBS.filter(({ of }) => of.includes(path));
      if (hubs.length === 0) return undefined;
      met.add(path);
      const imports = hubs.flatMap(({ hub }) => hub.map((file) => `import ${JSON.stringify(file)};`));
      return { contents: `${readFileSync(path, "utf8")}\n${imports.join("\n")}\n`, loader: "ts" };
    });
    build.onEnd(() => {
      const missing = HUBS.flatMap(({ of }) => of).filter((path) => !met.has(path));
      if (missing.length > 0) throw new Stop(`not met: ${missing.join(", ")}; see scripts/lib/parts.mjs`);
    });
  },
};
