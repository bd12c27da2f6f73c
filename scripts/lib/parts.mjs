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

/** Small files that nearly every entry needs some of. */
const GROUND = [
  ...["errors/local", "errors/wan-error", "internal/hex", "internal/is-page", "internal/time", "internal/timer"],
  ...["internal/wasm-module", "limits/in-process", "stores/memory"],
].map((name) => at(`js/${name}.ts`));

/** Who imports what, whether it uses that or not. */
const HUBS = [
  { hub: [at("js/client/wan-client.ts"), at("js/internal/probing.ts"), ...entries("inline")], of: PARTS },
  { hub: GROUND, of: entries("stores", "edge", ...["media", "simulator"].flatMap(everywhere)) },
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
