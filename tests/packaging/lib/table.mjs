// The documentation's table of what ran where, written from a run.
import { readPart, writePart } from "../../../scripts/lib/readme.mjs";

const COMMAND = "npm run test:packaging -- --table";

/** One line a consumer and version: what was tried there. Lines of those that did not run now stay as they were. */
function table(tried, titles) {
  const others = readPart(COMMAND)
    .split("\n")
    .filter((line) => line.endsWith("| ✓ |"))
    .filter((line) => titles.has(titleOf(line)) && !tried.some(({ title }) => title === titleOf(line)));
  const lines = tried.flatMap(({ title, rows }) =>
    [...byVersion(rows)].map(([version, whats]) => `| ${title} | ${version} | ${said(whats)} | ✓ |`),
  );
  const order = new Intl.Collator("en", { numeric: true });
  return [
    "| where | version | how | ran |",
    "| --- | --- | --- | --- |",
    ...[...lines, ...others].sort(order.compare),
  ].join("\n");
}

const titleOf = (line) => line.split(" | ")[0].replace("| ", "");

function byVersion(rows) {
  const groups = new Map();
  for (const { version, what } of rows) groups.set(version, [...(groups.get(version) ?? []), what]);
  return groups;
}

/** `way: what` of one way together: "dev: page, Web Worker". */
function said(whats) {
  const ways = new Map();
  for (const what of whats) {
    const [way, rest] = what.includes(": ") ? what.split(": ") : [what];
    ways.set(way, [...(ways.get(way) ?? []), ...(rest ? [rest] : [])]);
  }
  return [...ways].map(([way, rest]) => (rest.length > 0 ? `${way}: ${rest.join(", ")}` : way)).join(" · ");
}

/** Writes it into docs/guide/runtimes.md. `all`: every consumer there is; of one that is gone no line stays. */
export function writeTable(tried, all, tarball) {
  const files = tarball.files.filter(({ path }) => !/\.d\.c?ts$/.test(path)).length;
  const modules = tarball.files.filter(({ path }) => path.endsWith(".wasm")).length;
  const kB = (bytes) => Math.round(bytes / 1000).toLocaleString("en");
  const size = `The tarball: ${kB(tarball.bytes)} kB, ${files} files and their types, ${modules} of them \`.wasm\`; ${kB(tarball.unpacked)} kB unpacked, of which a program takes what it imports.`;
  writePart(COMMAND, `${table(tried, new Set(all.map(({ title }) => title)))}\n\n${size}`);
}
