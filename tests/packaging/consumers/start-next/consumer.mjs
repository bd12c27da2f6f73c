import assert from "node:assert/strict";
import { visit } from "../../lib/init.mjs";
import { follow } from "../../lib/start.mjs";

export const title = "The documentation's start: Next.js";

/** A project as people have one; the page installs wanreel into it. */
export { packages } from "../next/consumer.mjs";

export async function* run(place) {
  const { env, installs } = follow(place, "next");
  assert.deepEqual(installs, ["wanreel"]);
  await place.run("next", ["build"], { env });
  const args = ["start", "--hostname", "127.0.0.1", "--port", "0"];
  const checked = await place.serving("next", args, { env, ready: /Local:\s+(http:\S+)/ }, visit);
  yield { what: "build: a video on its page", version: place.versionOf("next"), checked };
}
