import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { at } from "../../../../scripts/lib/steps.mjs";
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

  const dry = await run("npx", "wrangler", "deploy", "--dry-run");
  const bound = ["JOBS", "BUDGETS", "COORDINATOR", "SUBMITS", "VIDEOS", "EVOLINK_BASE_URL", "CALLBACK_ORIGIN"];
  yield { what: "deploy --dry-run", version: wrangler, checked: bound.every((name) => dry.includes(`env.${name} `)) };
  for (const command of await commands(cwd)) {
    const [usage] = (await run("npx", ...command.split(" "), "--help")).trim().split("\n");
    assert.ok(isUsage(usage, command), `"${command}" is told, and wrangler has: ${usage}`);
  }
  yield {
    what: "every command of its README and of docs/production.md is one of wrangler's",
    version: wrangler,
    checked: true,
  };

  // Under ports that are free here.
  const [api, worker] = [await freePort(), await freePort()];
  for (const name of ["package.json", ".dev.vars"]) {
    const path = join(cwd, name);
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replaceAll("8790", String(api)).replaceAll("8787", String(worker)));
  }
  const WORKER = `http://127.0.0.1:${worker}`;
  const said = await place.serving("npm", ["run", "dev"], { cwd, ready: /Ready on http/ }, async () => {
    const authorization = `Basic ${btoa("somebody:operator")}`;
    const page = await fetch(`${WORKER}/operator`, { headers: { authorization } });
    assert.match(await page.text(), /<title>Video pipeline: operator<\/title>/);
    return place.run("npm", ["run", "film", "--", "A lighthouse at dusk", "dusk.mp4"], { cwd, env: { WORKER } });
  });
  const isVideo = readFileSync(join(cwd, "dusk.mp4")).subarray(4, 8).toString() === "ftyp";
  // 5 s at $0.086 (guide, section 7).
  const checked = isVideo && /it costs \$0\.43 at most/.test(said) && /^done/m.test(said);
  yield { what: "dev: a video in a file, archived and paid once", version: wrangler, checked };
}

/** What is told to type, without pipes and comments: "wrangler queues create submits". */
async function commands(cwd) {
  const texts = [join(cwd, "README.md"), at("docs", "production.md")].map((path) => readFileSync(path, "utf8"));
  const found = texts.flatMap((text) =>
    [...text.matchAll(/npx (wrangler [a-z][^\n#`|]*)/g)].map(([, line]) => line.trim()),
  );
  const different = new Set(found.map((line) => line.replaceAll(/ --\S+/g, "")));
  assert.ok(different.size >= 8, `${different.size} commands`);
  return different;
}

/** Whether a usage, "wrangler queues create <name>", is that of a command: of one it has not, wrangler shows what is above it. */
function isUsage(usage, command) {
  const [words, places = ""] = usage.split(/ (?=[<[])(.*)/);
  const given = command.slice(words.length).trim().split(" ").filter(Boolean);
  return command.startsWith(words) && given.length <= places.split(" ").filter(Boolean).length;
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
