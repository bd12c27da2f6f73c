import { follow, makeVideo } from "../../lib/start.mjs";

export const title = "The documentation's start: Bun";
export const packages = { bun: "1.4.5" };

export async function* run(place) {
  const version = (await place.run("bun", ["--version"])).trim();
  yield { what: "its program saves a video", version, checked: await makeVideo(place, follow(place, "bun")) };
}
