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
    "bundles them (`table/programs.mjs`); kB = 1000 bytes, gzip 9, brotli 11. Only ours knows prices, and",
    "every rule of a request; the schemas know shapes, bounds, and which inputs go together.",
    "",
    ...head("", ["raw", "gzip", "brotli", "wanreel is"]),
    ...Object.entries(figures).map(([name, { raw, gzip, brotli }]) =>
      row(name, kB(raw), kB(gzip), kB(brotli), /^wanreel|alone$/.test(name) ? "" : ratio(ours, brotli)),
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

function exchangeTable(figures) {
  const [first] = Object.values(figures);
  const cell = ({ wanreel, hand }) => `${ratio(wanreel, hand)} (${wanreel.toFixed(0)} µs)`;
  return [
    "## Submit and poll",
    "",
    "Beside `fetch` with `AbortSignal.timeout`, over a fetch that answers within the process: at once, or after it made a",
    "`Request`, as every engine's own does before it sends.",
    "",
    ...head("wanreel is", Object.keys(figures)),
    ...Object.keys(first).map((what) => row(what, ...Object.values(figures).map((by) => cell(by[what])))),
  ];
}

function paceTable(figures) {
  const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
  return [
    "## Looks a task",
    "",
    "In virtual time, 300 tasks of 40 s to 5 minutes: how often each is looked at, and how long after its end that is seen,",
    "where the API estimates their time right and where it always says 120 s. Every 500 ms is what fal's and replicate's clients do.",
    "",
    ...head("", ["looks", "late, p50", "late, p99"]),
    ...Object.entries(figures).map(([name, { polls, p50, p99 }]) =>
      row(name, polls.toFixed(1), seconds(p50), seconds(p99)),
    ),
  ];
}

function waitsTable(figures) {
  const bytes = ({ bytes: each }) => kB(each);
  const delay = ({ delayMs }) => `${delayMs.toFixed(1)} ms`;
  return [
    "## Many waits at once",
    "",
    "Memory of each (heap and the module's) between two looks, and the delay of the event loop over the next twelve seconds,",
    "p99, of which the clock that measures it is 1 ms; beside a loop by hand. The fewer, the more what is there once counts.",
    "",
    ...head("at once", ["kB each", "by hand", "delay", "by hand"]),
    ...Object.entries(figures).map(([count, { wanreel, hand }]) =>
      row(Number(count).toLocaleString("en"), bytes(wanreel), bytes(hand), delay(wanreel), delay(hand)),
    ),
  ];
}

function pageTable(figures) {
  return [
    "## The playground on a slow phone",
    "",
    "This repository's own page in Chromium at 360 px, over 150 ms and 1.6 Mbit/s, with a processor a quarter as fast: bytes by",
    "brotli until its form is there, when it answers (the quickest of seven visits), layout shift until all is loaded.",
    "Beside a server it asks that for the simulator; as static files it has it in a Service Worker.",
    "",
    ...head("", ["kB, brotli", "form usable", "layout shift"]),
    ...Object.entries(figures).map(([name, { bytes, usableMs, shift }]) =>
      row(name, kB(bytes), `${(usableMs / 1000).toFixed(2)} s`, shift.toFixed(3)),
    ),
  ];
}

const TABLES = {
  bytes: bytesTable,
  verdict: verdictTable,
  imports: importTable,
  exchange: exchangeTable,
  pace: paceTable,
  waits: waitsTable,
  page: pageTable,
};

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
    `Pinned in \`peers/package.json\`: ${pinned.join(", ")}.`,
    ...parts.flatMap(([name, table]) => ["", ...table(figures[name])]),
    "",
  ].join("\n");
}
