// The parts that a client loads when they are first used: what happens where one is not deployed, and that none is loaded
// by who does not use it.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { WanClient } from "wanreel";
import { createSimulator } from "wanreel/simulator";
import { MemoryLimits, MemoryStore } from "wanreel/stores";

const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));
const REQUEST = { model: "wan2.7-text-to-video", prompt: "a lighthouse in the rain" };
const LOST = [{ on: "submit", nth: 1, do: "drop_after" }];

/** What is loaded with "wanreel", whether or not it is used. */
function loadedAtOnce(name = "index.js", seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  const text = readFileSync(join(DIST, name), "utf8");
  for (const [, next] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) loadedAtOnce(next, seen);
  return seen;
}

/** The file that "wanreel" loads for a function of a part. */
function partOf(name) {
  const lazy = [...loadedAtOnce()].flatMap((file) =>
    Array.from(readFileSync(join(DIST, file), "utf8").matchAll(/import\("\.\/([^"]+)"\)/g), ([, part]) => part),
  );
  const exported = new RegExp(`export \\{[^}]*\\b${name}\\b`);
  const found = lazy.find((file) => exported.test(readFileSync(join(DIST, file), "utf8")));
  assert.ok(found, name);
  return found;
}

/** "wanreel" as a page has it that was deployed anew: what was loaded at once is there, and no more but what is named. */
async function withoutParts(t, { parts = [], ...simulate } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "wanreel-dist-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const there = loadedAtOnce();
  for (const name of parts) loadedAtOnce(partOf(name), there);
  for (const name of readdirSync(DIST).filter((file) => there.has(file))) cpSync(join(DIST, name), join(folder, name));
  const { WanClient: Poor } = await import(pathToFileURL(join(folder, "index.js")));
  const simulator = createSimulator({ apiKeys: ["sk-parts"], generationMs: 20, ...simulate });
  const poll = { initialMs: 10, maxMs: 20 };
  return {
    simulator,
    clientOf: (options) => new Poor({ apiKey: "sk-parts", fetch: simulator.fetch, poll, ...options }),
    folder,
  };
}

const refused = (work) =>
  work.then(
    () => assert.fail("it was not refused"),
    ({ code, taskId }) => ({ code, taskId }),
  );

test("who submits and waits needs no part", async (t) => {
  const { clientOf } = await withoutParts(t);
  const task = await clientOf({}).generate(REQUEST);
  assert.equal(task.status, "completed");
});

test("with models to fall back on nothing is sent where what chooses among them cannot be loaded", async (t) => {
  const { clientOf, simulator } = await withoutParts(t);
  const said = { code: "not_loaded", taskId: undefined };
  for (const fallback of [true, ["wan2.6-text-to-video"]]) {
    assert.deepEqual(await refused(clientOf({ fallback }).generate(REQUEST)), said);
  }
  assert.deepEqual(simulator.log(), []);
});

test("what chooses another model is loaded before one fails", async (t) => {
  const { clientOf, simulator, folder } = await withoutParts(t, {
    parts: ["withFallback"],
    generationMs: 600,
    faults: [{ nth: 1, do: "fail", code: "service_error" }],
  });
  const events = [];
  const onEvent = (event) => event.type === "fallback" && events.push([event.from, event.to]);
  const generating = clientOf({ fallback: true, onEvent }).generate(REQUEST);
  await new Promise((resolve) => setTimeout(resolve, 250));
  assert.equal(simulator.tasks()[0].status, "processing");
  // Deployed anew, while the page waits.
  rmSync(folder, { recursive: true });
  assert.equal((await generating).status, "completed");
  assert.deepEqual(events, [["wan2.7-text-to-video", "wan2.6-text-to-video"]]);
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

test("not accepted, where what gives money back cannot be loaded: the record stays, and is freed with it later", async (t) => {
  const { clientOf, simulator } = await withoutParts(t, { parts: ["reconcile"], faults: LOST });
  const [store, limits] = [new MemoryStore(), new MemoryLimits()];
  const whole = new WanClient({ apiKey: "sk-parts", fetch: simulator.fetch, store, limits });
  const { key } = await whole.submit(REQUEST).catch((error) => error);
  const reserved = () => limits.value("wanreel1/total");
  assert.equal(reserved(), 430_000);
  const poor = clientOf({ store, limits });
  assert.deepEqual(await refused(poor.reconcile(key, "not_accepted")), { code: "not_loaded", taskId: undefined });
  assert.equal((await store.get(key)).state, "unknown");
  assert.equal((await store.get(key)).notAcceptedAt, undefined);
  await whole.reconcile(key, "not_accepted");
  assert.equal(reserved(), 0);
  assert.ok((await store.get(key)).notAcceptedAt > 0);
});

test("what ends an unknown outcome is loaded before there is one", async (t) => {
  const { clientOf, simulator, folder } = await withoutParts(t, { parts: ["reconcile"], faults: LOST, latency: 300 });
  const client = clientOf({});
  const { key } = await client.submit(REQUEST).catch((error) => error);
  // Deployed anew, while the page is open.
  rmSync(folder, { recursive: true });
  const [{ id }] = simulator.tasks();
  assert.equal((await client.reconcile(key, { taskId: id })).id, id);
  assert.deepEqual(await client.resume(), []);
});

test("the task that an unknown outcome is to be ended with is named where that part cannot be loaded", async (t) => {
  const { clientOf } = await withoutParts(t);
  const said = { code: "not_loaded", taskId: "task-of-the-dashboard" };
  assert.deepEqual(await refused(clientOf({}).reconcile("a-key", { taskId: said.taskId })), said);
});

test("what closes another's reservation is loaded when a wait for its task begins, not when that ends", async (t) => {
  const { clientOf, simulator, folder } = await withoutParts(t, { parts: ["ledger", "Spending"], generationMs: 600 });
  const [store, limits] = [new MemoryStore(), new MemoryLimits()];
  const other = new WanClient({ apiKey: "sk-parts", fetch: simulator.fetch, store, limits });
  const { id } = await other.submit(REQUEST);
  const failures = [];
  const onEvent = ({ type, error }) => type === "store_failed" && failures.push(error);
  const waiting = clientOf({ store, limits, onEvent }).wait(id);
  await new Promise((resolve) => setTimeout(resolve, 250));
  assert.equal(simulator.tasks()[0].status, "processing");
  // Deployed anew, while the page waits.
  rmSync(folder, { recursive: true });
  assert.equal((await waiting).status, "completed");
  assert.deepEqual(failures, []);
  const lines = await limits.list("wanreel1/line/");
  const sum = (kind) => lines.filter(([key]) => key.endsWith(kind)).reduce((all, [, value]) => all + value, 0);
  assert.deepEqual([sum("/reserved"), sum("/spent")], [0, 430_000]);
});
