// Waiting, watching, reading.
import { deepEqual, equal, isError, ok, rejection, sleep } from "./assert.mjs";
import { textRequest } from "./world.mjs";

const polls = async (there) => (await there.seen("poll")).length;

/** What a status request may meet without losing the task. */
const WEATHER = {
  "a 500": { status: 500 },
  "a 502 page": { status: 502, body: "html" },
  "a 429": { status: 429 },
  "a 402": { status: 402 },
  "a page instead": { do: "html" },
  "half an answer": { do: "truncated" },
  "an empty answer": { do: "empty" },
  null: { do: "null" },
  "a broken connection": { do: "drop_before" },
  "an answer that breaks off": { do: "drop_body" },
};

export const cases = [
  {
    name: "retrieve: reads once, before and after",
    async run({ world, client }) {
      const there = await world({ generationMs: 60_000, completeAfterPolls: 2 });
      const wan = client(there);
      const { id } = await wan.submit(textRequest());
      const before = await wan.retrieve(id);
      ok(["pending", "processing"].includes(before.status), `status ${before.status}`);
      equal(before.id, id, "id");
      const after = await wan.retrieve(id);
      equal(after.status, "completed", "status");
      equal(after.results.length, 1, "results");
      equal(await polls(there), 2, "polls");
    },
  },
  {
    name: "watch: yields each change and ends with the task",
    async run({ world, client }) {
      const there = await world({ generationMs: 300 });
      const wan = client(there);
      const seen = [];
      for await (const task of wan.watch(await wan.submit(textRequest()))) seen.push(task);
      equal(seen.at(-1).status, "completed", "the last status");
      equal(seen.at(-1).results.length, 1, "results");
      equal(seen.filter(({ status }) => status === "completed").length, 1, "ends once");
      const changes = seen.map(({ status, progress }) => `${status} ${progress}`);
      equal(new Set(changes).size, changes.length, `changes ${changes}`);
    },
  },
  {
    name: "watch: ended early, it asks no more",
    async run({ world, client }) {
      const there = await world({ generationMs: 60_000 });
      const wan = client(there);
      for await (const task of wan.watch((await wan.submit(textRequest())).id)) {
        equal(task.status === "completed", false, "not over");
        break;
      }
      await sleep(50);
      const before = await polls(there);
      await sleep(300);
      equal(await polls(there), before, "polls");
    },
  },
  {
    name: "watch: a failed task is yielded, and ends it",
    async run({ world, client }) {
      const there = await world({ faults: { do: "fail", code: "service_error" } });
      const wan = client(there);
      const seen = [];
      for await (const task of wan.watch(await wan.submit(textRequest()))) seen.push(task.status);
      equal(seen.at(-1), "failed", "the last status");
    },
  },
  {
    name: "watch: an abort rejects with its reason",
    async run({ world, client }) {
      const there = await world({ generationMs: 60_000 });
      const wan = client(there);
      const stop = new AbortController();
      const reason = new Error("enough");
      const watching = (async () => {
        for await (const _ of wan.watch(await wan.submit(textRequest()), { signal: stop.signal })) stop.abort(reason);
      })();
      equal(await rejection(watching), reason, "the reason");
    },
  },
  ...Object.entries(WEATHER).map(([name, fault]) => ({
    name: `wait: ${name} is ridden out`,
    async run({ world, client }) {
      const there = await world({ faults: { on: "poll", nth: [1, 2, 4], ...fault } });
      const task = await client(there).generate(textRequest());
      equal(task.status, "completed", "status");
      equal((await there.seen("submit")).length, 1, "submits");
    },
  })),
  {
    name: "wait: no answer in time is ridden out",
    async run({ world, client }) {
      const there = await world({ faults: { on: "poll", do: "hang", nth: 1 } });
      const task = await client(there, { timeouts: { readMs: 150 } }).generate(textRequest());
      equal(task.status, "completed", "status");
    },
  },
  {
    name: "wait: Retry-After is longer than the schedule",
    async run({ world, client }) {
      const there = await world({ faults: { on: "poll", status: 429, nth: 1, retryAfter: 1 } });
      await client(there).generate(textRequest());
      const [first, second] = await there.seen("poll");
      ok(second.at - first.at >= 990, `the pause was ${second.at - first.at} ms`);
    },
  },
  {
    name: "wait: the schedule stays inside its bounds",
    async run({ world, client }) {
      const there = await world({ generationMs: 900, estimatedSeconds: 1 });
      await client(there, { poll: { initialMs: 100, maxMs: 200 } }).generate(textRequest());
      const times = (await there.seen("poll")).map(({ at }) => at);
      const pauses = times.slice(1).map((at, index) => at - times[index]);
      ok(
        pauses.every((pause) => pause >= 90),
        `pauses ${pauses}`,
      );
      ok(times.length >= 3, `polls ${times.length}`);
    },
  },
  {
    name: "wait: a deadline is a DeadlineError, and waiting again resumes",
    async run({ wanreel, world, client }) {
      const there = await world({ generationMs: 1500 });
      const wan = client(there);
      const error = await rejection(wan.generate(textRequest(), { deadlineMs: 200 }));
      isError(error, wanreel.DeadlineError);
      equal(error.taskId, error.task.id, "taskId");
      ok(["pending", "processing"].includes(error.task.status), `status ${error.task.status}`);
      const task = await wan.wait(error.taskId);
      equal(task.status, "completed", "status");
      equal((await there.seen("submit")).length, 1, "submits");
    },
  },
  {
    name: "wait: an unknown status is waited on until the deadline",
    async run({ wanreel, world, client }) {
      const there = await world({ faults: { do: "unknown_status", status: "reviewing" } });
      const error = await rejection(client(there).generate(textRequest(), { deadlineMs: 250 }));
      isError(error, wanreel.DeadlineError);
      equal(error.task.status, "reviewing", "status");
    },
  },
  {
    name: "wait: long after submit the task is marked for review, and waited on",
    async run({ world, client }) {
      const there = await world({ generationMs: 60_000, completeAfterPolls: 6 });
      const events = [];
      const wan = client(there, { poll: { reviewAfterMs: 100 }, onEvent: (event) => events.push(event) });
      const task = await wan.generate(textRequest());
      equal(task.needsReview, true, "needsReview");
      const reviews = events.filter(({ type }) => type === "review");
      deepEqual(
        reviews.map(({ taskId }) => taskId),
        [task.id],
        "review events",
      );
      ok(reviews[0].elapsedMs >= 100, `elapsedMs ${reviews[0].elapsedMs}`);
    },
  },
  {
    name: "wait: a task that is over is not asked about again",
    async run({ world, client }) {
      const there = await world();
      const wan = client(there);
      const task = await wan.generate(textRequest());
      const before = await polls(there);
      equal((await wan.wait(task)).id, task.id, "id");
      equal(await polls(there), before, "polls");
    },
  },
  {
    name: "credits: what the account has left",
    async run({ world, client }) {
      const there = await world({ credits: 500 });
      const credits = await client(there).credits();
      equal(credits.user.remaining, 500, "user.remaining");
      equal(typeof credits.token.unlimited, "boolean", "token.unlimited");
      equal(typeof credits.user.used, "number", "user.used");
      ok(credits.raw.data, "raw");
    },
  },
];
