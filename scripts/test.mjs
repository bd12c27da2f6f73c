#!/usr/bin/env node
// Every test of the project, and one line at the end that counts them.
import { existsSync } from "node:fs";
import { basename, relative } from "node:path";
import { node22 } from "../tests/ai-sdk/runtime.mjs";
import { build } from "./build.mjs";
import { at, main, root, run, Stop } from "./lib/steps.mjs";
import { files } from "./lib/unchanged.mjs";

/** Of suites whose files wait, for timers, sockets or a browser, more than they compute. */
const TWO_AT_ONCE = ["--test-concurrency=2"];

/**
 * The tests, in the order they run. `folder`: the *.test.mjs under tests/<folder>, by Node's own runner, with `args`;
 * `runtime` finds the Node to run them, where this one will not do; `browser`: they want a Chromium; `firefox`: some want
 * a Firefox, and `tools` what is named, and are skipped without it; `page`: the page is to be bundled before.
 */
const SUITES = [
  { name: "rust", command: ["cargo", ["test", "--workspace", "--locked", "--no-fail-fast"]], count: countCargo },
  { name: "types", folder: "types" },
  { name: "node", folder: "node", args: TWO_AT_ONCE },
  { name: "vectors", folder: "vectors" },
  { name: "schema", folder: "schema", browser: true },
  { name: "simulator", folder: "simulator" },
  { name: "cli", folder: "cli", tools: ["tmux"] },
  { name: "proxy", folder: "proxy" },
  { name: "edge", folder: "edge", args: TWO_AT_ONCE },
  { name: "media", folder: "media" },
  { name: "ai-sdk", folder: "ai-sdk", runtime: node22 },
  // Its engines wait for their sockets more than they compute: together they take as long as one.
  { name: "faults", folder: "faults", args: ["--test-concurrency=3"], browser: true },
  { name: "otel", folder: "otel" },
  { name: "page", folder: "page" },
  { name: "react", folder: "react", browser: true },
  { name: "docs", folder: "docs", browser: true },
  { name: "packaging", folder: "packaging", browser: true },
  { name: "runtimes", folder: "runtimes", args: TWO_AT_ONCE, browser: true },
  // The page is bundled first, or both files would begin with it.
  { name: "browser", folder: "browser", args: TWO_AT_ONCE, page: true, browser: true, firefox: true },
];

const HELP = `test.mjs [suite...]

Sets up, builds, and runs the suites (default: all): ${SUITES.map(({ name }) => name).join(", ")}.
The last line is "N passed, N failed".`;

const sum = (text, pattern) => [...text.matchAll(pattern)].reduce((total, match) => total + Number(match[1]), 0);

function countCargo(output) {
  const passed = sum(output, /^test result: .*? (\d+) passed/gm);
  return { passed, failed: sum(output, /^test result: .*? (\d+) failed/gm), why: parts(output, /^failures:\n\n----/m) };
}

function countNode(output) {
  const failed = sum(output, /^ℹ (?:fail|cancelled) (\d+)/gm);
  return { passed: sum(output, /^ℹ pass (\d+)/gm), failed, why: parts(output, /^✖ failing tests:/m) };
}

/** What a runner says of failures stands thousands of lines above the end: its first lines are said once more there. */
function parts(output, heading, lines = 60) {
  const from = output.search(heading);
  return from < 0 ? [] : output.slice(from).split("\n").slice(0, lines);
}

const isTest = (file) => /\.test\.m?js$/.test(basename(file)) && !/[\\/](\.tmp|node_modules)[\\/]/.test(file);
const testsOf = (folder) => (existsSync(at("tests", folder)) ? files(at("tests", folder)).filter(isTest) : []);

async function runSuite({ folder, command, runtime, page, args: given = [], count = countNode }) {
  // Its bundler is there only once the packages are installed.
  if (page) await (await import("../www/server/bundle.mjs")).bundle();
  const tests = folder ? testsOf(folder).map((file) => relative(root, file)) : [];
  const node = (await runtime?.()) ?? process.execPath;
  const [program, args] = command ?? [node, ["--test", "--test-reporter=spec", ...given, ...tests]];
  let output = "";
  const watch = (text) => {
    output = text;
  };
  // A runner inside a runner would report to the outer one instead of printing.
  const code = await run(program, args, { watch, allowFailure: true, env: { NODE_TEST_CONTEXT: undefined } });
  const counts = count(output);
  // What does not compile counts no test at all, and is a failure nonetheless.
  if (code === 0 || counts.failed > 0) return counts;
  return { ...counts, failed: 1, why: [`ended with code ${code}`, ...output.trimEnd().split("\n").slice(-20)] };
}

/** A test file that no suite runs would be one that nobody notices missing. */
function checkTable() {
  const covered = new Set(SUITES.flatMap(({ folder }) => (folder ? testsOf(folder) : [])));
  const stray = files(at("tests")).filter((file) => isTest(file) && !covered.has(file));
  if (stray.length > 0)
    throw new Stop(`no suite in scripts/test.mjs runs ${stray.map((file) => relative(root, file)).join(", ")}`);
}

await main(import.meta.url, HELP, async (args) => {
  const total = { passed: 0, failed: 0 };
  const why = [];
  try {
    const unknown = args.filter((name) => !SUITES.some((suite) => suite.name === name));
    if (unknown.length > 0) throw new Stop(`no suite ${unknown.join(", ")}\n${HELP}`);
    checkTable();
    const wanted = SUITES.filter(({ name }) => args.length === 0 || args.includes(name));
    const suites = wanted.filter(({ folder }) => !folder || testsOf(folder).length > 0);
    await build({
      browsers: suites.some(({ browser }) => browser) ? ["chromium"] : [],
      optional: suites.some(({ firefox }) => firefox) ? ["firefox"] : [],
      tools: suites.flatMap(({ tools = [] }) => tools),
    });
    for (const [index, suite] of suites.entries()) {
      const start = performance.now();
      const place = `suite ${index + 1} of ${suites.length}: ${suite.name}`;
      console.log(`› ${place}`);
      const counts = await runSuite(suite);
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      const mark = counts.failed > 0 ? "✗" : "✓";
      console.log(`${mark} ${place}: ${counts.passed} of ${counts.passed + counts.failed} passed  ${seconds} s`);
      total.passed += counts.passed;
      total.failed += counts.failed;
      if (counts.failed > 0) why.push(`\n✗ ${suite.name}:`, ...counts.why);
    }
  } catch (error) {
    total.failed += 1;
    console.error(error instanceof Stop ? `✗ ${error.message}` : error);
  }
  if (total.failed > 0) process.exitCode = 1;
  if (why.length > 0) console.log(why.join("\n"));
  console.log(`${total.passed} passed, ${total.failed} failed`);
});
