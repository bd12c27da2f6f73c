// Parts of README.md and of the documentation's pages that a command writes, from what it measured or from what Rust says.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { at, root, Stop } from "./steps.mjs";

const END = "<!-- end of what is written -->";
const markOf = (command) => `<!-- written by \`${command}\` -->`;

/** What the build of the documentation writes in docs/, or is no page. */
const NOT_OURS = new Set([
  "node_modules",
  ".vitepress",
  "public",
  "reference",
  "code",
  "pictures",
  "how-it-decides.md",
]);

function pagesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return [];
    if (entry.isDirectory()) return pagesIn(join(folder, entry.name));
    return entry.name.endsWith(".md") ? [join(folder, entry.name)] : [];
  });
}

/** README.md and the pages of the documentation that people write, as paths from the root. */
export const pages = () => [
  "README.md",
  ...pagesIn(at("docs"))
    .map((path) => relative(root, path).replaceAll("\\", "/"))
    .sort(),
];

export const hasPart = (page, command) => page.indexOf(END, page.indexOf(markOf(command)) >>> 0) > 0;

/** `page` with `text` after the mark that names the command, up to the end mark that follows it. */
export function withPart(page, command, text) {
  const mark = markOf(command);
  const start = page.indexOf(mark);
  const end = page.indexOf(END, start);
  return `${page.slice(0, start)}${mark}\n\n${text}\n\n${page.slice(end)}`;
}

/** Of these texts by path, those with a place for the part, with it in. There is one at least. */
export function withPartEverywhere(texts, command, text) {
  const found = [...texts].filter(([, page]) => hasPart(page, command));
  if (found.length === 0) throw new Stop(`no page has a place between "${markOf(command)}" and "${END}"`);
  return found.map(([path, page]) => [path, withPart(page, command, text)]);
}

/** What stands in its first place now. */
export function readPart(command) {
  const page = pages()
    .map((path) => readFileSync(at(path), "utf8"))
    .find((text) => hasPart(text, command));
  if (page === undefined) throw new Stop(`no page has a place between "${markOf(command)}" and "${END}"`);
  const start = page.indexOf(markOf(command)) + markOf(command).length;
  return page.slice(start, page.indexOf(END, start)).trim();
}

/** Writes `text` to its places. */
export function writePart(command, text) {
  const texts = pages().map((path) => [path, readFileSync(at(path), "utf8")]);
  for (const [path, page] of withPartEverywhere(texts, command, text)) writeFileSync(at(path), page);
}
