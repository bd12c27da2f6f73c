import assert from "node:assert/strict";
import { visit } from "../../lib/init.mjs";
import { follow } from "../../lib/start.mjs";

export const title = "The documentation's start: Vite and Hono";
export const packages = { hono: "4.13.19", "@hono/node-server": "1.19.19", vite: "8.3.8" };

export async function* run(place) {
  const { env, installs } = follow(place, "vite-hono");
  assert.deepEqual(installs.sort(), [...Object.keys(packages), "wanreel"].sort());
  const version = `Vite ${place.versionOf("vite")}, Hono ${place.versionOf("hono")}`;
  const page = () =>
    place.serving("vite", ["--host", "127.0.0.1", "--port", "0"], { ready: /Local:\s+(http:\S+)/ }, visit);
  const checked = await place.serving(process.execPath, ["server.mjs"], { env, ready: /^http:/m }, page);
  yield { what: "dev: a video on its page", version, checked };
  await place.run("vite", ["build"]);
  const built = await place.serving(process.execPath, ["server.mjs"], { env, ready: /^(http:\S+)/m }, visit);
  yield { what: "built, served by Hono: a video on its page", version, checked: built };
}
