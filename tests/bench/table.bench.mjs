/**
 * The table that one reads before choosing: bytes, verdicts, polls and waits beside pinned peers. Writes tests/bench/RESULTS.md
 * and its chart, results.svg.
 * --only bytes,verdict,imports,exchange,pace,waits,page measures these anew, and takes the others from the last run.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { at, main, Stop, step } from "../../scripts/lib/steps.mjs";
import { bytes } from "./table/bytes.mjs";
import { chart } from "./table/chart.mjs";
import { exchanges, pace, waits } from "./table/exchange.mjs";
import { imports } from "./table/imports.mjs";
import { pages } from "./table/page.mjs";
import { installPeers } from "./table/peers.mjs";
import { report } from "./table/report.mjs";
import { verdicts } from "./table/verdict.mjs";

const SECTIONS = { bytes, verdict: verdicts, imports, exchange: exchanges, pace, waits, page: pages };
const HELP = `table.bench.mjs [--only ${Object.keys(SECTIONS).join(",")}]

Measures wanreel beside pinned peers and writes tests/bench/RESULTS.md. --only: these anew, the others from the last run.`;

/** What was measured last, by section. */
const KEPT = at(".cache", "bench-table.json");

await main(import.meta.url, HELP, async (args) => {
  const only = args.includes("--only") ? (args[args.indexOf("--only") + 1] ?? "").split(",") : Object.keys(SECTIONS);
  const unknown = only.filter((name) => !Object.hasOwn(SECTIONS, name));
  if (unknown.length > 0)
    throw new Stop(`no section ${unknown.join(", ")}; there is ${Object.keys(SECTIONS).join(", ")}`);
  await step("peers", installPeers);
  const figures = existsSync(KEPT) ? JSON.parse(readFileSync(KEPT, "utf8")) : {};
  for (const name of only) {
    await step(name, async () => {
      figures[name] = await SECTIONS[name]((what) => console.log(`  ${what}`));
    });
    mkdirSync(dirname(KEPT), { recursive: true });
    writeFileSync(KEPT, JSON.stringify(figures));
  }
  const text = report(figures);
  writeFileSync(at("tests", "bench", "RESULTS.md"), text);
  writeFileSync(at("tests", "bench", "results.svg"), chart(figures));
  console.log(`\n${text}`);
  process.exit();
});
