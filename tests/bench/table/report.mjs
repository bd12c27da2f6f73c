// What was measured, as a page: ratios first.
import { cpus } from "node:os";
import { versions } from "./peers.mjs";

const kB = (bytes) => (bytes / 1000).toFixed(1);
const row = (...cells) => `| ${cells.join(" | ")} |`;
const ratio = (ours, theirs) => (theirs === undefined ? "–" : `${(ours / theirs).toFixed(2)} ×`);
const head = (first, names) => [row(first, ...names), row("---", ...names.map(() => "---:"))];

function bytesTable(figures) {
  const { brotli: ours } = figures.wanreel;
  return [
    "## Bytes of a minimal program",
    "",
    "What a page loads until it shows its video: ours file by file as Chromium asks for them, the others as esbuild",
    "bundles them ([programs.mjs](table/programs.mjs)); kB = 1000 bytes, gzip 9, brotli 11. Only ours knows prices, and",
    "every rule of a request; the schemas know shapes, bounds, and which inputs go together.",
    "",
    ...head("", ["raw", "gzip", "brotli", "wanreel is"]),
    ...Object.entries(figures).map(([name, { raw, gzip, brotli }]) =>
      row(name, kB(raw), kB(gzip), kB(brotli), name === "wanreel" ? "" : ratio(ours, brotli)),
    ),
  ];
}

const KINDS = { typical: "a typical request", long: "5,000 characters", errors: "three errors, messages read" };

function verdictTable(figures) {
  const names = ["zod", "zod/mini", "valibot", "ajv"];
  const lines = Object.entries(KINDS).flatMap(([kind, words]) =>
    Object.entries(figures).map(([runtime, { [kind]: by }]) =>
      row(`${words}, ${runtime}`, ...names.map((name) => ratio(by.wanreel, by[name])), `${by.wanreel.toFixed(2)} µs`),
    ),
  );
  return [
    "## Verdict and body",
    "",
    "`buildRequest(request).body` beside parsing by a schema and `JSON.stringify`; `validate` beside `safeParse`, where every",
    "message is read. ajv compiles code, which Workers forbid.",
    "",
    ...head("wanreel is", [...names, "in figures"]),
    ...lines,
  ];
}

function importTable(figures) {
  const [first] = Object.values(figures);
  return [
    "## Import in a fresh process",
    "",
    "Milliseconds until a library can be used; of wanreel with its first verdict, which compiles the module.",
    "",
    ...head("", Object.keys(figures)),
    ...Object.keys(first).map((name) => row(name, ...Object.values(figures).map((by) => by[name].toFixed(0)))),
  ];
}

const TABLES = { bytes: bytesTable, verdict: verdictTable, imports: importTable };

/** @param figures by section; those that were not measured are left out */
export function report(figures) {
  const pinned = Object.entries(versions()).map(([name, version]) => `${name} ${version}`);
  const parts = Object.entries(TABLES).filter(([name]) => figures[name]);
  return [
    "# wanreel beside what one would use instead",
    "",
    `Written by \`npm run bench\` on ${cpus().length} cores. Short batches take turns, and of each the 10th percentile counts: ratios hold from one`,
    "run to the next, absolute times are this machine's. Below 1 wanreel is smaller, or quicker.",
    "",
    `Pinned in [peers](peers/package.json): ${pinned.join(", ")}.`,
    ...parts.flatMap(([name, table]) => ["", ...table(figures[name])]),
    "",
  ].join("\n");
}
