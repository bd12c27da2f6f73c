import { FIREFOX, firefoxOf } from "../../lib/browsers.mjs";
import { run as pages } from "../pages/consumer.mjs";

export const title = "Pages without a bundler";
export const from = "pages";
export const packages = FIREFOX;

export async function* run(place) {
  yield* pages(place, await firefoxOf(place), "Firefox");
}
