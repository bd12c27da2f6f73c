import { project } from "../../lib/init.mjs";

export const title = "npx wanreel init next";

export async function* run(place) {
  const { run, page, versionOf } = await project(place, "next");
  const version = `Next.js ${versionOf("next")}`;
  await run("next", "build");
  const listen = ["--hostname", "127.0.0.1", "--port", "0"];
  yield { what: "build: a video on its page", version, checked: await page("next", "start", ...listen) };
}
