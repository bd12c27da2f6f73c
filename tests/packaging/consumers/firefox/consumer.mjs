import { openFirefox } from "../../../runtimes/lib/firefox.mjs";
import { run as pages } from "../pages/consumer.mjs";

export const title = "Pages without a bundler";
export const from = "pages";

export async function* run(place) {
  yield* pages(place, openFirefox, "Firefox");
}
