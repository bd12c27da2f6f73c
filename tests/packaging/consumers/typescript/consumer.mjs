import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { at } from "../../../../scripts/lib/steps.mjs";

export const title = "TypeScript";

/** The least version that compiles with every declaration file checked, as the documentation states it. */
const LEAST = "5.2";
/** What is older does, too, where declaration files are not checked. */
const VERSIONS = ["4.7.4", `${LEAST}.2`, "5.9.3", "6.0.3", "7.0.2"];

const named = (version) => `typescript-${version}`;
export const packages = Object.fromEntries(VERSIONS.map((version) => [named(version), `npm:typescript@${version}`]));

/** As NestJS's starter has it, as Node asks for it, and as bundlers do. */
const KINDS = {
  CommonJS: { extension: ".ts", module: "CommonJS", type: "commonjs" },
  Node16: { extension: ".mts", module: "Node16", moduleResolution: "Node16", type: "commonjs" },
  Bundler: { extension: ".ts", module: "ESNext", moduleResolution: "Bundler", type: "module" },
};

const isOlder = (version, than) => version.localeCompare(than, "en", { numeric: true }) < 0;

export async function* run(place) {
  const page = readFileSync(at("docs", "guide", "runtimes.md"), "utf8");
  assert.equal(/TypeScript (\d+\.\d+) or later/.exec(page)?.[1], LEAST, "the page states the least version");
  for (const version of VERSIONS) {
    for (const [kind, setting] of Object.entries(KINDS)) {
      if (kind === "Bundler" && isOlder(version, "5.0")) continue;
      const skipLibCheck = isOlder(version, LEAST);
      const what = skipLibCheck ? `${kind} (skipLibCheck)` : kind;
      yield { what, version, answer: await compiled(place, version, kind, { ...setting, skipLibCheck }) };
    }
  }
}

/** Compiles and runs; answers what the program says. */
async function compiled(place, version, kind, { extension, type, ...setting }) {
  const folder = place.at(version, kind);
  mkdirSync(folder, { recursive: true });
  cpSync(place.at("film.ts"), `${folder}/film${extension}`);
  writeFileSync(`${folder}/package.json`, JSON.stringify({ type }));
  const compilerOptions = {
    target: "ES2022",
    lib: ["ES2022", "DOM"],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    // What CommonJS was resolved as before TypeScript 6, which then resolves it as bundlers do.
    ...(isOlder(version, "6.0") && kind === "CommonJS" ? { moduleResolution: "node" } : {}),
    ...setting,
  };
  writeFileSync(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions, files: [`film${extension}`] }));
  await place.run(process.execPath, [place.at("node_modules", named(version), "bin", "tsc"), "-p", folder]);
  return place.answer(process.execPath, [`${folder}/film${extension.replace("ts", "js")}`]);
}
