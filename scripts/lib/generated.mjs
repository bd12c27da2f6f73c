// What Rust says and JavaScript, the README and the documentation repeat: the generator's files, formatted, and where they stand.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pages, withPartEverywhere } from "./readme.mjs";
import { at, run, Stop } from "./steps.mjs";

const FOLDER = "js/generated";

/** As biome would have it, whose check goes over these files too. */
function formatted(path, text) {
  const biome = at("node_modules", "@biomejs", "biome", "bin", "biome");
  const args = [biome, "format", `--stdin-file-path=${path}`];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { input: text, encoding: "utf8" });
  if (status !== 0) throw new Stop(`biome could not format ${path}: ${stderr}`);
  return stdout;
}

/** Runs the generator into `folder`; answers the text that belongs into each committed file, by its path. */
export async function generate(folder) {
  rmSync(join(folder, "parts"), { recursive: true, force: true });
  await run("cargo", ["run", "--quiet", "--locked", "-p", "tables", "--", folder]);
  const texts = new Map();
  for (const name of readdirSync(join(folder, "generated")).sort()) {
    const path = `${FOLDER}/${name}`;
    texts.set(path, formatted(path, readFileSync(join(folder, "generated", name), "utf8")));
  }
  const written = new Map(pages().map((path) => [path, read(path)]));
  for (const name of readdirSync(join(folder, "parts")).sort()) {
    const part = readFileSync(join(folder, "parts", name), "utf8");
    const command = `npm run build # ${name.replace(".md", "")}`;
    for (const [path, text] of withPartEverywhere(written, command, part)) written.set(path, text);
  }
  return new Map([...texts, ...written]);
}

/** The committed text; empty where there is no such file. A checkout on Windows may have line ends of its own. */
export function read(path) {
  try {
    return readFileSync(at(path), "utf8").replaceAll("\r\n", "\n");
  } catch {
    return "";
  }
}

/** The paths whose committed text is another. */
export const stale = (texts) => [...texts].filter(([path, text]) => read(path) !== text).map(([path]) => path);

/** Writes what is stale. On a server that builds what was committed, that is a mistake of whoever committed. */
export function writeStale(texts) {
  const paths = stale(texts);
  if (paths.length === 0) return;
  if (process.env.CI) throw new Stop(`${paths.join(", ")}: not what Rust says; \`npm run build\`, and commit it`);
  for (const path of paths) {
    writeFileSync(at(path), texts.get(path));
    console.log(`  wrote ${path}: commit it`);
  }
}
