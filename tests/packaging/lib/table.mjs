// The README's table of what ran where, written from a run.
import { readFileSync, writeFileSync } from "node:fs";
import { at } from "../../../scripts/lib/steps.mjs";

const START = "<!-- packaging: written by npm run test:packaging -- --table -->";
const END = "<!-- /packaging -->";

/** One line a consumer and version: what was tried there. */
export function table(tried) {
  const lines = tried.flatMap(({ title, rows }) => {
    const byVersion = grouped(rows);
    return [...byVersion].map(
      ([version, same]) => `| ${title} | ${version} | ${same.map(({ what }) => what).join(" · ")} | ✓ |`,
    );
  });
  return ["| where | version | what ran | |", "| --- | --- | --- | --- |", ...lines].join("\n");
}

function grouped(rows) {
  const groups = new Map();
  for (const row of rows) groups.set(row.version, [...(groups.get(row.version) ?? []), row]);
  return groups;
}

export function writeTable(tried) {
  const readme = readFileSync(at("README.md"), "utf8");
  const [before, rest] = readme.split(START);
  const [, after] = rest.split(END);
  writeFileSync(at("README.md"), `${before}${START}\n\n${table(tried)}\n\n${END}${after}`);
}
