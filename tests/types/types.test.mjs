// Compiles the .ts files beside this one as programs of five kinds would, without skipping declaration files:
// a type of ours that needs lib.dom, say, is an error where there is none.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const tsc = join(here, "..", "..", "node_modules", "typescript", "bin", "tsc");

const DOM = ["ES2022", "DOM", "DOM.Iterable"];
const SETTINGS = [
  { name: "NodeNext, import", module: "NodeNext", lib: DOM, types: [] },
  { name: "NodeNext, require", module: "NodeNext", lib: DOM, types: [], extension: ".cts" },
  { name: "Bundler", module: "ESNext", moduleResolution: "Bundler", lib: DOM, types: [] },
  { name: "Node without lib.dom", module: "NodeNext", lib: ["ES2022"], types: ["node"] },
  {
    name: "Workers without lib.dom",
    module: "ESNext",
    moduleResolution: "Bundler",
    customConditions: ["workerd"],
    lib: ["ES2022"],
    types: ["@cloudflare/workers-types"],
  },
  {
    name: "a pipeline's Worker",
    sources: "workers",
    module: "ESNext",
    moduleResolution: "Bundler",
    customConditions: ["workerd"],
    lib: ["ES2022"],
    types: ["@cloudflare/workers-types"],
  },
  // What stands beside another library, whose own declarations are checked too.
  { name: "React and OpenTelemetry", sources: "peers", module: "NodeNext", lib: DOM, types: ["node"] },
  // schema() in those of others, whose own declarations are theirs to check.
  { name: "libraries", sources: "libraries", module: "NodeNext", lib: DOM, types: ["node"], skipLibCheck: true },
];

function compile({ name, sources: place = ".", extension = ".ts", ...options }) {
  const sources = readdirSync(join(here, place)).filter((file) => file.endsWith(".ts"));
  const folder = join(here, ".tmp", name.replaceAll(/\W+/g, "-"));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const source of sources) cpSync(join(here, place, source), join(folder, source.replace(/\.ts$/, extension)));
  const compilerOptions = {
    ...options,
    target: "ES2022",
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: [`*${extension}`] }));
  return spawnSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], { encoding: "utf8" });
}

for (const setting of SETTINGS) {
  test(`types: ${setting.name}`, () => {
    const { status, stdout } = compile(setting);
    assert.equal(status, 0, `\n${stdout}`);
  });
}
