#!/usr/bin/env node
// What a program pays for wanreel: each entry, bundled and minified as a program's own bundler would do it.
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build as buildAll } from "./build.mjs";
import { writePart } from "./lib/readme.mjs";
import { at, main, root, Stop } from "./lib/steps.mjs";
import { wasmFunctions } from "./lib/wasm-functions.mjs";

const MINIMAL = `import { estimateCost, WanClient } from "wanreel";
const request = { model: "wan2.7-text-to-video", prompt: "a lake" };
document.title = estimateCost(request).usd + " USD";
const task = await new WanClient({ baseUrl: "/api/wan" }).generate(request);
document.querySelector("video").src = task.results[0];`;

/**
 * What is measured, and the most it may weigh in kB (1000 bytes) after brotli: the files a program starts with, each
 * compressed as it is served; 2 % more than it weighed when the line was written. What is loaded later, such as what looks at
 * files, counts only where `whole` says so.
 */
const SUBJECTS = [
  { name: "minimal browser program", program: MINIMAL, budget: 74.9 },
  { name: "minimal browser program, by a bundler that does not split", program: MINIMAL, whole: true, budget: 179.1 },
  { name: "wanreel (inlined)", entry: "index.js", budget: 96.6 },
  { name: "wanreel/whole (inlined)", entry: "whole.js", budget: 200.7 },
  { name: "wanreel, require", entry: "index.cjs", budget: 110.4 },
  { name: "wanreel in workerd, without .wasm", entry: "workerd.js", budget: 30.7 },
  { name: "wanreel in edge-light, without .wasm", entry: "edge-light.js", budget: 30.7 },
  { name: "wanreel/slim, without .wasm", entry: "slim.js", budget: 48.3 },
  { name: "wanreel/stores", entry: "stores.js", budget: 6.1 },
  { name: "wanreel/proxy (inlined)", entry: "proxy.js", budget: 111.1 },
  { name: "wanreel/edge, where notifications are read", entry: "edge.js", budget: 2.5 },
  { name: "wanreel/edge in workerd, without .wasm", entry: "edge.workerd.js", budget: 50.9 },
  { name: "wanreel/media (inlined, with the client)", entry: "media.js", whole: true, budget: 201.1 },
  { name: "wanreel/simulator (inlined)", entry: "simulator.js", whole: true, budget: 133.8 },
  { name: "wanreel/ai-sdk, without the client", entry: "ai-sdk.js", budget: 4.2 },
  { name: "wanreel/video, without the client", entry: "video.js", budget: 1.7 },
  { name: "wanreel/react, without the client", entry: "react.js", budget: 2.6 },
  { name: "wanreel/otel, without the client", entry: "otel.js", budget: 1.8 },
  { name: "wanreel/zh", entry: "zh.js", budget: 3 },
  { name: "wanreel_bg.wasm", file: "wanreel_bg.wasm", budget: 47.2 },
  { name: "transfer_bg.wasm", file: "transfer_bg.wasm", budget: 15.1 },
  { name: "fallback_bg.wasm", file: "fallback_bg.wasm", budget: 13.4 },
  { name: "ledger_bg.wasm", file: "ledger_bg.wasm", budget: 21.1 },
  { name: "planning_bg.wasm", file: "planning_bg.wasm", budget: 16.1 },
  { name: "media_bg.wasm", file: "media_bg.wasm", budget: 35.7 },
  { name: "simulator_bg.wasm", file: "simulator_bg.wasm", budget: 120.5 },
  { name: "pipeline_bg.wasm", file: "pipeline_bg.wasm", budget: 235.8 },
];

/** The contents of the files. */
async function read({ entry, program, file, whole = false }) {
  if (file) return [readFileSync(at("dist", file))];
  const { build } = await import("esbuild");
  const from = program
    ? { stdin: { contents: program, resolveDir: root, sourcefile: "minimal.js" } }
    : { entryPoints: [at("dist", entry)] };
  const { outputFiles, metafile } = await build({
    ...from,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    splitting: !whole,
    outdir: at("out"),
    format: "esm",
    platform: "browser",
    target: "es2022",
    // media.cjs: CommonJS splits by itself, file by file.
    // What stands beside the client shares it with the program.
    external: [
      "*.wasm",
      "*.wasm?module",
      "node:*",
      "cloudflare:*",
      "./media.cjs",
      "./*_bg.cjs",
      "react",
      "@opentelemetry/api",
      ...(program ? [] : ["wanreel"]),
    ],
    logLevel: "error",
    absWorkingDir: root,
  });
  const asked = program ? "minimal.js" : relative(root, at("dist", entry)).replaceAll("\\", "/");
  const first = Object.keys(metafile.outputs).find((path) => metafile.outputs[path].entryPoint === asked);
  const started = startedWith(metafile.outputs, first);
  return outputFiles
    .filter(({ path }) => started.has(relative(root, path).replaceAll("\\", "/")))
    .map(({ contents }) => contents);
}

/** A file and what it imports at once. */
function startedWith(outputs, path, seen = new Set()) {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const { path: next, kind } of outputs[path].imports) {
    if (kind === "import-statement" && outputs[next]) startedWith(outputs, next, seen);
  }
  return seen;
}

/**
 * What one line of Rust can drag into the client's module: the formatting of numbers and structures, the tables of Unicode,
 * the words of a slice that was cut inside a character. A few kilobytes each; src/text.rs has what is asked of them.
 */
const UNWANTED =
  /::fmt::(?:builders|float|num::imp::LowerHex|Write)|flt2dec|slice_error_fail|unicode|printable|grapheme/;

function unwanted() {
  return clientFunctions().flatMap(({ name }) => (UNWANTED.test(name) ? [name] : []));
}

function clientFunctions() {
  const functions = wasmFunctions(readFileSync(at(".cache", "bindgen", "wanreel", "wanreel_bg.wasm")));
  if (functions.length === 0) throw new Stop("the client's module has no names to tell its functions by");
  return functions;
}

/** Whose code a function is, by its name: a folder or file of src, or what came with the language and the crates. */
const ROOMS = [
  ["src/request: reading a request, the rules, the body, its canonical form", /wanreel::(?:request|issue)/],
  ["src/words: what findings and errors are said with, what was meant", /wanreel::(?:words|suggest|message)/],
  ["src/protocol: submit, wait, read, claim", /wanreel::(?:protocol|schedule)/],
  ["src/pricing: cost, price tables, limits of a budget", /wanreel::pricing/],
  ["src/task.rs, src/error.rs: what the API answers", /wanreel::(?:task|error)/],
  ["src/url.rs: addresses and hosts", /wanreel::url/],
  [
    "src/tape, src/json, src/text.rs, src/prompt.rs: reading and writing values",
    /wanreel::(?:tape|json|text|prompt|catalog)/,
  ],
  ["src/bindings: the border, with what was inlined into it", /wanreel::bindings|^[a-z_]+$/],
  ["SHA-256", /sha256/],
  ["the allocator (talc)", /talc/],
  ["wasm-bindgen", /wbg|wbindgen|externref|wasm_bindgen/],
  ["the standard library: strings, vectors, iterators", /./],
];

/** The code of the client's module by room, in bytes before compression. */
function rooms() {
  const sizes = ROOMS.map(() => 0);
  for (const { name, size } of clientFunctions()) sizes[ROOMS.findIndex(([, pattern]) => pattern.test(name))] += size;
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const lines = ROOMS.map(([room], index) => [room, sizes[index]]).sort(([, a], [, b]) => b - a);
  return [
    "| code of the client's module | bytes | % |",
    "| --- | ---: | ---: |",
    ...lines.map(([room, size]) => `| ${room} | ${size} | ${((100 * size) / total).toFixed(1)} |`),
    `| in all | ${total} | 100 |`,
  ].join("\n");
}

const kB = (bytes) => (bytes / 1000).toFixed(1);
const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

async function measure(subject) {
  const files = await read(subject);
  const sum = (weigh) => files.reduce((total, bytes) => total + weigh(bytes), 0);
  const gzip = (bytes) => gzipSync(bytes, { level: 9 }).length;
  return { ...subject, raw: sum(({ length }) => length), gzip: sum(gzip), brotli: sum(brotli) };
}

function print(rows) {
  console.log("\n| kB | raw | gzip | brotli | budget (brotli) |\n| --- | ---: | ---: | ---: | ---: |");
  for (const row of rows) {
    const over = row.brotli > row.budget * 1000 ? " over" : "";
    console.log(`| ${row.name} | ${kB(row.raw)} | ${kB(row.gzip)} | ${kB(row.brotli)} | ${row.budget}${over} |`);
  }
  console.log("");
}

/** For readers: whole numbers, and no budgets. */
function table(rows) {
  const whole = (bytes) => Math.round(bytes / 1000);
  const lines = rows.map((row) => `| ${row.name} | ${whole(row.raw)} | ${whole(row.gzip)} | ${whole(row.brotli)} |`);
  return ["| kB, minified | raw | gzip | brotli |", "| --- | ---: | ---: | ---: |", ...lines].join("\n");
}

await main(
  import.meta.url,
  "size.mjs [--check] [--table]\n\nBuilds, then shows what each entry weighs.\n--check  fails where one is over its budget, or the client holds what it should not\n--table  writes it into docs/sizes.md, and what the client's module is made of",
  async (args) => {
    await buildAll();
    const rows = [];
    for (const subject of SUBJECTS) rows.push(await measure(subject));
    print(rows);
    if (args.includes("--table")) writePart("npm run size -- --table", `${table(rows)}\n\n${rooms()}`);
    const over = rows.filter((row) => row.brotli > row.budget * 1000);
    const stowaways = args.includes("--check") ? unwanted() : [];
    if (stowaways.length > 0)
      throw new Stop(`the client's module holds ${stowaways.join(", ")}: see UNWANTED in size.mjs`);
    if (args.includes("--check") && over.length > 0) {
      throw new Stop(`over budget: ${over.map(({ name }) => name).join(", ")}`);
    }
  },
  { flags: ["--check", "--table"] },
);
