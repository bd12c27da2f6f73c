#!/usr/bin/env node
// Builds pkg/ (the WebAssembly modules with their glue) and dist/ (what is published). What did not change is
// not built again.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join, relative } from "node:path";
import { bundleDemo } from "./lib/demo.mjs";
import { writeErrorPages } from "./lib/docs/error-pages.mjs";
import { writePictures } from "./lib/docs/pictures.mjs";
import { generate, writeStale } from "./lib/generated.mjs";
import { importableAnywhere, typeOfGlue } from "./lib/glue.mjs";
import { inline } from "./lib/inline.mjs";
import { fewChunks } from "./lib/parts.mjs";
import { pages } from "./lib/readme.mjs";
import { at, main, root, run, runPackage, Stop, step } from "./lib/steps.mjs";
import { files, unlessUnchanged } from "./lib/unchanged.mjs";
import { bindgen, buildBindgen, setup } from "./setup.mjs";

/**
 * The WebAssembly modules: the cargo feature that exports a face, and the name its files carry. They are made small: "s" makes
 * the client's a quarter quicker, for 8 kB brotli more. The pipeline's is made quick: no page loads it, and every step of a
 * job runs it; a job's sixteen take 0.44 ms of a processor instead of 0.96.
 */
const MODULES = [
  { feature: "client", name: "wanreel" },
  { feature: "transfer", name: "transfer" },
  { feature: "fallback", name: "fallback" },
  { feature: "ledger", name: "ledger" },
  { feature: "planning", name: "planning" },
  { feature: "simulator", name: "simulator" },
  { feature: "media", name: "media" },
  { feature: "pipeline", name: "pipeline", quick: true },
];

/** The files of dist/: each is built from js/entries/<name>.ts or from `source`. `types` writes its declarations. */
const ENTRIES = [
  { name: "index", formats: ["esm", "cjs"], types: true },
  { name: "workerd", formats: ["esm"] },
  { name: "edge-light", formats: ["esm"] },
  { name: "slim", formats: ["esm", "cjs"], types: true },
  { name: "slim.workerd", formats: ["esm"] },
  { name: "slim.edge-light", formats: ["esm"] },
  { name: "simulator", formats: ["esm", "cjs"], types: true },
  { name: "simulator.workerd", formats: ["esm"] },
  { name: "simulator.edge-light", formats: ["esm"] },
  { name: "media", formats: ["esm", "cjs"], types: true },
  { name: "media.workerd", formats: ["esm"] },
  { name: "media.edge-light", formats: ["esm"] },
  { name: "proxy", formats: ["esm", "cjs"], types: true },
  { name: "proxy.workerd", formats: ["esm"] },
  { name: "proxy.edge-light", formats: ["esm"] },
  { name: "edge", formats: ["esm", "cjs"], types: true },
  { name: "edge.workerd", formats: ["esm"] },
  { name: "stores", formats: ["esm", "cjs"], types: true },
  { name: "stores.testing", formats: ["esm", "cjs"], types: true },
  { name: "ai-sdk", formats: ["esm", "cjs"], types: true },
  { name: "video", formats: ["esm", "cjs"], types: true },
  { name: "react", formats: ["esm", "cjs"], types: true },
  { name: "otel", formats: ["esm", "cjs"], types: true },
  { name: "zh", formats: ["esm", "cjs"], types: true },
  { name: "cli", formats: ["esm"] },
];

/** In the place of the client's, for tests: its machines can be stored and read back. */
export const STORED = { feature: "stored", name: "wanreel", folder: "stored" };

const TARGET = "wasm32-unknown-unknown";
/** What Node 20 and every browser since 2022 take; `--all-features` would emit modules that Node 20 refuses. */
const WASM_FEATURES = [
  "mutable-globals",
  "sign-ext",
  "nontrapping-float-to-int",
  "bulk-memory",
  "multivalue",
  "reference-types",
];
const WASM_OPT = [...WASM_FEATURES.map((feature) => `--enable-${feature}`), "--strip-target-features"];
/**
 * What is small before compression is not what is small after it: `-Oz` alone leaves the client's module 1.6 kB larger (brotli).
 * It cuts the data at its zeros into two hundred segments, each with a head of its own; it keeps in a local what was
 * reckoned before, so that the same lines look otherwise each time; and each load says how it is aligned, which no engine asks.
 */
const SMALL = [
  "--skip-pass=memory-packing",
  "--skip-pass=local-cse",
  "--dealign",
  "--flatten",
  "--rereloop",
  "-Oz",
  "--converge",
];

const source = (entry) => at(entry.source ?? `js/entries/${entry.name}.ts`);
const wasm = ({ name, folder = name }) => at("pkg", folder, `${name}_bg.wasm`);

// ── WebAssembly ──

/**
 * Rust's panic messages name source files; without this they would name this machine's folders and its registries. Where
 * Rust's own sources are installed (the component rust-src, which every editor's Rust support wants), the standard
 * library's files are named by where they lie on this machine; elsewhere by rustc's commit. Everybody gets the latter, so
 * that two machines build the same bytes.
 */
async function remapPaths() {
  const cargo = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
  const sources = join(cargo, "registry", "src");
  const registries = existsSync(sources) ? readdirSync(sources).map((name) => join(sources, name)) : [];
  const sysroot = (await run("rustc", ["--print", "sysroot"], { capture: true })).trim();
  const commit = /^commit-hash: (\w+)$/m.exec(await run("rustc", ["-vV"], { capture: true }))?.[1] ?? "unknown";
  // The last that fits counts.
  return [
    ...[cargo, ...registries, root.replace(/[\\/]$/, "")].map((path) => `--remap-path-prefix=${path}=`),
    `--remap-path-prefix=${join(sysroot, "lib", "rustlib", "src", "rust")}=/rustc/${commit}`,
  ];
}

async function rustflags() {
  const flags = await remapPaths();
  // A JSON array of strings is a TOML one too, which spares quoting paths with spaces or backslashes.
  return ["--config", `target.${TARGET}.rustflags=${JSON.stringify(flags)}`];
}

/** All modules leave cargo under the same name, so each goes on to bindgen before the next is compiled. */
async function compile(module) {
  const { feature, quick } = module;
  const folder = at("target", "wasm");
  const speed = quick ? ["--config", "profile.release.opt-level=3"] : [];
  await run("cargo", [
    ...["rustc", "--locked", "--lib", "--crate-type", "cdylib", "--release", "--target", TARGET],
    ...["--features", feature, "--target-dir", folder, ...speed, ...(await rustflags())],
  ]);
  return join(folder, TARGET, "release", "wanreel.wasm");
}

/** Glue and types by bindgen; its loader, which few bundlers take, is left out: js/internal/wasm.ts links the module. */
async function bind(module, compiled) {
  const folder = dirname(wasm(module));
  const raw = at(".cache", "bindgen", module.folder ?? module.name);
  rmSync(raw, { recursive: true, force: true });
  await run(bindgen, [compiled, raw, module.name]);
  if (existsSync(join(raw, "snippets"))) throw new Stop("inline JavaScript snippets of a crate would not be linked");
  mkdirSync(folder, { recursive: true });
  const glue = importableAnywhere(readFileSync(join(raw, `${module.name}_bg.js`), "utf8"), module.name);
  writeFileSync(join(folder, `${module.name}_bg.js`), glue);
  const types = readFileSync(join(raw, `${module.name}.d.ts`), "utf8");
  const linking =
    "/** Gives the glue the exports of its instance. */\nexport function __wbg_set_wasm(exports: WebAssembly.Exports): void;\n";
  writeFileSync(join(folder, `${module.name}_bg.d.ts`), `${types}\n${linking}${typeOfGlue(module.name)}`);
  const from = join(raw, `${module.name}_bg.wasm`);
  const passes = module.quick ? ["-O3"] : SMALL;
  await runPackage("binaryen/bin/wasm-opt", [...passes, ...WASM_OPT, from, "-o", wasm(module)]);
}

/** Builds a WebAssembly module into a folder of pkg/. */
export async function buildModule(module) {
  const { name, folder: label = name } = module;
  const folder = dirname(wasm(module));
  const inputs = [
    "src",
    "Cargo.toml",
    "Cargo.lock",
    "package-lock.json",
    "scripts/build.mjs",
    "scripts/lib/glue.mjs",
    "scripts/bindgen",
  ];
  const outputs = [
    ...[wasm(module), join(folder, `${module.name}_bg.js`), join(folder, `${module.name}_bg.d.ts`)],
    // With the names of its functions, which `npm run size` reads.
    at(".cache", "bindgen", label, `${name}_bg.wasm`),
  ];
  const options = await run("rustc", ["--version"], { capture: true });
  const known = { inputs: inputs.map((path) => at(path)), outputs, options, shared: true };
  await step(`wasm: ${label}`, () =>
    unlessUnchanged(`wasm-${label}`, known, async () => {
      await buildBindgen();
      await bind(module, await compile(module));
    }),
  );
}

/** What models() and jsonSchema() answer, and what is committed of what Rust says: see scripts/lib/generated.mjs. */
async function buildTables() {
  const inputs = ["src", "scripts/tables", "scripts/lib", "Cargo.toml", "Cargo.lock", "js/generated", ...pages()];
  const outputs = ["models.json", "schemas.json", "error-codes.json"].map((name) => at("pkg", "tables", name));
  return unlessUnchanged("tables", { inputs: inputs.map((path) => at(path)), outputs, shared: true }, async () => {
    writeStale(await generate(at("pkg", "tables")));
  });
}

// ── JavaScript ──

/** `inline:<module>` is its .wasm as a string, `table:<name>` JSON as text; an imported .wasm stays an import, for the runtime to resolve. */
const wasmImports = {
  name: "wasm-imports",
  setup(build) {
    build.onResolve({ filter: /^inline:/ }, ({ path }) => ({
      path: path.slice("inline:".length),
      namespace: "inline",
    }));
    build.onLoad({ filter: /.*/, namespace: "inline" }, ({ path }) => {
      const module = MODULES.find(({ name }) => name === path);
      return { contents: `export default ${inline(readFileSync(wasm(module)))}` };
    });
    build.onResolve({ filter: /^table:/ }, ({ path }) => ({ path: path.slice("table:".length), namespace: "table" }));
    build.onLoad({ filter: /.*/, namespace: "table" }, ({ path }) => ({
      contents: readFileSync(at("pkg", "tables", `${path}.json`), "utf8"),
      loader: "text",
    }));
    build.onResolve({ filter: /\.wasm(\?module)?$/ }, ({ path }) => ({ path, external: true }));
  },
};

/** `page:<file>`: a file of the operator's page as text; a program bundled, as it runs in a browser. */
const operatorPage = {
  name: "operator-page",
  setup(build) {
    const folder = at("js", "edge", "operator", "page");
    build.onResolve({ filter: /^page:/ }, ({ path }) => ({ path: path.slice("page:".length), namespace: "page" }));
    build.onLoad({ filter: /.*/, namespace: "page" }, async ({ path }) => {
      if (/\.(html|svg)$/.test(path)) return { contents: readFileSync(join(folder, path), "utf8"), loader: "text" };
      const { outputFiles } = await build.esbuild.build({
        entryPoints: [join(folder, path.replace(/\.js$/, ".ts"))],
        bundle: true,
        write: false,
        format: "iife",
        target: "es2022",
        minify: true,
        legalComments: "none",
        tsconfig: at("tsconfig.json"),
      });
      return { contents: outputFiles[0].text, loader: "text" };
    });
  },
};

/** CommonJS shares no chunks: there the modules that a client loads later are files of their own, required when they are used. */
const LATER = ["transfer", "fallback", "ledger"];
const laterModules = {
  name: "later-modules",
  setup(build) {
    build.onResolve({ filter: new RegExp(`^inline:(?:${LATER.join("|")})$`) }, ({ path }) => ({
      path: `./${path.slice("inline:".length)}_bg.cjs`,
      external: true,
    }));
  },
};

/** A bundled CommonJS library may require Node's modules: in an ES module there is no require, so they are imported. */
const nodeRequires = {
  name: "node-requires",
  setup(build) {
    build.onResolve({ filter: /^node:/ }, ({ path, kind }) =>
      kind === "require-call" ? { path, namespace: "node-requires" } : { path, external: true },
    );
    build.onLoad({ filter: /.*/, namespace: "node-requires" }, ({ path }) => ({
      contents: `export * from "${path}";`,
    }));
  },
};

/**
 * CommonJS shares no chunks: there "wanreel/media" takes the errors and the checks from index.cjs, and a client requires
 * media.cjs when it first meets a file; neither holds a copy of the other.
 */
const oneCore = {
  name: "one-core",
  setup(build) {
    const media = /[\\/](?:entries[\\/]media|media[\\/]\w+)\.ts$/;
    build.onResolve({ filter: /[\\/](?:index|wan-error)\.js$/ }, ({ path, importer }) =>
      media.test(importer) && !path.includes("media") ? { path: "./index.cjs", external: true } : undefined,
    );
    build.onResolve({ filter: /^\.\/probe\.js$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "./media.cjs", external: true } : undefined,
    );
  },
};

/** What stands beside the client takes "wanreel" as a program finds it: there every runtime has the entry of its own. */
const besideTheClient = {
  name: "beside-the-client",
  setup(build) {
    const beside = /[\\/]js[\\/](?:ai-sdk|react|video|otel)[\\/]/;
    build.onResolve({ filter: /^\.\.\/index\.js$/ }, ({ importer }) =>
      beside.test(importer) ? { path: "wanreel", external: true } : undefined,
    );
  },
};

/** esbuild as all of dist/ is built; a warning ends it. */
async function esbuild(options) {
  const { build } = await import("esbuild");
  const { warnings } = await build({
    bundle: true,
    // By name: otherwise those of the folders above are read too, and one that is broken would end the build.
    tsconfig: at("tsconfig.json"),
    platform: "neutral",
    target: "es2022",
    legalComments: "none",
    logLevel: "warning",
    ...options,
  }).catch(() => {
    throw new Stop("esbuild failed");
  });
  if (warnings.length > 0) throw new Stop("esbuild has warnings");
}

async function bundle(outdir, format) {
  const entries = ENTRIES.filter((entry) => entry.formats.includes(format));
  await esbuild({
    entryPoints: entries.map((entry) => ({ in: source(entry), out: entry.name })),
    outdir,
    format,
    // Entries share the API and the glue; two copies in one program would be two modules with two stores.
    splitting: format === "esm",
    chunkNames: "shared-[hash]",
    outExtension: { ".js": format === "cjs" ? ".cjs" : ".js" },
    external: ["node:*", "cloudflare:*", "react", "@opentelemetry/api"],
    // Names stay: they are in stack traces, and a program's own bundler shortens them anyway.
    minifySyntax: true,
    // Where a program requires, import() would need more than some test runners offer.
    ...(format === "cjs" ? { supported: { "dynamic-import": false } } : {}),
    plugins: [
      besideTheClient,
      ...(format === "cjs" ? [laterModules, wasmImports, oneCore] : [fewChunks, wasmImports, nodeRequires]),
      operatorPage,
    ],
  });
}

/**
 * dist/whole.js: the default entry in one file, nothing of which is loaded later. A Service Worker that no bundler has
 * built needs that: the HTML specification refuses import() there.
 */
const bundleWhole = (outdir) =>
  esbuild({
    entryPoints: [join(outdir, "index.js")],
    outfile: join(outdir, "whole.js"),
    format: "esm",
    external: ["node:*"],
  });

// ── Types ──

/** `using client = …` needs a library of TypeScript's that few programs name; whoever has newer ones loses nothing. */
const DISPOSABLE = '/// <reference lib="esnext.disposable" />\n';
/** What an entry gives its module has the types, and the words, that js/index.ts has for it. */
const GIVEN_ITS_MODULE = /^export \{[^}]*\} from "\.\/planning[^"]*";\n/m;
const SPECIFIER = /(from\s+|import\s*\(\s*|import\s+)(["'])(\.{1,2}\/[^"']+)\.js\2/g;

/** The declarations an entry reaches, each once for import (.d.ts) and once for require (.d.cts). */
function copyTypes(from, to, outdir, seen) {
  if (seen.has(from)) return;
  seen.add(from);
  if (!existsSync(from)) throw new Stop(`types: ${relative(root, from)} is reached from an entry and must not be`);
  const plain = readFileSync(from, "utf8").replace(GIVEN_ITS_MODULE, "");
  const text = plain.includes("[Symbol.dispose]") ? DISPOSABLE + plain : plain;
  const emitted = at(".cache", "types");
  const reached = [];
  const rewritten = text.replace(SPECIFIER, (_, keyword, quote, path) => {
    const file = join(dirname(from), `${path}.d.ts`);
    const place = join(outdir, "types", relative(emitted, file));
    reached.push([file, place]);
    const specifier = relative(dirname(to), place.replace(/\.d\.ts$/, "")).replaceAll("\\", "/");
    return `${keyword}${quote}${specifier.startsWith(".") ? "" : "./"}${specifier}.js${quote}`;
  });
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, rewritten);
  writeFileSync(to.replace(/\.d\.ts$/, ".d.cts"), rewritten.replace(SPECIFIER, "$1$2$3.cjs$2"));
  for (const [file, place] of reached) copyTypes(file, place, outdir, seen);
}

async function declare(outdir) {
  rmSync(at(".cache", "types"), { recursive: true, force: true });
  await runPackage("typescript/bin/tsc", ["-p", "tsconfig.build.json"]);
  const seen = new Set();
  for (const entry of ENTRIES.filter((candidate) => candidate.types)) {
    copyTypes(at(".cache", "types", "entries", `${entry.name}.d.ts`), join(outdir, `${entry.name}.d.ts`), outdir, seen);
  }
}

// ── dist/ ──

/** Makes `to` the same as `from`, touching only what differs: a program that runs from dist/ is not disturbed. */
function mirror(from, to) {
  const wanted = new Set(files(from).map((file) => relative(from, file)));
  mkdirSync(to, { recursive: true });
  for (const file of files(to)) if (!wanted.has(relative(to, file))) rmSync(file);
  for (const path of wanted) {
    const target = join(to, path);
    const content = readFileSync(join(from, path));
    if (existsSync(target) && readFileSync(target).equals(content)) continue;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(`${target}.new`, content);
    renameSync(`${target}.new`, target);
  }
}

async function buildDist() {
  const names = ENTRIES.flatMap(({ name, formats, types }) => [
    ...formats.map((format) => `${name}.${format === "cjs" ? "cjs" : "js"}`),
    ...(types ? [`${name}.d.ts`, `${name}.d.cts`] : []),
  ]);
  const inputs = [
    "js",
    "pkg",
    ...["app", "public", "shared", "server", "styles", "index.html", "tsconfig.json", "vite.config.ts"].map(
      (name) => `www/${name}`,
    ),
    "tsconfig.json",
    "tsconfig.build.json",
    "package-lock.json",
    "scripts/build.mjs",
    "scripts/lib",
  ];
  const beside = [
    "whole.js",
    ...MODULES.map(({ name }) => `${name}_bg.wasm`),
    ...LATER.map((name) => `${name}_bg.cjs`),
  ];
  const outputs = [...names, ...beside].map((name) => at("dist", name));
  return unlessUnchanged("dist", { inputs: inputs.map((path) => at(path)), outputs }, async () => {
    const staging = at(".cache", "dist");
    rmSync(staging, { recursive: true, force: true });
    const esm = bundle(staging, "esm").then(() =>
      Promise.all([bundleWhole(staging), bundleDemo(join(staging, "demo"), staging)]),
    );
    await Promise.all([esm, bundle(staging, "cjs"), declare(staging)]);
    for (const module of MODULES) copyFileSync(wasm(module), join(staging, `${module.name}_bg.wasm`));
    for (const { name } of MODULES.filter((module) => LATER.includes(module.name))) {
      const text = inline(readFileSync(wasm({ name })));
      writeFileSync(join(staging, `${name}_bg.cjs`), `"use strict";\nmodule.exports = ${text};\n`);
    }
    mirror(staging, at("dist"));
  });
}

function listDist() {
  for (const name of readdirSync(at("dist"), { withFileTypes: true })) {
    if (!name.isFile() || name.name.includes(".d.")) continue;
    console.log(`  ${(statSync(at("dist", name.name)).size / 1024).toFixed(1).padStart(8)} kB  dist/${name.name}`);
  }
}

/** Sets up (see setup.mjs for its options) and builds everything. */
export async function build(options) {
  await setup(options);
  for (const module of MODULES) await buildModule(module);
  await step("tables", buildTables);
  // The pages that are published with the package lead to them.
  await step("docs: error codes, pictures", async () => [writeErrorPages(), writePictures()].join(", "));
  await step("dist", buildDist);
}

await main(
  import.meta.url,
  "build.mjs\n\nSets up, then builds pkg/ and dist/; what did not change is skipped.",
  async () => {
    await build();
    listDist();
  },
  {},
);
