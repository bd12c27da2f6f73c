import { readFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "../../lib/init.mjs";

export const title = "npx wanreel init node";

export async function* run(place) {
  const { cwd, run } = await project(place, "node");
  const idIn = (text) => /task-unified-[\w-]+/.exec(text)?.[0];
  const first = await run("npm", "start", "--", "A lighthouse at dusk", "dusk.mp4");
  const second = await run("npm", "start", "--", "A lighthouse at dusk", "again.mp4");
  const isVideo = (name) => readFileSync(join(cwd, name)).subarray(4, 8).toString() === "ftyp";
  const checked =
    isVideo("dusk.mp4") && isVideo("again.mp4") && idIn(first) !== undefined && idIn(first) === idIn(second);
  yield { what: "a video in a file, paid once", version: `Node ${process.versions.node}`, checked };
}
