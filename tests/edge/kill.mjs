// Kills the whole process group of a pipeline at random moments under load, starts it again on what it stored, and holds the
// books of all sides against each other: the API's ledger, the budget, the jobs, the notifications.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createHttpHandler, createSimulator } from "wanreel/simulator";
import { main, Stop } from "../../scripts/lib/steps.mjs";
import { CALLBACKS, clientOf, KEY, PRICE, serve, TEXT, webhookOf } from "./world.mjs";

const ENGINE = fileURLToPath(new URL("engine.mjs", import.meta.url));
const USERS = ["ann", "bob", "cleo", "dora"];
const MINUTE = 60_000;
const OVER = ["done", "failed", "cancelled"];
const OPERATOR = { "x-operator": "yes", "content-type": "application/json" };

/** The engine, as often as it is started. */
class Engine {
  #config;
  #child;
  origin;

  constructor(config) {
    this.#config = config;
  }

  async start() {
    this.#child = spawn(process.execPath, [ENGINE, this.#config], {
      detached: true,
      stdio: ["ignore", "pipe", "ignore"],
    });
    for await (const line of createInterface({ input: this.#child.stdout })) {
      const [, origin] = /^ready (\S+)$/.exec(line) ?? [];
      if (origin === undefined) continue;
      this.origin = origin;
      return clientOf(origin);
    }
    throw new Error("the engine did not start");
  }

  /** The group: node, and workerd under it. */
  async kill() {
    this.origin = undefined;
    const gone = once(this.#child, "exit");
    process.kill(-this.#child.pid, "SIGKILL");
    await gone;
  }
}

/** The object of a user's money, by name: see js/edge/names.ts. */
const budgetOf = (user) =>
  createHash("sha256")
    .update(JSON.stringify(["wanreel/proxy v1", "user", user]))
    .digest("base64url");

/** @param tell hears how it goes */
export async function killTest({ kills, tell = () => {} }) {
  const folder = mkdtempSync(join(tmpdir(), "wanreel-kill-"));
  const config = join(folder, "config.json");
  const engine = new Engine(config);
  const simulator = createSimulator({
    apiKeys: [KEY],
    generationMs: { min: 200, max: 1_500 },
    latency: { min: 5, max: 60 },
    callbackFetch: (url, init) => fetch(url.replace(CALLBACKS, engine.origin ?? "http://127.0.0.1:9"), init),
  });
  const api = await serve(createHttpHandler(simulator, { all: true }));
  const hook = await webhookOf();
  const budget = { perUserDayMicroUsd: 10_000 * PRICE };
  const pipeline = {
    callbackOrigin: CALLBACKS,
    poll: { initialMs: 150, maxMs: 500 },
    // A job of unknown outcome keeps its place, since it may be running: a hundred kills leave many.
    concurrency: 1_000,
    perMinute: 60_000,
    budget,
  };
  writeFileSync(
    config,
    JSON.stringify({ api: api.origin, webhook: hook.url, persist: join(folder, "state"), worker: { pipeline } }),
  );
  try {
    const jobs = new Map();
    let client = await engine.start();
    for (let kill = 0; kill < kills; kill++) {
      const load = post(() => client, jobs, `${kill}`);
      await sleep(100 + Math.random() * 1_400);
      await engine.kill();
      client = undefined;
      client = await engine.start();
      // As its cron does every minute.
      await client.test("sweep").catch(() => {});
      await load;
      if (kill % 10 === 9) tell(`${kill + 1} kills, ${jobs.size} jobs, ${simulator.tasks().length} tasks`);
    }
    await settle(client, jobs);
    const unresolved = await reconcile(client, jobs, simulator);
    await settle(client, jobs);
    return await audit({ client, jobs, simulator, hook, unresolved, kills });
  } finally {
    await engine.kill().catch(() => {});
    api.stop();
    hook.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A few requests, each until it was answered: the same one is the same job, however often it is sent. */
async function post(clientNow, jobs, round) {
  const one = async (number) => {
    const user = USERS[number % USERS.length];
    const request = { ...TEXT, prompt: `A wave, ${round}, number ${number}` };
    for (let tries = 0; tries < 200; tries++) {
      try {
        const answer = await clientNow().post(request, { user });
        const body = await answer.json();
        if (answer.status === 202) return jobs.set(body.id, { user });
        if (answer.status < 500) throw Object.assign(new Error(JSON.stringify(body)), { isRefused: true });
      } catch (error) {
        if (error.isRefused) throw error;
      }
      await sleep(100);
    }
    throw new Error("it was never answered");
  };
  await Promise.all(Array.from({ length: 4 }, (_, number) => sleep(Math.random() * 800).then(() => one(number))));
}

/** Lets time pass until every job is over or nobody can go on without a person. */
async function settle({ test, pass, show }, jobs) {
  const open = new Set(jobs.keys());
  await test("sweep");
  // The last of these are hours: what is unknown is waited for by a callback for so long.
  for (const ms of [0, 0, ...Array(12).fill(MINUTE), ...Array(8).fill(60 * MINUTE)]) {
    await pass(ms);
    await sleep(150);
    for (const job of await inTurn([...open], (id) => show(id, jobs.get(id).user))) {
      const told = job.notification === "none" || job.notification === "delivered";
      if ((OVER.includes(job.state) && told) || job.state === "unresolved") open.delete(job.id);
    }
    if (open.size === 0) return;
    await inTurn([...open], (name) => test("ring", { name }));
  }
  const left = await Promise.all([...open].map((id) => show(id, jobs.get(id).user)));
  throw new Error(`these never ended: ${JSON.stringify(left.slice(0, 5))}`);
}

/** A few at a time: a hundred connections at once are a test of something else. */
async function inTurn(all, work) {
  const done = [];
  for (let from = 0; from < all.length; from += 8) {
    done.push(...(await Promise.all(all.slice(from, from + 8).map(work))));
  }
  return done;
}

/** A person looks into the API's own books. */
async function reconcile({ call, show }, jobs, simulator) {
  const { review } = await (await call("/review", { headers: OPERATOR }, null)).json();
  const listed = new Set(review.map(({ job }) => job));
  let count = 0;
  for (const [id, { user }] of jobs) {
    const { state, run } = await show(id, user);
    if (state !== "unresolved") continue;
    count += 1;
    assert.ok(listed.has(id), "an unresolved job is not on the review list");
    const task = simulator.tasks().find(({ idempotencyKey }) => idempotencyKey === `${id}.${run}`);
    const body = JSON.stringify(task ? { taskId: task.id } : { outcome: "not_accepted" });
    const answer = await call(`/jobs/${id}/reconcile`, { method: "POST", headers: OPERATOR, body }, null);
    assert.equal(answer.status, 200, `${body}: ${await answer.text()}`);
  }
  return count;
}

/** Every book against every other. */
async function audit({ client, jobs, simulator, hook, unresolved, kills }) {
  const tasks = simulator.tasks();
  const keys = tasks.map(({ idempotencyKey }) => idempotencyKey);
  assert.equal(new Set(keys).size, keys.length, "a run was paid for twice");
  const seen = new Map();
  const spent = new Map(USERS.map((user) => [user, 0]));
  let done = 0;
  for (const [id, { user }] of jobs) {
    const job = await client.show(id, user);
    assert.ok(OVER.includes(job.state), JSON.stringify(job));
    assert.equal(job.paidTwice, undefined);
    if (job.task) seen.set(job.task.id, id);
    spent.set(user, spent.get(user) + (job.price.spentMicroUsd ?? 0));
    if (job.state !== "done") continue;
    done += 1;
    const told = hook.told.filter(({ data }) => data?.id === id);
    assert.ok(told.length > 0, `nobody was told of ${id}`);
    assert.equal(new Set(told.map((each) => each.id)).size, 1, "one end was told under two ids");
    assert.ok(job.video.bytes > 0, "a job is done without its video");
  }
  const lost = tasks.filter(({ id }) => !seen.has(id));
  assert.deepEqual(
    lost.map(({ id, idempotencyKey }) => [id, idempotencyKey]),
    [],
    "a paid task belongs to no job",
  );
  assert.equal(
    simulator.billedMicroUsd(),
    [...spent.values()].reduce((sum, each) => sum + each, 0),
  );
  for (const user of USERS) {
    const message = { do: "sums" };
    const { sums } = await client.test("ask", { binding: "BUDGETS", name: budgetOf(user), message });
    const held = Object.values(sums).reduce((sum, each) => sum + each, 0);
    assert.equal(held, spent.get(user), `the budget of ${user} does not balance`);
  }
  const twice = hook.told.filter(({ id }) => id !== undefined).length - done;
  return { kills, jobs: jobs.size, tasks: tasks.length, done, unresolved, toldTwice: twice };
}

const HELP = `kill.mjs [kills]

Kills the pipeline so many times (default 100) at random moments under load, and holds the books of all sides together.`;

await main(import.meta.url, HELP, async ([kills = "100", ...others]) => {
  if (!/^[1-9]\d*$/.test(kills) || others.length > 0)
    throw new Stop(`kill.mjs takes a number of kills; got ${[kills, ...others].join(" ")}\n\n${HELP}`);
  console.log(JSON.stringify(await killTest({ kills: Number(kills), tell: console.log })));
});
