// The samples, each made once and kept in .tmp.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { AUDIO, IMAGES, LARGE, NAMED, SOUND, VIDEOS } from "./recipes.mjs";
import { ffmpeg, magick } from "./tools.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const hash = createHash("sha256");
for (const name of ["recipes.mjs", "craft.mjs"]) hash.update(readFileSync(join(here, name)));
/** Named by the recipes, so that a changed one makes its file again. */
export const folder = join(here, ".tmp", hash.digest("hex").slice(0, 8));

const table = { ...VIDEOS, ...IMAGES, ...AUDIO, ...LARGE };
for (const [name, [, args]] of Object.entries(NAMED)) table[name] = args ?? ["-size", "64x64", "plasma:"];
const made = new Map();

/** Makes a file, once; answers its path. */
export function make(name) {
  if (!made.has(name)) made.set(name, build(name));
  return made.get(name);
}

async function build(name) {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  // Those of older recipes.
  for (const name of readdirSync(dirname(folder))) {
    if (!folder.endsWith(name)) rmSync(join(dirname(folder), name), { recursive: true, force: true });
  }
  const how = table[name];
  // Its own folder, so that a run that was cut leaves no half file, and the ending still tells encoders what to write.
  const draft = join(folder, `draft-${process.pid}-${name}`);
  if (typeof how === "function") await how(draft, make);
  else if (how[0] === "-size")
    await magick(
      ...how.filter((arg) => !/^bmp\d:$/.test(arg)),
      (how.find((arg) => /^bmp\d:$/.test(arg)) ?? "") + draft,
    );
  else await ffmpeg(...how, draft);
  renameSync(draft, path);
  return path;
}

/** The samples that are read in full, by kind. */
export const SAMPLES = [
  ...Object.keys(VIDEOS).map((name) => ({ name, kind: name.endsWith(".m4a") ? "audio" : "video" })),
  ...Object.keys(IMAGES).map((name) => ({ name, kind: "image" })),
  ...Object.keys(AUDIO).map((name) => ({ name, kind: "audio", sound: SOUND[name] })),
];
