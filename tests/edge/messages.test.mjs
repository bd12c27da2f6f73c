// What goes between the parts: messages of both queues, webhooks that may not be asked, traces, and fairness among users.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { KEY, PRICE, serve, TEXT, world } from "./world.mjs";

const worlds = [];
after(() => Promise.all(worlds.map((each) => each.stop())));
async function start(options) {
  const here = await world(options);
  worlds.push(here);
  const make = async (prompt, init) => (await here.post({ ...TEXT, prompt }, init)).json();
  return { ...here, make };
}
const OPERATOR = { method: "POST", headers: { "x-operator": "yes", "content-type": "application/json" } };
const pause = ({ call }, paused) => call("/pause", { ...OPERATOR, body: JSON.stringify({ paused }) });

test("messages of both queues: foreign, late, dead, and for an object that is gone", async () => {
  const here = await start({ pipeline: { budget: { perUserDayMicroUsd: PRICE } } });
  const { make, until, test: control, simulator, show, post } = here;
  const queue = (name, ...messages) => control("queue", { queue: name, messages });
  assert.deepEqual(
    await queue("submits", "nonsense", null, { job: "../x", run: 1 }, { job: "A".repeat(43) }),
    Array(4).fill("ack"),
  );
  // Of a job that is none: a guessed name makes nothing.
  assert.deepEqual(await queue("submits", { job: "A".repeat(43), run: 1 }), ["ack"]);
  await pause(here, true);
  const { id, run } = await make("A dead letter");
  await until(id, "queued");
  assert.equal((await post({ ...TEXT, prompt: "No room" })).status, 402);
  // Of an earlier run: nothing.
  assert.deepEqual(await queue("submits-dead", { job: id, run: run - 1 }), ["ack"]);
  assert.equal((await show(id)).state, "queued");
  await control("faults", { goneUntil: { job: Date.now() + 500 } });
  assert.deepEqual(await queue("submits", { job: id, run }), ["retry in 30 s"]);
  await sleep(500);
  assert.deepEqual(await queue("submits-dead", { job: id, run }), ["ack"]);
  const failed = await until(id, "failed");
  assert.equal(failed.error.code, "dead_letter");
  assert.equal(simulator.tasks().length, 0);
  // Its money is there again, and the same request is a new run of the same job.
  await pause(here, false);
  const again = await make("A dead letter");
  assert.deepEqual([again.id, again.run > run], [id, true]);
  await until(id, "done");
  // A message of the run before, and one for what is done, start nothing.
  assert.deepEqual(await queue("submits", { job: id, run }, { job: id, run: again.run }), ["ack", "ack"]);
  assert.deepEqual(await queue("submits-dead", { job: id, run: again.run }), ["ack"]);
  assert.deepEqual([(await show(id)).state, simulator.tasks().length], ["done", 1]);
});

test("a trace goes from the request over the API's call to the notification", async () => {
  const { make, until, simulator, hook } = await start();
  const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  const { id } = await make("A trace", { headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` } });
  await until(id, (job) => job.notification === "delivered");
  const [submit] = simulator.log().filter(({ kind }) => kind === "submit");
  const pattern = new RegExp(`^00-${trace}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`);
  assert.match(submit.headers.traceparent, pattern);
  assert.match(hook.told[0].headers.traceparent, pattern);
  // Without one, or with what is none, there is a new one.
  const other = await make("Another trace", { headers: { traceparent: "00-0-0-0" } });
  await until(other.id, "done");
  assert.match(
    simulator.log().filter(({ kind }) => kind === "submit")[1].headers.traceparent,
    /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/,
  );
});

test("a webhook that is none of the public is not asked, and one that leads elsewhere not followed", async () => {
  let followed = 0;
  const elsewhere = await serve((_, response) => {
    followed += 1;
    response.writeHead(204).end();
  });
  const leading = await serve((_, response) => response.writeHead(307, { location: elsewhere.origin }).end());
  const { make, until, test: control } = await start();
  const refused = [
    "http://10.0.0.1/",
    "https://localhost.localdomain/",
    "https://me:word@example.com/",
    "ftp://a.example/",
    "no url",
  ];
  for (const [number, webhook] of [...refused, leading.origin].entries()) {
    await control("faults", { webhook });
    const { id } = await make(`A private hook, number ${number}`);
    // Done all the same.
    assert.equal((await until(id, "done")).notification, "pending");
    await sleep(150);
    const failures = (await control("cost")).events.filter(({ where }) => where === "notify");
    assert.ok(failures.length > number, webhook);
    assert.match(failures.at(-1).message, /public host/);
  }
  assert.equal(followed, 0);
  elsewhere.stop();
  leading.stop();
});

test("a user with many jobs does not keep another waiting, and higher priority goes first", async () => {
  const here = await start({ pipeline: { concurrency: 1 }, simulate: { generationMs: 20 } });
  const { make, until, simulator } = here;
  await pause(here, true);
  const many = [];
  for (let number = 0; number < 12; number++)
    many.push((await make(`One of many, number ${number}`, { user: "busy" })).id);
  const urgent = await make("Sooner than the others", { user: "busy", headers: { "x-priority": "5" } });
  const other = await make("Just one", { user: "calm" });
  await pause(here, false);
  await Promise.all([...many, urgent.id].map((id) => until(id, "done", { user: "busy", ms: 40_000 })));
  await until(other.id, "done", { user: "calm" });
  const order = simulator.tasks().map(({ request }) => request.prompt);
  assert.equal(order[0], "Sooner than the others");
  assert.ok(order.indexOf("Just one") <= 2, order.join("\n"));
});

test("limits for all, divided among objects, are never passed, and refuse a little early at the most", async () => {
  const total = 10;
  const here = await start({ pipeline: { budget: { totalMicroUsd: total * PRICE }, budgetShards: 3 } });
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, number) =>
      here.post({ ...TEXT, prompt: `For all, number ${number}` }, { user: `user-${number % 8}` }),
    ),
  );
  const made = answers.filter(({ status }) => status === 202).length;
  assert.ok(answers.every(({ status }) => status === 202 || status === 402));
  // A share is a third of the limit, and each holds three: nine of ten.
  assert.equal(made, 9);
  await here.stop();
  worlds.splice(worlds.indexOf(here), 1);
});

test("neither the key nor a prompt is in a line of the log", async () => {
  const { make, until, simulator, test: control } = await start();
  // What the API says of a request may quote it, and what was sent with it.
  simulator.setFaults({ on: "submit", status: 400, message: `no good: ${KEY}`, times: 1 });
  const { id } = await make("A secret prompt");
  const job = await until(id, "failed");
  const { events } = await control("cost");
  const text = JSON.stringify([events, job]);
  assert.ok(events.length >= 3 && !text.includes(KEY) && !text.includes("A secret prompt"), text);
});
