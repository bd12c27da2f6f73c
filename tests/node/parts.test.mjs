// The parts that a client loads when they are first used: what happens where one is not deployed, and that none is loaded
// by who does not use it.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createSimulator } from "wanreel/simulator";

const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));
const REQUEST = { model: "wan2.7-text-to-video", prompt: "a lighthouse in the rain" };

/** What is loaded with "wanreel", whether or not it is used. */
function loadedAtOnce(name = "index.js", seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  const text = readFileSync(join(DIST, name), "utf8");
  for (const [, next] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) loadedAtOnce(next, seen);
  return seen;
}

/** "wanreel" as a page has it that was deployed anew: what was loaded at once is there, and no more. */
async function withoutParts(t) {
  const folder = mkdtempSync(join(tmpdir(), "wanreel-dist-"));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const there = loadedAtOnce();
  for (const name of readdirSync(DIST).filter((file) => there.has(file))) cpSync(join(DIST, name), join(folder, name));
  const { WanClient } = await import(pathToFileURL(join(folder, "index.js")));
  const simulator = createSimulator({ apiKeys: ["sk-parts"], generationMs: 20 });
  const poll = { initialMs: 10, maxMs: 20 };
  return {
    simulator,
    clientOf: (options) => new WanClient({ apiKey: "sk-parts", fetch: simulator.fetch, poll, ...options }),
  };
}

const refused = (work) =>
  work.then(
    () => assert.fail("it was not refused"),
    ({ code, taskId }) => ({ code, taskId }),
  );

test("who submits and waits needs no part", async (t) => {
  const { clientOf } = await withoutParts(t);
  const task = await clientOf({ fallback: true }).generate(REQUEST);
  assert.equal(task.status, "completed");
});

test("with a budget nothing is sent where what counts cannot be loaded", async (t) => {
  const { clientOf, simulator } = await withoutParts(t);
  const client = clientOf({ budget: { perUserDayMicroUsd: 5_000_000 } });
  assert.deepEqual(await refused(client.submit(REQUEST)), { code: "not_loaded", taskId: undefined });
  assert.deepEqual(await refused(client.generate(REQUEST)), { code: "not_loaded", taskId: undefined });
  assert.deepEqual(simulator.log(), []);
  assert.equal(simulator.billedMicroUsd(), 0);
});

test("a wrong budget is told when the client is made, whatever is loaded", async (t) => {
  const { clientOf } = await withoutParts(t);
  assert.throws(() => clientOf({ budget: { perUserDayMicroUsd: -1 } }), {
    name: "ConfigError",
    message: /perUserDayMicroUsd/,
  });
});

test("a task that is paid for is named where its video cannot be fetched or watched for want of a part", async (t) => {
  const { clientOf, simulator } = await withoutParts(t);
  const client = clientOf({});
  const task = await client.generate(REQUEST);
  const before = simulator.log().length;
  const said = { code: "not_loaded", taskId: task.id };
  assert.deepEqual(await refused(client.download(task)), said);
  assert.deepEqual(await refused(client.download(task.id)), said);
  assert.deepEqual(await refused(client.archive(task, { path: join(tmpdir(), "never.mp4") })), said);
  assert.deepEqual(await refused(client.watch(task).next()), said);
  assert.equal(simulator.log().length, before);
});
