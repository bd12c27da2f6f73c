// What the README that was installed says: consumers do that, and nothing else.
import { readFileSync } from "node:fs";

const read = (place) => readFileSync(place.at("node_modules", "wanreel", "README.md"), "utf8");

/** The block of code that begins with a comment of its file's name. */
export function blockOf(place, name) {
  const found = [...read(place).matchAll(/^```\w+\n([\s\S]*?)^```$/gm)].map(([, code]) => code);
  const [code, ...more] = found.filter((each) => each.startsWith(`// ${name}\n`));
  if (!code || more.length > 0) throw new Error(`the README has not one block of ${name}`);
  return code;
}

/** The packages that a line of the README installs, by a name among them. */
export function installedWith(place, name) {
  const lines = [...read(place).matchAll(/^npm install ([^#\n]+)/gm)].map(([, names]) => names.trim().split(/\s+/));
  const line = lines.find((names) => names.includes(name));
  if (!line) throw new Error(`the README installs no ${name}`);
  return line;
}
