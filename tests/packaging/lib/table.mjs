// The documentation's table of what ran where, written from a run.
import { writePart } from "../../../scripts/lib/readme.mjs";

/** One line a consumer and version: what was tried there. */
function table(tried) {
  const lines = tried.flatMap(({ title, rows }) =>
    [...byVersion(rows)].map(([version, whats]) => `| ${title} | ${version} | ${said(whats)} | ✓ |`),
  );
  const order = new Intl.Collator("en", { numeric: true });
  return ["| where | version | how | ran |", "| --- | --- | --- | --- |", ...lines.sort(order.compare)].join("\n");
}

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

/** Writes it into docs/guide/runtimes.md. */
export function writeTable(tried, tarball) {
  const files = tarball.files.filter(({ path }) => !/\.d\.c?ts$/.test(path)).length;
  const kB = (bytes) => Math.round(bytes / 1000).toLocaleString("en");
  const size = `The tarball: ${kB(tarball.bytes)} kB, ${files} files and their types, three of them \`.wasm\`; ${kB(tarball.unpacked)} kB unpacked, of which a program takes what it imports.`;
  writePart("npm run test:packaging -- --table", `${table(tried)}\n\n${size}`);
}
