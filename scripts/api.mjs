#!/usr/bin/env node
// The public surface of every entry, from the declarations in dist/, as one text that a diff shows well.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "./build.mjs";
import { at, main, root, Stop } from "./lib/steps.mjs";

/** Where the accepted surface stands; tests/types/api.test.mjs holds dist/ to it. */
export const ACCEPTED = at("tests", "types", "api.md");

const HEADER = `# Public surface

Every type, function and class that each entry exports, and what they name without exporting it (no \`export\` before it).
Written by \`npm run api\` from the built declarations: never by hand.
`;

const HELP = `api.mjs

Builds, and writes the public surface of every entry to tests/types/api.md. A change of it is accepted by committing it.`;

const { exports } = JSON.parse(readFileSync(at("package.json"), "utf8"));
/** "wanreel/media" and the file of its declarations. */
const ENTRIES = Object.entries(exports)
  .filter(([, conditions]) => conditions.import?.types)
  .map(([path, conditions]) => ({ name: `wanreel${path.slice(1)}`, types: at(conditions.import.types) }));

const silent = { default: { logLevel: "none" } };
/** Without lib.dom, whose names would have the extractor rename ours that are alike; what compiles is for types.test.mjs to say. */
const compilerOptions = {
  target: "ES2022",
  module: "ESNext",
  moduleResolution: "bundler",
  lib: ["ES2023", "ESNext.Disposable"],
  types: ["node"],
  strict: true,
  skipLibCheck: true,
};

function optionsOf({ types }, index) {
  const folder = at(".cache", "api");
  mkdirSync(folder, { recursive: true });
  const configObject = {
    projectFolder: root,
    mainEntryPointFilePath: types,
    newlineKind: "lf",
    compiler: { overrideTsconfig: { compilerOptions, files: ENTRIES.map((entry) => entry.types) } },
    apiReport: {
      enabled: true,
      includeForgottenExports: true,
      reportFileName: `${index}.api.md`,
      reportFolder: folder,
      reportTempFolder: `${folder}/temp`,
    },
    docModel: { enabled: false },
    dtsRollup: { enabled: false },
    tsdocMetadata: { enabled: false },
    // What it thinks of comments, and of names left unexported, is no matter here.
    messages: {
      compilerMessageReporting: { default: { logLevel: "error" } },
      extractorMessageReporting: silent,
      tsdocMessageReporting: silent,
    },
  };
  return { configObject, configObjectFullPath: undefined, packageJsonFullPath: at("package.json") };
}

/** Without the extractor's remarks; what is deprecated stays marked. */
function bare(line) {
  const remark = /^\s*\/\//.test(line) ? line.replace(/ @public| \(undocumented\)|\(No @package.*/g, "") : line;
  return remark.trim() === "//" ? [] : [remark];
}

/** The declarations of a report, sorted by name as the extractor sorts them. */
function declarations(report) {
  const block = /^```ts\n(.*)^```$/ms.exec(report)?.[1] ?? "";
  const items = block.split(/\n{2,}/).map((item) => item.split("\n").flatMap(bare).join("\n").trim());
  return items.filter((item) => item !== "");
}

const NAME = /^export (?:abstract )?(?:class|interface|type|function|const|enum) (\w+)/m;

/** One entry's section. `home` is where each declaration was first seen: what an entry shares is named, not repeated. */
function section(name, items, home) {
  const own = [];
  const shared = new Map();
  for (const item of items) {
    const text = item.replace(/^export /m, "");
    const from = home.get(text) ?? name;
    home.set(text, from);
    const exported = NAME.exec(item)?.[1];
    if (from === name) own.push(item);
    else if (exported) shared.set(from, [...(shared.get(from) ?? []), exported]);
  }
  const again = [...shared].map(([from, names]) => `export {\n    ${names.join(",\n    ")}\n} from "${from}";`);
  return `## ${name}\n\n\`\`\`ts\n${[...again, ...own].join("\n\n")}\n\`\`\`\n`;
}

/** The whole surface. */
export async function surface() {
  // Not at the top: a fresh clone has no packages before build() has installed them.
  const { CompilerState, Extractor, ExtractorConfig } = (await import("@microsoft/api-extractor")).default;
  const configs = ENTRIES.map((entry, index) => ExtractorConfig.prepare(optionsOf(entry, index)));
  const compilerState = CompilerState.create(configs[0], { additionalEntryPoints: ENTRIES.map(({ types }) => types) });
  const messageCallback = (message) => {
    if (message.logLevel === "error") throw new Stop(`api: ${message.formatMessageWithLocation(root)}`);
    message.handled = true;
  };
  const home = new Map();
  const sections = ENTRIES.map(({ name }, index) => {
    const { succeeded } = Extractor.invoke(configs[index], { localBuild: true, compilerState, messageCallback });
    if (!succeeded) throw new Stop(`api: the declarations of ${name} cannot be read`);
    return section(name, declarations(readFileSync(configs[index].reportFilePath, "utf8")), home);
  });
  return [HEADER, ...sections].join("\n");
}

await main(
  import.meta.url,
  HELP,
  async () => {
    await build();
    writeFileSync(ACCEPTED, await surface());
  },
  {},
);
