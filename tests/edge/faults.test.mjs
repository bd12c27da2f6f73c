// Whatever fails, no task is lost and none is paid for twice: each effect of a job fails in turn.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { CALLBACKS, KEY, PRICE, TEXT, world } from "./world.mjs";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const worlds = [];
after(() => Promise.all(worlds.map((each) => each.stop())));
/** A world whose API posts at most once for all of a test's jobs, unless it says otherwise. */
async function start(options) {
  const here = await world(options);
  worlds.push(here);
  const posts = () => here.simulator.log().filter(({ kind }) => kind === "submit").length;
  const make = async (prompt, init) => {
    const answer = await here.post({ ...TEXT, prompt }, init);
    return { status: answer.status, ...(await answer.json()) };
  };
  const sums = async (user = "ann") => {
    const { jobs } = await (await here.call("/jobs", {}, user)).json();
    return jobs.reduce((sum, { price }) => sum + (price.spentMicroUsd ?? 0), 0);
  };
  return { ...here, posts, make, sums };
}
const operator = { headers: { "x-operator": "yes", "content-type": "application/json" }, method: "POST" };

test("a POST whose answer is lost is not sent again; the callback brings its task", async () => {
  const { simulator, make, until, posts } = await start();
  simulator.setFaults({ on: "submit", do: "drop_after", times: 1 });
  const { id } = await make("A lost answer");
  const job = await until(id, "done");
  assert.deepEqual([posts(), simulator.tasks().length, job.task.id], [1, 1, simulator.tasks()[0].id]);
});

test("a callback whose sender no longer waits is heard all the same, before the job looks by itself", async () => {
  const patience = () => AbortSignal.timeout(300);
  const here = await start({
    pipeline: { poll: { initialMs: 600_000, maxMs: 600_000 } },
    simulate: {
      generationMs: 1_500,
      callbackFetch: (url, init) => fetch(url.replace(CALLBACKS, here.origin), { ...init, signal: patience() }),
    },
  });
  const { id } = await here.make("A callback that is given up");
  await here.until(id, "polling");
  await here.test("faults", { secretMs: 1_000 });
  await here.until(id, "done");
  const [{ callbacks }] = here.simulator.tasks();
  // Cloudflare's network ends what nobody waits for but this; the engine alone, as it runs here, does not.
  assert.ok((await here.test("cost")).seenThrough >= callbacks.length);
  assert.ok(callbacks.length > 0 && callbacks.every(({ status }) => status === null), JSON.stringify(callbacks));
});

test("without a callback a lost answer is unresolved after 15 minutes, keeps its money, and a person ends it", async () => {
  const budget = { perUserDayMicroUsd: 2 * PRICE };
  const here = await start({ callbacks: false, pipeline: { budget } });
  const { simulator, make, until, pass, call, posts } = here;
  simulator.setFaults({ on: "submit", do: "drop_after" });
  const [one, two] = [await make("Lost and found"), await make("Lost and not found")];
  for (const { id } of [one, two]) await until(id, (job) => job.needsReview);
  await pass(16 * MINUTE, one.id, two.id);
  for (const { id } of [one, two]) assert.equal((await until(id, "unresolved")).error.code, "submission_unknown");
  const { review } = await (await call("/review", { headers: { "x-operator": "yes" } })).json();
  assert.deepEqual(new Set(review.map(({ job }) => job)), new Set([one.id, two.id]));
  assert.equal((await make("One too many")).status, 402);
  const reconcile = (id, body) => call(`/jobs/${id}/reconcile`, { ...operator, body: JSON.stringify(body) });
  assert.equal((await call(`/jobs/${one.id}/reconcile`, { ...operator, headers: { "x-user": "ann" } })).status, 403);
  assert.equal((await reconcile(one.id, { task: "x" })).status, 400);
  simulator.setFaults([]);
  // A task of another job is none of this one's; nor is one that our key does not read.
  assert.equal((await reconcile(two.id, { taskId: "task-unified-1-nobody" })).status, 409);
  const [task] = simulator.tasks();
  assert.equal((await reconcile(one.id, { taskId: task.id })).status, 200);
  assert.equal((await reconcile(two.id, { taskId: task.id })).status, 409);
  assert.equal((await reconcile(two.id, { outcome: "not_accepted" })).status, 200);
  assert.equal((await until(one.id, "done")).price.spentMicroUsd, PRICE);
  assert.equal((await until(two.id, "failed")).error.code, "not_accepted");
  assert.equal(posts(), 2);
  // What the failed one had put aside is there again.
  assert.equal((await make("Now it fits")).status, 202);
});

test("polls that fail for an hour lose nothing, and 404 for ten minutes is unresolved", async () => {
  const { simulator, make, until, pass } = await start({ callbacks: false, simulate: { generationMs: 600 } });
  const { id } = await make("A silent API");
  await until(id, "polling");
  simulator.setFaults({ on: "poll", status: 503 });
  for (let minute = 0; minute < 6; minute++) await pass(10 * MINUTE, id);
  assert.equal((await until(id, () => true)).state, "polling");
  simulator.setFaults([]);
  // By the API's own clock little has passed.
  await sleep(600);
  await pass(10 * MINUTE, id);
  await until(id, "done");
  const gone = await make("Gone");
  await until(gone.id, "polling");
  simulator.setFaults({ on: "poll", status: 404 });
  for (let minute = 0; minute < 12; minute++) await pass(MINUTE, gone.id);
  assert.equal((await until(gone.id, () => true)).state, "unresolved");
});

test("429 slows all and fails none; Retry-After is obeyed", async () => {
  const { simulator, make, until, posts, call, pass } = await start({ simulate: { generationMs: 50 } });
  simulator.setFaults({ on: "submit", status: 429, retryAfter: 300, times: 1 });
  const first = await make("Too many");
  await until(first.id, "queued");
  for (let tries = 0; tries < 50; tries++) {
    const { pausedUntil } = await (await call("/review", { headers: { "x-operator": "yes" } })).json();
    if (pausedUntil !== null) break;
    await sleep(50);
  }
  const second = await make("One more");
  await sleep(300);
  assert.equal(posts(), 1);
  await pass(6 * MINUTE, first.id, second.id);
  await Promise.all([until(first.id, "done"), until(second.id, "done")]);
  assert.equal(simulator.tasks().length, 2);
});

test("a key that was exchanged pauses the deployment and fails no job", async () => {
  const { simulator, make, until, pass, test: control, call } = await start();
  await control("faults", { key: "sk-the-key-of-before-0123456789" });
  const { id } = await make("Behind a locked door");
  const overview = async () => (await call("/review", { headers: { "x-operator": "yes" } })).json();
  for (let tries = 0; tries < 100 && (await overview()).paused === null; tries++) await sleep(50);
  assert.match((await overview()).paused, /^401/);
  assert.equal((await until(id, () => true)).state, "queued");
  const metrics = await (await call("/metrics", { headers: { "x-operator": "yes" } })).text();
  assert.match(metrics, /^wanreel_paused 1$/m);
  await control("faults", { key: KEY });
  await pass(HOUR, id);
  await until(id, "done");
  assert.equal(simulator.tasks().length, 1);
});

test("an operator pauses and resumes; a job that waits can be cancelled, one that runs cannot", async () => {
  const { make, until, posts, call, simulator } = await start({ simulate: { generationMs: 800 } });
  const pause = (paused) => call("/pause", { ...operator, body: JSON.stringify({ paused }) });
  assert.equal((await call("/pause", { ...operator, headers: { "x-user": "ann" } })).status, 403);
  assert.equal((await pause(true)).status, 200);
  const [waits, stays] = [await make("It waits"), await make("It stays")];
  await sleep(300);
  assert.equal(posts(), 0);
  assert.equal((await call(`/jobs/${waits.id}/cancel`, { method: "POST" }, "eve")).status, 404);
  assert.equal((await call(`/jobs/${waits.id}/cancel`, { method: "POST" })).status, 200);
  await pause(false);
  await until(stays.id, "polling");
  const refused = await call(`/jobs/${stays.id}/cancel`, { method: "POST" });
  assert.equal(refused.status, 409);
  assert.match((await refused.json()).error.message, /billed/);
  await until(stays.id, "done");
  assert.deepEqual([(await until(waits.id, () => true)).state, simulator.tasks().length], ["cancelled", 1]);
});

test("a webhook that is down for an hour is told once it is up, with the same id each time", async () => {
  const answer = (delivery) => (delivery <= 3 ? 500 : 204);
  const { make, until, pass, hook } = await start({ answer });
  const { id } = await make("Nobody listens");
  // Done at once, however long nobody listens.
  const job = await until(id, "done");
  assert.equal(job.notification, "pending");
  for (let round = 0; round < 7 && hook.told.length < 4; round++) await pass(20 * MINUTE, id);
  await until(id, (seen) => seen.notification === "delivered");
  assert.equal(hook.told.length, 4);
  assert.equal(new Set(hook.told.map((told) => told.headers["webhook-id"])).size, 1);
  assert.equal(new Set(hook.told.map((told) => told.timestamp)).size, 1);
});

test("a budget's object that is gone for a while holds a job up, and loses none", async () => {
  const { make, until, pass, test: control } = await start();
  await control("faults", { goneUntil: { budget: Date.now() + 1_000 } });
  const { id, status } = await make("A closed till");
  assert.equal(status, 202);
  assert.equal((await until(id, () => true)).state, "reserving");
  await sleep(1_000);
  await pass(MINUTE, id);
  await until(id, "done");
});

test("a queue that takes nothing, and every message twice", async () => {
  const { make, until, pass, posts, test: control, simulator } = await start({ worker: { copies: 2 } });
  await control("faults", { sends: 1 });
  const { id } = await make("A full letter box");
  await sleep(300);
  assert.equal((await until(id, () => true)).state, "queued");
  await pass(15_000, id);
  await until(id, "done");
  const more = await Promise.all(Array.from({ length: 5 }, (_, number) => make(`Twice, number ${number}`)));
  for (const job of more) await until(job.id, "done");
  assert.deepEqual([posts(), simulator.tasks().length], [6, 6]);
});

test("three minutes of a constructor that throws: the sweep wakes what nobody else would", {
  timeout: 60_000,
}, async () => {
  const {
    make,
    until,
    pass,
    test: control,
    simulator,
  } = await start({
    simulate: { generationMs: 400 },
    callbacks: false,
  });
  const { id } = await make("A broken deploy");
  await until(id, "polling");
  await control("faults", { brokenUntil: { job: Date.now() + 1_000 } });
  await control("evict", { name: id });
  await control("sweep");
  await sleep(1_100);
  // What six failures in two minutes come to.
  await control("drop", { name: id });
  // The sweep comes every minute; ten minutes after the trouble all jobs are looked after.
  for (let minute = 0; minute < 12; minute++) {
    await pass(MINUTE);
    await control("sweep");
  }
  await until(id, "done");
  assert.equal(simulator.tasks().length, 1);
});

test("a job whose alarm was dropped at the end of its way is found after an outage, by its user's list", async () => {
  const answer = (delivery) => (delivery === 1 ? 500 : 204);
  const { make, until, pass, test: control, hook, show } = await start({ answer });
  const { id } = await make("A notification that waits");
  await until(id, "done");
  for (let tries = 0; tries < 100 && hook.told.length < 1; tries++) await sleep(50);
  await sleep(200);
  await control("drop", { name: id });
  await control("faults", { brokenUntil: { job: Date.now() + 1_000 } });
  await control("evict", { name: id });
  await control("sweep");
  await sleep(1_100);
  for (let minute = 0; minute < 12; minute++) {
    await pass(MINUTE);
    await control("sweep");
  }
  for (let tries = 0; tries < 100 && hook.told.length < 2; tries++) await sleep(50);
  assert.equal(hook.told.length, 2);
  assert.equal((await show(id)).notification, "delivered");
});

test("a job under way is found after an outage behind more of its user's newer ones than a sweep reads", {
  timeout: 60_000,
}, async () => {
  const { make, until, pass, test: control, hook } = await start({ simulate: { generationMs: 400 }, callbacks: false });
  const user = "ann";
  const name = createHash("sha256")
    .update(JSON.stringify(["wanreel/proxy v1", "user", user]))
    .digest("base64url");
  // Rows of 230 jobs that began after it, put down before it so that it has no time to end.
  const later = Date.now() + 60_000;
  for (let number = 0; number < 230; number++) {
    const [job, createdAt] = [String(number).padEnd(43, "A"), later + number];
    const entry = { job, run: 1, user, feature: "", model: "wan2.7-text-to-video", microUsd: 1, createdAt };
    const row = {
      ...entry,
      endedAt: createdAt,
      state: "done",
      spent: true,
      taskId: null,
      error: null,
      needsReview: false,
    };
    const message = { do: "money", reservation: job, level: 1, charges: [], entry: row, now: createdAt };
    await control("ask", { binding: "BUDGETS", name, message });
  }
  const { id } = await make("An old one");
  const { run } = await until(id, "polling");
  await control("faults", { brokenUntil: { job: Date.now() + 1_000 } });
  await control("evict", { name: id });
  await control("sweep");
  await sleep(1_100);
  await control("drop", { name: id });
  // Its user's list alone is to find it, not the list of those which run.
  const slot = { type: "release_slot", id: "r", job: id, run, user, outcome: "polling" };
  await control("ask", { binding: "COORDINATOR", name: "coordinator", message: slot });
  const before = await control("cost");
  for (let minute = 0; minute < 12; minute++) {
    await pass(MINUTE);
    await control("sweep");
  }
  // Whoever looks at the job would wake it.
  for (let tries = 0; tries < 100 && hook.told.length < 1; tries++) await sleep(50);
  assert.equal(hook.told.length, 1);
  const after = await control("cost");
  // Two pages, and each job once.
  assert.ok(after.requests.job - before.requests.job < 300, `${after.requests.job - before.requests.job} requests`);
});

test("whoever looks at a job finds that its alarm is gone, and sets it going again", async () => {
  const { make, until, test: control } = await start({ simulate: { generationMs: 300 }, callbacks: false });
  const { id } = await make("Looked at in time");
  await until(id, "polling");
  await control("drop", { name: id });
  await until(id, "done");
});

test("after retentionDays a job is gone, its video is not, and the same request is a new job", async () => {
  const { make, until, pass, call, test: control, simulator } = await start({ pipeline: { retentionDays: 2 } });
  const { id } = await make("A short memory");
  await until(id, (job) => job.notification === "delivered");
  await pass(25 * HOUR, id);
  assert.equal((await call(`/jobs/${id}`)).status, 200);
  await pass(24 * HOUR, id);
  assert.equal((await call(`/jobs/${id}`)).status, 404);
  assert.equal((await control("bucket")).length, 1);
  const again = await make("A short memory");
  assert.equal(again.id, id);
  await until(id, "done");
  assert.equal(simulator.tasks().length, 2);
  assert.equal((await control("bucket")).length, 2);
});

test("an object that is lost while it looks is woken by the same alarm, and looks again", async () => {
  const here = await start({ callbacks: false, simulate: { generationMs: 500 } });
  here.simulator.setFaults({ on: "poll", do: "delay", delayMs: 5_000, times: 1 });
  const { id } = await here.make("A look that is lost");
  const looks = () => here.simulator.log().filter(({ kind }) => kind === "poll").length;
  for (let left = 200; looks() === 0 && left > 0; left--) await sleep(20);
  await here.test("evict", { name: id });
  // Nobody asks for the job: a GET would set an alarm.
  for (let left = 300; here.hook.told.length === 0 && left > 0; left--) await sleep(50);
  assert.equal(here.hook.told[0]?.type, "job.done");
  assert.ok(looks() >= 2);
});

test("a clock that is set back an hour, and then right again, keeps nobody waiting who is called back", async () => {
  const { make, until, pass, simulator } = await start({ simulate: { generationMs: 2_000 } });
  const { id } = await make("A clock that jumps");
  await until(id, "polling");
  await pass(-HOUR, id);
  await until(id, "done");
  await pass(2 * HOUR, id);
  assert.equal((await until(id, () => true)).state, "done");
  assert.equal(simulator.tasks().length, 1);
});
