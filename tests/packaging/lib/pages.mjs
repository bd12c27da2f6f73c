// What the documentation says: consumers do that, and nothing else.
import { samples } from "../../docs/samples.mjs";

/** The sample that begins with a comment of its file's name. */
export function blockOf(name) {
  const [sample, ...more] = samples.filter(({ code }) => code.startsWith(`// ${name}\n`));
  if (!sample || more.length > 0) throw new Error(`the documentation has not one sample of ${name}`);
  return sample.code;
}

/** The one sample under this name. */
export function fileOf(name) {
  const [sample, ...more] = samples.filter(({ file }) => file === name);
  if (!sample || more.length > 0) throw new Error(`the documentation has not one sample named ${name}`);
  return sample.code;
}

/** The packages that a line of a page installs, by a name among them. */
export function installedWith(page, name) {
  const commands = samples.filter((sample) => sample.page === page && sample.language === "sh");
  const lines = commands.flatMap(({ code }) => [...code.matchAll(/^npm install ([^#\n]+)/gm)]);
  const line = lines.map(([, names]) => names.trim().split(/\s+/)).find((names) => names.includes(name));
  if (!line) throw new Error(`${page} installs no ${name}`);
  return line;
}
