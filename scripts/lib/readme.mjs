// Parts of README.md that a command writes, from what it measured or from what Rust says.
import { readFileSync, writeFileSync } from "node:fs";
import { at, Stop } from "./steps.mjs";

const END = "<!-- end of what is written -->";
const markOf = (command) => `<!-- written by \`${command}\` -->`;

export const hasPart = (readme, command) => readme.indexOf(END, readme.indexOf(markOf(command)) >>> 0) > 0;

/** `readme` with `text` after the mark that names the command, up to the end mark that follows it. */
export function withPart(readme, command, text) {
  const mark = markOf(command);
  const start = readme.indexOf(mark);
  const end = readme.indexOf(END, start);
  return `${readme.slice(0, start)}${mark}\n\n${text}\n\n${readme.slice(end)}`;
}

/** Writes `text` to its place in README.md. */
export function writePart(command, text) {
  const readme = readFileSync(at("README.md"), "utf8");
  if (!hasPart(readme, command)) throw new Stop(`README.md has no place between "${markOf(command)}" and "${END}"`);
  writeFileSync(at("README.md"), withPart(readme, command, text));
}
