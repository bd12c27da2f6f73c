// A job as any framework shows it, against the simulator.
import assert from "node:assert/strict";
import { test } from "node:test";
import { WanClient } from "wanreel";
import { createSimulator } from "wanreel/simulator";
import { historyOf, VideoJob } from "wanreel/video";

const REQUEST = { model: "wan2.7-text-to-video", prompt: "A lighthouse keeper climbs the stairs at dusk" };

function world(generationMs = 60) {
  const simulator = createSimulator({ generationMs });
  const client = new WanClient({
    apiKey: "sk-job",
    fetch: simulator.fetch,
    poll: { initialMs: 10, maxMs: 20 },
  });
  const posts = () => simulator.log().filter(({ kind }) => kind === "submit").length;
  return { client, posts };
}

/** Resolves when its status is that. */
const becomes = (job, status) =>
  new Promise((resolve) => {
    const end = job.subscribe(() => {
      if (job.state().status !== status) return;
      end();
      resolve();
    });
  });

test("waits to its end where nobody has said that it is shown", async () => {
  const { client } = world();
  const job = new VideoJob(client);
  const task = await job.generate(REQUEST);
  assert.equal(task?.results.length, 1);
  assert.equal(job.state().status, "completed");
  await historyOf(client).refresh();
  assert.equal(historyOf(client).state().entries[0]?.record.remembered?.prompt, REQUEST.prompt);
});

test("a field that a cleared number field made NaN is not given", async () => {
  const { client } = world();
  const task = await new VideoJob(client).generate({ ...REQUEST, duration: Number.NaN });
  assert.equal(task?.status, "completed");
});

test("left in a wait, it stops; shown again, it goes on with the same task", async () => {
  const { client, posts } = world(400);
  const job = new VideoJob(client);
  job.attach();
  const answer = job.generate(REQUEST);
  await becomes(job, "waiting");
  job.detach();
  assert.equal(await answer, undefined);
  const { id } = job.state().task ?? {};
  assert.equal(job.state().status, "stopped");
  job.attach();
  await becomes(job, "completed");
  assert.deepEqual([job.state().task?.id, posts()], [id, 1]);
});

test("left and shown again at once, as strict modes do, it waits on", async () => {
  const { client } = world();
  const job = new VideoJob(client);
  job.attach();
  const answer = job.generate(REQUEST);
  await becomes(job, "waiting");
  job.detach();
  job.attach();
  assert.equal((await answer)?.results.length, 1);
});

test("another client is asked from then on", async () => {
  const [first, second] = [world(), world()];
  const job = new VideoJob(first.client);
  job.attach(second.client);
  await job.generate(REQUEST);
  assert.deepEqual([first.posts(), second.posts()], [0, 1]);
});

test("the client of a call is asked, whoever was attached", async () => {
  const [first, second] = [world(), world()];
  const job = new VideoJob(first.client);
  job.attach();
  const task = await job.use(second.client).generate(REQUEST);
  assert.deepEqual([first.posts(), second.posts()], [0, 1]);
  await historyOf(second.client).refresh();
  assert.equal(historyOf(second.client).state().entries[0]?.record.taskId, task?.id);
  assert.equal(historyOf(first.client).state().entries.length, 0);
});
