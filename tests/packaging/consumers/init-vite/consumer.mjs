import { project } from "../../lib/init.mjs";

export const title = "npx wanreel init vite";

export async function* run(place) {
  const { run, page, versionOf } = await project(place, "vite");
  const version = `Vite ${versionOf("vite")}`;
  const listen = ["--host", "127.0.0.1", "--port", "0"];
  yield { what: "dev: a video on its page", version, checked: await page("vite", ...listen) };
  // Its types are checked first.
  await run("npm", "run", "build");
  yield { what: "build: a video on its page", version, checked: await page("vite", "preview", ...listen) };
}
