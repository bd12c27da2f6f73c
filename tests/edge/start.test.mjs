// `npm run edge`: the pipeline that www/wrangler.jsonc binds starts on this machine and makes a video, as it says.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { bindingsOf, readConfig } from "../../www/server/pipeline.mjs";

const SCRIPT = fileURLToPath(new URL("../../scripts/edge.mjs", import.meta.url));

async function edge(...args) {
  const child = spawn(process.execPath, [SCRIPT, "--no-build", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
  }
  const [code] = await once(child, "close");
  return { code, said };
}

test("a video comes out of the bucket, paid for once", { timeout: 60_000 }, async () => {
  const { code, said } = await edge("--port", "0", "--once");
  assert.equal(code, 0, said);
  assert.match(said, /http:\/\/127\.0\.0\.1:\d+\/edge\/operator/);
  // 5 s at $0.086 (guide, section 7), put aside and then in the API's books.
  assert.match(said, /202 {2}job [\w-]{43}, \$0\.43 put aside/);
  assert.match(said, /job {2}done/);
  assert.match(said, /The video, \d{4,} bytes out of the bucket/);
  assert.match(said, /\$0\.43 by the API's books/);
  // It is told of the end, and need not find it out.
  assert.match(said, /calls back {2}200/);
});

test("what cannot be is said in a sentence", async (t) => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const { port } = server.address();
  for (const [args, words] of [
    [["--port", String(port)], new RegExp(`port ${port} is in use: choose another with --port`)],
    [["--port", "lots"], /--port must be a whole number from 0 to 65535; got "lots"/],
    [["--twice"], /Unknown option '--twice'/],
  ]) {
    const { code, said } = await edge(...args);
    assert.equal(code, 1, said);
    assert.match(said, words);
    assert.ok(!said.includes("    at "), said);
  }
});

test("all that a pipeline needs is bound, and every consumer and class of the configuration is there", async () => {
  const bound = bindingsOf(await readConfig());
  assert.deepEqual(Object.keys(bound.durableObjects), ["JOBS", "BUDGETS", "COORDINATOR"]);
  assert.ok(Object.values(bound.durableObjects).every(({ useSQLite }) => useSQLite));
  assert.deepEqual(bound.r2Buckets, { VIDEOS: "videos" });
  assert.deepEqual(bound.queueProducers, { SUBMITS: "submits" });
  assert.equal(bound.queueConsumers.submits.deadLetterQueue, "submits-dead");
  // Its name tells a dead-letter queue.
  assert.ok("submits-dead" in bound.queueConsumers);
  // Deployed as it stands it is nobody's to see.
  assert.deepEqual([bound.bindings.OPERATORS, bound.bindings.EVOLINK_BASE_URL], ["nobody", "https://api.evolink.ai"]);
});
