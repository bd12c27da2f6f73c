// The documentation's start pages, followed to the letter: their commands, their files, in the runtime they are for.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { projectOf } from "../../docs/samples.mjs";

/** Writes the files of docs/start/<name>.md; answers what it installs, and the command that runs it, if it has one. */
export function follow(place, name) {
  const parts = projectOf(`docs/start/${name}.md`);
  for (const [file, code] of parts) {
    if (file === "sh" || file === "run") continue;
    mkdirSync(dirname(place.at(file)), { recursive: true });
    writeFileSync(place.at(file), code);
  }
  const installs = [...(parts.get("sh") ?? "").matchAll(/^npm install (?:--save-dev )?(.+)$/gm)];
  return {
    env: { EVOLINK_API_KEY: "sk-packaging", EVOLINK_BASE_URL: place.api.url },
    installs: installs.flatMap(([, names]) => names.split(" ")),
    command: parts.get("run")?.trim().split(" "),
  };
}

/** Runs the page's program, which makes a video, with `options` of the runtime's own; it says the price, and saves it. */
export async function makeVideo(place, { env, command: [program, ...args] }, options = {}) {
  const printed = await place.run(program, args, { env: { ...env, ...options.env } });
  // 5 s at $0.086 (guide, section 7).
  assert.match(printed, /^This will cost \$0\.43\.$/m);
  assert.match(printed, /^Saved lake\.mp4\.$/m);
  assert.ok(existsSync(place.at("lake.mp4")));
  return readFileSync(place.at("lake.mp4")).toString("latin1", 4, 8) === "ftyp";
}
