// Skips work whose inputs did not change: a hash of them is kept in .cache/. What takes long is kept for every clone on
// this machine, too.
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, relative } from "node:path";
import { at, root } from "./steps.mjs";

/** Every file under the paths given, in a fixed order. */
export function files(...paths) {
  return paths.flatMap((path) => {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path).sort();
    return names.flatMap((name) => files(join(path, name)));
  });
}

/** The same in every clone, wherever it lies. */
function digest(inputs, options) {
  const hash = createHash("sha256").update(JSON.stringify(options));
  for (const file of files(...inputs)) {
    hash.update(`\0${relative(root, file).replaceAll("\\", "/")}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** Where all clones of a person keep what they built; the gates of CI build everything themselves. */
const kept = process.env.CI ? undefined : join(cacheFolder(), "wanreel");

/** A relative path is to be passed over. Source: XDG Base Directory Specification. */
function cacheFolder() {
  const { XDG_CACHE_HOME: named = "" } = process.env;
  return isAbsolute(named) ? named : join(homedir(), ".cache");
}

/** How many builds of one name are kept there. */
const MOST_KEPT = 8;

/** Puts what was built elsewhere from the same inputs into its place; false where nothing was. */
function takeKept(folder, outputs) {
  const places = outputs.map((file) => [join(folder, relative(root, file)), file]);
  if (!places.every(([from]) => existsSync(from))) return false;
  for (const [from, to] of places) {
    mkdirSync(dirname(to), { recursive: true });
    cpSync(from, to);
  }
  // Those that nobody took for longest go first.
  utimesSync(folder, new Date(), new Date());
  return true;
}

function keep(folder, outputs) {
  const unfinished = `${folder}.${process.pid}`;
  try {
    for (const file of outputs) cpSync(file, join(unfinished, relative(root, file)), { recursive: true });
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
    const builds = dirname(folder);
    const age = (name) => statSync(join(builds, name)).mtimeMs;
    const oldest = readdirSync(builds)
      .sort((one, other) => age(other) - age(one))
      .slice(MOST_KEPT);
    for (const name of oldest) rmSync(join(builds, name), { recursive: true, force: true });
  } catch {
    // A home without room, or that may not be written, or two builds at once: it only spares time.
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/**
 * Does `work`, unless the contents of `inputs` (files or folders) and `options` are those of the last time and
 * all `outputs` exist; then it answers "unchanged". With `shared`, the outputs are nothing but what inputs and options make of
 * them, and those of another clone will do.
 */
export async function unlessUnchanged(name, { inputs, outputs, options = null, shared = false }, work) {
  const stamp = at(".cache", `${name}.stamp`);
  const now = digest(inputs, options);
  const before = existsSync(stamp) ? readFileSync(stamp, "utf8") : "";
  if (now === before && outputs.every((file) => existsSync(file))) return "unchanged";
  const folder = shared && kept ? join(kept, name, now) : undefined;
  const isTaken = folder !== undefined && takeKept(folder, outputs);
  if (!isTaken) {
    await work();
    // What was changed meanwhile is not what this was built from.
    if (folder && digest(inputs, options) === now) keep(folder, outputs);
  }
  mkdirSync(at(".cache"), { recursive: true });
  writeFileSync(stamp, now);
  return isTaken ? "as another clone built it" : undefined;
}
