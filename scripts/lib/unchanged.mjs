// Skips work whose inputs did not change: a hash of them is kept in .cache/.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { at } from "./steps.mjs";

/** Every file under the paths given, in a fixed order. */
export function files(...paths) {
  return paths.flatMap((path) => {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path).sort();
    return names.flatMap((name) => files(join(path, name)));
  });
}

function digest(inputs, options) {
  const hash = createHash("sha256").update(JSON.stringify(options));
  for (const file of files(...inputs)) hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest("hex");
}

/**
 * Does `work`, unless the contents of `inputs` (files or folders) and `options` are those of the last time and
 * all `outputs` exist; then it answers "unchanged".
 */
export async function unlessUnchanged(name, { inputs, outputs, options = null }, work) {
  const stamp = at(".cache", `${name}.stamp`);
  const now = digest(inputs, options);
  const before = existsSync(stamp) ? readFileSync(stamp, "utf8") : "";
  if (now === before && outputs.every((file) => existsSync(file))) return "unchanged";
  await work();
  mkdirSync(at(".cache"), { recursive: true });
  writeFileSync(stamp, now);
}
