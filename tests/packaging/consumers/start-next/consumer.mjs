import assert from "node:assert/strict";
import { visit } from "../../lib/init.mjs";
import { follow } from "../../lib/start.mjs";

export const title = "The documentation's start: Next.js";

/** A project as people have one; the page installs wanreel into it. */
export const packages = {
  next: "16.4.6",
  react: "19.3.1",
  "react-dom": "19.3.1",
  typescript: "5.9.3",
  "@types/node": "20.19.43",
  "@types/react": "19.3.0",
};

export async function* run(place) {
  const { env, installs } = follow(place, "next");
  assert.deepEqual(installs, ["wanreel"]);
  await place.run("next", ["build"], { env });
  const args = ["start", "--hostname", "127.0.0.1", "--port", "0"];
  const checked = await place.serving("next", args, { env, ready: /Local:\s+(http:\S+)/ }, visit);
  yield { what: "build: a video on its page", version: place.versionOf("next"), checked };
}
