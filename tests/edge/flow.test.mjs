// The whole way of a job in real workerd: request, budget, queue, submit, polls, callback, archive, notification.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { KEY, PRICE, TEXT, world } from "./world.mjs";

let here;
before(async () => {
  here = await world();
});
after(() => here?.stop());

const IMAGE = "https://your-cdn.com/dawn.png";
const VIDEO = "https://your-cdn.com/walk.mp4";
for (const [mode, request] of [
  ["text-to-video", TEXT],
  [
    "image-to-video",
    { model: "wan2.7-image-to-video", prompt: "The sun rises over the lake", image_start: IMAGE, duration: 5 },
  ],
  [
    "reference-video",
    { model: "wan2.7-reference-video", prompt: "Image 1 walks along the shore", image_urls: [IMAGE], duration: 5 },
  ],
  ["video-edit", { model: "wan2.7-video-edit", prompt: "Make it snow", video_urls: [VIDEO] }],
]) {
  test(`a job of ${mode}, from the request to the video and its notification`, { timeout: 30_000 }, async () => {
    const { post, until, call, hook, simulator, test: control } = here;
    const answer = await post(request);
    const made = await answer.json();
    assert.equal(answer.status, 202, JSON.stringify(made));
    assert.equal(answer.headers.get("location"), `/jobs/${made.id}`);
    const job = await until(made.id, (seen) => seen.state === "done" && seen.notification === "delivered");
    const [task] = simulator.tasks().filter(({ request: sent }) => sent.model === request.model);
    assert.equal(job.task.id, task.id);
    assert.equal(job.price.spentMicroUsd, task.billedMicroUsd, JSON.stringify(job.price));
    // The video: what the bucket holds, whole, by its hash, and by ranges.
    const file = await fetch(here.origin + job.video.url);
    assert.equal(file.headers.get("content-type"), "video/mp4");
    const bytes = Buffer.from(await file.arrayBuffer());
    assert.equal(bytes.length, job.video.bytes);
    assert.equal(createHash("sha256").update(bytes).digest("hex"), job.video.sha256);
    const part = await call(`/files/${job.id}`, { headers: { range: "bytes=4-11" } });
    assert.equal(part.status, 206);
    assert.equal(part.headers.get("content-range"), `bytes 4-11/${bytes.length}`);
    assert.ok(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(4, 12)));
    // Who is told: the same job, under one id.
    const told = hook.told.filter(({ data }) => data?.id === job.id);
    assert.equal(told.length, 1);
    assert.equal(told[0].type, "job.done");
    assert.equal(told[0].data.video.key, job.video.key);
    assert.deepEqual(
      job.timeline.map(({ state }) => state),
      ["reserving", "queued", "submitting", "polling", "archiving", "done"],
    );
    const seen = JSON.stringify([await control("cost"), told, job]);
    assert.ok(
      !seen.includes(KEY) && !seen.includes(request.prompt),
      "the key or a prompt is in a log line, a view or a notice",
    );
  });
}

test("the same request again is the same job, and nothing is paid twice; another take is another", async () => {
  const { post, until, simulator } = here;
  const before = simulator.tasks().length;
  const answers = await Promise.all(Array.from({ length: 8 }, () => post({ ...TEXT, prompt: "A quiet harbour" })));
  const jobs = await Promise.all(answers.map((answer) => answer.json()));
  assert.equal(new Set(jobs.map(({ id }) => id)).size, 1);
  await until(jobs[0].id, "done");
  assert.equal(simulator.tasks().length, before + 1);
  const other = await (
    await post({ ...TEXT, prompt: "A quiet harbour" }, { headers: { "idempotency-key": "take-2" } })
  ).json();
  assert.notEqual(other.id, jobs[0].id);
  const someone = await (await post({ ...TEXT, prompt: "A quiet harbour" }, { user: "bob" })).json();
  await Promise.all([until(other.id, "done"), until(someone.id, "done", { user: "bob" })]);
  assert.equal(simulator.tasks().length, before + 3);
});

test("a list shows a user's own jobs, newest first, by state and by pages", async () => {
  const { call, post, until } = here;
  const user = "lister";
  const ids = [];
  for (let number = 0; number < 23; number++) {
    ids.push((await (await post({ ...TEXT, prompt: `A wave, number ${number}` }, { user })).json()).id);
  }
  for (const id of ids) await until(id, "done", { user, ms: 30_000 });
  const first = await (await call("/jobs", {}, user)).json();
  const second = await (await call(`/jobs?cursor=${encodeURIComponent(first.cursor)}`, {}, user)).json();
  assert.deepEqual([first.jobs.length, second.jobs.length, second.cursor], [20, 3, undefined]);
  assert.deepEqual(
    [...first.jobs, ...second.jobs].map(({ id }) => id),
    ids.toReversed(),
  );
  assert.ok(first.jobs.every(({ state, price }) => state === "done" && price.spentMicroUsd === PRICE));
  // By its rows alone, which say so once the video is there.
  let done = [];
  for (let tries = 0; done.length < first.jobs.length && tries < 200; tries++) {
    done = (await (await call("/jobs?state=done", {}, user)).json()).jobs;
  }
  assert.deepEqual(
    done.map(({ id }) => id),
    first.jobs.map(({ id }) => id),
  );
  assert.deepEqual(await (await call("/jobs?state=failed", {}, user)).json(), { jobs: [] });
  assert.equal((await call("/jobs?state=lost", {}, user)).status, 400);
  assert.deepEqual(await (await call("/jobs", {}, "nobody-else")).json(), { jobs: [] });
});

test("server-sent events show each state and end with the job", { timeout: 20_000 }, async () => {
  const { post, call } = here;
  const { id } = await (await post({ ...TEXT, prompt: "Fireflies over a meadow" })).json();
  const stream = await call(`/jobs/${id}/events`);
  assert.equal(stream.headers.get("content-type"), "text/event-stream; charset=utf-8");
  const text = await stream.text();
  const seen = [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data).state);
  assert.equal(seen.at(-1), "done");
  // A page that connects anew after the end is told to stop.
  const last = [...text.matchAll(/^id: (.*)$/gm)].at(-1)[1];
  assert.equal((await call(`/jobs/${id}/events`, { headers: { "last-event-id": last } })).status, 204);
  assert.equal((await call(`/jobs/${id}/events`, {}, "eve")).status, 404);
});
