// Checks the form of the vectors themselves: `node tests/vectors/check.mjs`. Needs nothing but Node.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

const here = new URL("./", import.meta.url);
const rust = readFileSync(new URL("../../src/issue.rs", here), "utf8");
const codes = new Set([...rust.matchAll(/^ {4}[A-Z]\w* = "(\w+)",$/gm)].map((match) => match[1]));
const members = {
  validate: ["valid", "issues", "warnings", "omitted"],
  buildRequest: ["body", "mode", "output", "warnings", "throws", "issues"],
  fingerprint: ["equal", "sha256", "canonical"],
  estimateCost: ["currency", "microUsd", "usd", "outputSeconds", "inputSeconds", "billedSeconds", "microUsdPerSecond", "exact", "range", "failedTaskBilled", "prices"],
  estimateBudget: ["microUsd", "usd"],
  compareProviders: ["rows"],
  suggestModel: ["id"],
  models: ["ids", "bestFor"],
  migrate: ["request", "changes"],
  parseTask: ["id", "status", "model", "progress", "createdAtMs", "expiresAtMs", "results", "error", "estimatedSeconds", "creditsReserved", "absent"],
  pollDelays: ["delays", "count", "sumMs", "starts", "last"],
};
const foreign = ["NaN", "Infinity", "-Infinity", "undefined", "function", "symbol", "bigint"];
const keys = ["name", "fn", "request", "input", "other", "options", "only", "expect", "source"];
const problems = [];

/** What is wrong with a list of issues. */
function* issueProblems(issues) {
  if (!Array.isArray(issues)) return yield "issues are no list";
  for (const issue of issues) {
    if (issue.severity !== "error" && issue.severity !== "warning") yield `severity ${issue.severity}`;
    for (const code of [issue.code].flat()) if (!codes.has(code)) yield `code ${code} is not in the closed list`;
    if (!Array.isArray(issue.path)) yield "an issue has no path";
    for (const key of Object.keys(issue)) {
      if (!["severity", "code", "path", "hintIncludes"].includes(key)) yield `issue member ${key}`;
    }
  }
}

/** What is wrong with the generators inside a value. */
function* generatorProblems(value) {
  if (value === null || typeof value !== "object") return;
  const names = Object.keys(value);
  if (names.some((name) => name.startsWith("$"))) {
    const [name] = names;
    const body = value[name];
    if (names.length > 1) yield "a generator has a second key";
    if (name === "$repeat") {
      if (!(Array.isArray(body) && typeof body[0] === "string" && Number.isInteger(body[1]))) yield "$repeat needs [text, count]";
    } else if (name === "$concat") {
      if (!Array.isArray(body)) yield "$concat needs a list";
    } else if (name === "$utf16") {
      if (!(Array.isArray(body) && body.every((unit) => Number.isInteger(unit) && unit >= 0 && unit <= 0xffff))) yield "$utf16 needs code units";
    } else if (name === "$foreign") {
      if (!foreign.includes(body)) yield `$foreign ${body}`;
    } else yield `generator ${name}`;
  }
  for (const inner of Object.values(value)) yield* generatorProblems(inner);
}

/** What is wrong with one case. */
function* caseProblems(test) {
  if (typeof test.name !== "string" || test.name === "") yield "no name";
  if (typeof test.source !== "string" || test.source.trim() === "") yield "no source";
  for (const key of Object.keys(test)) if (!keys.includes(key)) yield `member ${key}`;
  if (test.fn !== "models" && "request" in test === "input" in test) yield "needs either request or input";
  const allowed = members[test.fn];
  if (!allowed) return yield `fn ${test.fn}`;
  const expect = test.expect;
  if (expect === null || typeof expect !== "object" || Object.keys(expect).length === 0) return yield "expects nothing";
  for (const key of Object.keys(expect)) if (!allowed.includes(key)) yield `expect member ${key}`;
  yield* generatorProblems([test.request, test.input, test.other, test.options]);
  if (test.fn === "validate") {
    yield* issueProblems(expect.issues);
    if (expect.valid === expect.issues.some((issue) => issue.severity === "error")) yield "valid contradicts the issues";
    if ("warnings" in expect && expect.warnings !== "any") yield "warnings can only be \"any\"";
  }
  if (test.fn === "buildRequest") {
    yield* issueProblems(expect.issues ?? expect.warnings ?? []);
    if (expect.body) JSON.parse(expect.body);
  }
  if (test.fn === "fingerprint") {
    if ("sha256" in expect) {
      const hash = createHash("sha256").update(expect.canonical, "utf8").digest("hex");
      if (hash !== expect.sha256) yield "sha256 is not that of canonical";
    } else if (!("other" in test)) yield "a pair needs other";
  }
  if (test.fn === "estimateCost" && expect.range) {
    const { minMicroUsd, maxMicroUsd } = expect.range;
    if (maxMicroUsd !== expect.microUsd) yield "microUsd is not the maximum";
    if (expect.exact !== (minMicroUsd === maxMicroUsd)) yield "exact contradicts the range";
    const product = expect.billedSeconds * expect.microUsdPerSecond;
    if (Math.abs(product - expect.microUsd) > 0.51) yield `billed seconds x rate is ${product}`;
  }
  if (test.fn === "pollDelays" && expect.delays?.some((delay) => !(delay > 0))) yield "a delay that is none";
}

if (codes.size < 20) problems.push(`only ${codes.size} codes were read from src/issue.rs`);
const used = new Set();
let total = 0;
for (const name of readdirSync(here).filter((file) => file.endsWith(".json")).sort()) {
  const file = JSON.parse(readFileSync(new URL(name, here), "utf8"));
  if (typeof file.description !== "string" || !Array.isArray(file.cases)) problems.push(`${name}: needs description and cases`);
  const names = new Set();
  for (const test of file.cases) {
    if (names.has(test.name)) problems.push(`${name}: ${test.name}: the name is taken`);
    names.add(test.name);
    for (const problem of caseProblems(test)) problems.push(`${name}: ${test.name}: ${problem}`);
    for (const issue of test.expect?.issues ?? []) for (const code of [issue.code].flat()) used.add(code);
  }
  total += file.cases.length;
  console.log(String(file.cases.length).padStart(5), name);
}
console.log(String(total).padStart(5), "in all");
const unused = [...codes].filter((code) => !used.has(code));
if (unused.length > 0) console.log("codes without a case:", unused.join(", "));
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
