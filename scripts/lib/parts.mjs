// What a client loads later imports what the client is made of, whether it uses that or not. Otherwise a bundler that splits
// a program looks which of its chunks use which file, and puts each such set of files into a chunk of its own: the page
// then starts with a dozen small files, each compressed alone, where one would do and weigh a sixth less.
import { readFileSync } from "node:fs";
import { at, Stop } from "./steps.mjs";

const CLIENT = at("js/client/wan-client.ts");

/** What js/client/wan-client.ts and js/entries/index.ts load by import(). */
const PARTS = [
  ...["reconcile", "watch", "generate-all", "callback", "counting"].map((name) => at(`js/client/${name}.ts`)),
  ...["transfer", "fallback", "ledger"].map((name) => at(`js/entries/${name}.ts`)),
];

/** For ES modules. */
export const partsBesideClient = {
  name: "parts-beside-client",
  setup(build) {
    const met = new Set();
    build.onLoad({ filter: /[\\/]js[\\/](?:client|entries)[\\/][\w-]+\.ts$/ }, ({ path }) => {
      if (!PARTS.includes(path)) return undefined;
      met.add(path);
      return { contents: `${readFileSync(path, "utf8")}\nimport ${JSON.stringify(CLIENT)};\n`, loader: "ts" };
    });
    build.onEnd(() => {
      const missing = PARTS.filter((path) => !met.has(path));
      if (missing.length > 0) throw new Stop(`no part of the client: ${missing.join(", ")}; see scripts/lib/parts.mjs`);
    });
  },
};
