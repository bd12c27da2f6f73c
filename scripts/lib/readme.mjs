// Parts of README.md that a command writes from what it measured.
import { readFileSync, writeFileSync } from "node:fs";
import { at, Stop } from "./steps.mjs";

const END = "<!-- end of what is written -->";

/** Writes `text` after the mark that names the command, up to the end mark that follows it. */
export function writePart(command, text) {
  const mark = `<!-- written by \`${command}\` -->`;
  const readme = readFileSync(at("README.md"), "utf8");
  const start = readme.indexOf(mark);
  const end = readme.indexOf(END, start);
  if (start < 0 || end < 0) throw new Stop(`README.md has no place between "${mark}" and "${END}"`);
  writeFileSync(at("README.md"), `${readme.slice(0, start)}${mark}\n\n${text}\n\n${readme.slice(end)}`);
}
