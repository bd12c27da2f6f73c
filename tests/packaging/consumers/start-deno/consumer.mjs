import { follow, makeVideo } from "../../lib/start.mjs";

export const title = "The documentation's start: Deno";
export const packages = { deno: "2.9.5" };

export async function* run(place) {
  const [, version] = /^deno (\S+)/.exec(await place.run("deno", ["--version"]));
  const env = { DENO_DIR: place.at("deno-cache") };
  const page = follow(place, "deno");
  await place.run("deno", ["check", "main.ts", "server.ts"], { env });
  yield { what: "its program, type-checked, saves a video", version, checked: await makeVideo(place, page, { env }) };
}
