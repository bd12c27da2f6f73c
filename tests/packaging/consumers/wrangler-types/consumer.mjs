import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { blockOf, fileOf } from "../../lib/pages.mjs";

export const title = "Cloudflare Workers (wrangler types)";
export const packages = { wrangler: "4.86.0", typescript: "5.9.3" };

const DEV = ["dev", "--ip=127.0.0.1", "--port=0", "--inspector-port=0"];
const READY = { ready: /Ready on (http:\/\/\S+)/ };

/** The documentation's Worker with its Durable Objects, letter by letter: its types compile, all of them, and it runs. */
export async function* run(place) {
  const version = `${place.versionOf("wrangler")}, TypeScript ${place.versionOf("typescript")}`;
  // The page's own, but for where its simulator is.
  const devVars = (name) => fileOf(name).replace("http://127.0.0.1:8900", place.api.url);
  const write = (program, config, vars) => {
    writeFileSync(place.at("src", "index.ts"), program);
    writeFileSync(place.at("wrangler.jsonc"), config);
    writeFileSync(place.at(".dev.vars"), devVars(vars));
  };
  const check = async () => {
    await place.run("wrangler", ["types"]);
    await place.run("tsc", ["-p", "."]);
  };
  assert.notEqual(devVars(".dev.vars"), fileOf(".dev.vars"));

  write(blockOf("src/index.ts"), blockOf("wrangler.jsonc"), ".dev.vars");
  await check();
  yield { what: "types, and tsc with every declaration checked", version, checked: true };
  const answer = await place.serving("wrangler", DEV, READY, ({ match: [, SITE] }) =>
    place.answer(process.execPath, ["visitor.mjs"], { env: { SITE } }),
  );
  yield { what: "dev, the documentation's Worker with its Durable Objects", version, answer };

  // The pipeline's Worker, under the names it has in a project of its own.
  const config = blockOf("wrangler.jsonc of the pipeline").replace("src/pipeline.ts", "src/index.ts");
  writeFileSync(place.at("src", "session.ts"), fileOf("src/session.ts"));
  write(blockOf("src/pipeline.ts"), config, ".dev.vars of the pipeline");
  await check();
  yield { what: "types of a pipeline, and tsc with every declaration checked", version, checked: true };
  await place.serving("wrangler", DEV, READY, ({ match: [, site] }) => postJob(site));
  yield { what: "dev, a job of the documentation's pipeline", version, checked: true };
}

/** The page's `curl`, until the API has a task for it. */
async function postJob(site) {
  const command = fileOf("a job");
  const headers = Object.fromEntries([...command.matchAll(/-H "([\w-]+): ([^"]+)"/g)].map(([, ...pair]) => pair));
  const [, body] = /-d '([^']+)'/.exec(command);
  const answer = await fetch(`${site}/jobs`, { method: "POST", headers, body });
  const job = await answer.json();
  assert.equal(answer.status, 202, JSON.stringify(job));
  // 5 s at $0.086 (guide, section 7).
  assert.equal(job.price.microUsd, 430_000);
  let seen = job;
  for (let tries = 0; tries < 60 && !seen.task; tries += 1) {
    await sleep(500);
    seen = await (await fetch(`${site}/jobs/${job.id}`, { headers })).json();
  }
  assert.match(seen.task?.id ?? "", /^task-unified-/, JSON.stringify(seen));
}
