// The HTTP face: bad input and strangers in one envelope, ranges and validators, callbacks, limits under a rush, and what a
// job costs of the engine.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { CALLBACKS, PRICE, TEXT, world } from "./world.mjs";

const VIEWERS = 10;
let here;
before(async () => {
  here = await world({ pipeline: { budget: { perUserDayMicroUsd: VIEWERS * PRICE }, models: [TEXT.model] } });
});
after(() => here?.stop());

const raw = (body, headers = {}) => ({
  method: "POST",
  headers: { "content-type": "application/json", ...headers },
  body,
});
const ID = "A".repeat(43);
for (const [what, path, init, user, status, code] of [
  ["a request of nobody", "/jobs", raw(JSON.stringify(TEXT)), null, 401, "unauthorized"],
  ["a user with too long a name", "/jobs", raw(JSON.stringify(TEXT)), "x".repeat(257), 500, "internal_error"],
  ["a body that is no JSON", "/jobs", raw("{"), "ann", 400, "invalid_request"],
  ["a body that is a list", "/jobs", raw("[]"), "ann", 400, "invalid_request"],
  [
    "a body of another type",
    "/jobs",
    raw("a=b", { "content-type": "text/plain" }),
    "ann",
    400,
    "unsupported_media_type",
  ],
  ["files", "/jobs", { method: "POST", body: fileForm() }, "ann", 400, "files_not_allowed"],
  [
    "an oversized body",
    "/jobs",
    raw(JSON.stringify({ ...TEXT, prompt: "x".repeat(70_000) })),
    "ann",
    413,
    "request_too_large",
  ],
  ["an unknown field", "/jobs", raw(JSON.stringify({ ...TEXT, durration: 5 })), "ann", 400, "invalid_request"],
  [
    "a callback of the user's",
    "/jobs",
    raw(JSON.stringify({ ...TEXT, callback_url: "https://a.example/" })),
    "ann",
    400,
    "callback_not_allowed",
  ],
  [
    "a model that is not offered",
    "/jobs",
    raw(JSON.stringify({ ...TEXT, model: "wan2.5-text-to-video" })),
    "ann",
    403,
    "model_not_allowed",
  ],
  [
    "an Idempotency-Key with a space",
    "/jobs",
    raw(JSON.stringify(TEXT), { "idempotency-key": "a b" }),
    "ann",
    400,
    "invalid_idempotency_key",
  ],
  [
    "a page of another site",
    "/jobs",
    raw(JSON.stringify(TEXT), { "sec-fetch-site": "cross-site" }),
    "ann",
    403,
    "origin_not_allowed",
  ],
  ["a method that is not allowed", "/jobs", { method: "PUT" }, "ann", 405, "method_not_allowed"],
  ["a job that is none", `/jobs/${ID}`, {}, "ann", 404, "not_found"],
  ["a name that is none", "/jobs/..%2f", {}, "ann", 404, "not_found"],
  ["a file of no job", `/files/${ID}`, {}, "ann", 404, "not_found"],
  ["a link that is forged", `/files/${ID}?run=1&expires=99999999999999&signature=${ID}`, {}, null, 403, "link_expired"],
  ["a callback that is forged", `/callback/${ID}?secret=1.${ID}`, raw("{}"), null, 403, "callback_forbidden"],
  ["metrics for a user", "/metrics", {}, "ann", 403, "operators_only"],
  ["a review for a user", "/review", {}, "ann", 403, "operators_only"],
]) {
  test(`${what}: ${status} in the envelope, and no object is made`, async () => {
    const before = (await here.test("cost")).rows["job.put"] ?? 0;
    const answer = await here.call(path, init, user);
    const { error } = await answer.json();
    assert.deepEqual([answer.status, error.code], [status, code], JSON.stringify(error));
    assert.equal(typeof error.message, "string");
    assert.equal((await here.test("cost")).rows["job.put"] ?? 0, before);
  });
}

function fileForm() {
  const form = new FormData();
  form.set("image", new Blob(["x"]), "a.png");
  return form;
}

test("health, and metrics for an operator, as Prometheus reads them", async () => {
  assert.deepEqual(await (await here.call("/healthz", {}, null)).json(), { ok: true });
  const { id } = await (await here.post({ ...TEXT, prompt: "A counted wave" })).json();
  await here.until(id, "done");
  const text = await (await here.call("/metrics", { headers: { "x-operator": "yes" } }, null)).text();
  assert.match(text, /^# TYPE wanreel_jobs_total counter\nwanreel_jobs_total\{outcome="completed"\} 1$/m);
  assert.match(text, new RegExp(`^wanreel_spent_micro_usd_total\\{model="${TEXT.model}"\\} ${PRICE}$`, "m"));
  assert.match(text, /^wanreel_run_seconds_bucket\{le="\+Inf"\} 1$/m);
  // The form of the format: a comment, or a name with labels and a number.
  for (const line of text.trimEnd().split("\n")) {
    assert.match(line, /^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"]*"\})? -?[\d.]+)$/);
  }
});

test("a file by validators and ranges", async () => {
  const { id } = await (await here.post({ ...TEXT, prompt: "A file of its own" })).json();
  const { video } = await here.until(id, "done");
  const get = (headers, method = "GET") => here.call(`/files/${id}`, { method, headers });
  const whole = await get({});
  const size = Number(whole.headers.get("content-length"));
  await whole.arrayBuffer();
  const etag = whole.headers.get("etag");
  assert.equal(size, video.bytes);
  for (const [headers, status, range, length] of [
    [{ "if-none-match": etag }, 304, null, null],
    [{ "if-none-match": `"x", W/${etag}` }, 304, null, null],
    [{ "if-none-match": '"x"' }, 200, null, size],
    [{ "if-modified-since": whole.headers.get("last-modified") }, 304, null, null],
    [{ range: "bytes=0-0" }, 206, `bytes 0-0/${size}`, 1],
    [{ range: "bytes=10-" }, 206, `bytes 10-${size - 1}/${size}`, size - 10],
    [{ range: "bytes=-5" }, 206, `bytes ${size - 5}-${size - 1}/${size}`, 5],
    [{ range: `bytes=0-${size * 2}` }, 206, `bytes 0-${size - 1}/${size}`, size],
    [{ range: `bytes=${size}-` }, 416, `bytes */${size}`, null],
    [{ range: "bytes=-0" }, 416, `bytes */${size}`, null],
    [{ range: "bytes=5-2" }, 200, null, size],
    [{ range: "bytes=0-1,4-5" }, 200, null, size],
    [{ range: "bytes=0-3", "if-range": etag }, 206, `bytes 0-3/${size}`, 4],
    [{ range: "bytes=0-3", "if-range": '"x"' }, 200, null, size],
  ]) {
    const answer = await get(headers);
    const bytes = (await answer.arrayBuffer()).byteLength;
    assert.deepEqual([answer.status, answer.headers.get("content-range")], [status, range], JSON.stringify(headers));
    if (length !== null) assert.equal(bytes, length, JSON.stringify(headers));
  }
  const head = await get({}, "HEAD");
  assert.deepEqual([head.status, Number(head.headers.get("content-length"))], [200, size]);
  // Another's: neither by name nor by a link of another job.
  assert.equal((await here.call(`/files/${id}`, {}, "eve")).status, 404);
  const link = new URL(video.url, here.origin);
  assert.equal((await fetch(link.href.replace(id, ID))).status, 403);
  assert.equal((await fetch(link)).status, 200);
});

test("callbacks that come twice, early, late or for a task of nobody change nothing", async () => {
  const { sent, simulator, until, origin } = here;
  const user = "callbacks";
  const { id } = await (await here.post({ ...TEXT, prompt: "Called back" }, { user })).json();
  const done = await until(id, "done", { user });
  for (let tries = 0; tries < 100 && !sent.last?.url.includes(id); tries++) await sleep(50);
  const url = sent.last.url.replace(CALLBACKS, origin);
  const send = (body) => fetch(url, raw(body));
  const tasks = simulator.tasks().length;
  for (const body of [
    sent.last.body,
    sent.last.body,
    JSON.stringify({ id: "task-unified-1-nobody", status: "completed" }),
  ]) {
    assert.equal((await send(body)).status, 200);
  }
  assert.equal((await send("{}")).status, 400);
  // The secret of this job's is none of another's.
  const other = await (await here.post({ ...TEXT, prompt: "Not called back" }, { user })).json();
  assert.equal((await fetch(url.replace(id, other.id), raw(sent.last.body))).status, 403);
  // A right secret and another job's task, before its own has ended.
  await until(other.id, "done", { user });
  await sleep(200);
  assert.deepEqual(await here.show(id, user), {
    ...done,
    notification: "delivered",
    video: (await here.show(id, user)).video,
  });
  assert.equal(simulator.tasks().length, tasks + 1);
});

test("100 at once at the limit: ten pass, never one more, and what fails gives its money back", {
  timeout: 60_000,
}, async () => {
  const user = "rush";
  const posts = await Promise.all(
    Array.from({ length: 100 }, (_, number) => here.post({ ...TEXT, prompt: `A rush, number ${number}` }, { user })),
  );
  const answers = await Promise.all(posts.map(async (answer) => ({ status: answer.status, ...(await answer.json()) })));
  const made = answers.filter(({ status }) => status === 202);
  assert.deepEqual([made.length, answers.filter(({ status }) => status === 402).length], [VIEWERS, 100 - VIEWERS]);
  assert.match(answers.find(({ status }) => status === 402).error.message, /perUserDayMicroUsd/);
  for (const { id } of made) await here.until(id, "done", { user, ms: 30_000 });
  const { jobs } = await (await here.call("/jobs", {}, user)).json();
  // What was refused is no row.
  assert.equal(jobs.filter(({ state }) => state === "done").length, VIEWERS);
  assert.equal((await here.post({ ...TEXT, prompt: "One more" }, { user })).status, 402);
  // The same request is judged anew later: its row is gone.
  assert.equal((await here.post({ ...TEXT, prompt: "A rush, number 0" }, { user: "rush-2" })).status, 202);
});
