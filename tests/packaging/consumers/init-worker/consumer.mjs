import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { project } from "../../lib/init.mjs";

export const title = "npx wanreel init worker";

/** A pipeline's project as a newcomer has it: its types, its own tests in workerd, and a video with neither account nor key. */
export async function* run(place) {
  const { cwd, run, versionOf } = await project(place, "worker");
  const wrangler = `wrangler ${versionOf("wrangler")}`;
  await run("npm", "run", "check");
  yield { what: "types, and tsc with every declaration checked", version: wrangler, checked: true };
  const tests = await run("npm", "test");
  yield {
    what: "its own tests in workerd",
    version: `vitest-pool-workers ${versionOf("@cloudflare/vitest-pool-workers")}`,
    checked: /Tests\s+2 passed \(2\)/.test(tests),
  };

  // Under ports that are free here.
  const [api, worker] = [await freePort(), await freePort()];
  for (const name of ["package.json", ".dev.vars"]) {
    const path = join(cwd, name);
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replaceAll("8790", String(api)).replaceAll("8787", String(worker)));
  }
  const WORKER = `http://127.0.0.1:${worker}`;
  const said = await place.serving("npm", ["run", "dev"], { cwd, ready: /Ready on http/ }, () =>
    place.run("npm", ["run", "film", "--", "A lighthouse at dusk", "dusk.mp4"], { cwd, env: { WORKER } }),
  );
  const isVideo = readFileSync(join(cwd, "dusk.mp4")).subarray(4, 8).toString() === "ftyp";
  // 5 s at $0.086 (guide, section 7).
  const checked = isVideo && /it costs \$0\.43 at most/.test(said) && /^done/m.test(said);
  yield { what: "dev: a video in a file, archived and paid once", version: wrangler, checked };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
