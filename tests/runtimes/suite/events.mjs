// What the client tells on the way.
import { deepEqual, equal, match, ok, rejection } from "./assert.mjs";
import { KEY, textRequest } from "./world.mjs";

async function told(context, options, act) {
  const there = await context.world(options);
  const events = [];
  const wan = context.client(there, { onEvent: (event) => events.push(event) });
  await act(wan, there);
  ok(!JSON.stringify(events).includes(KEY), "the key is in no event");
  return events;
}

export const cases = [
  {
    name: "events: of a generate, in order",
    async run(context) {
      let task;
      const all = await told(context, { completeAfterPolls: 3, generationMs: 60_000 }, async (wan) => {
        task = await wan.generate(textRequest());
      });
      // Where a platform ends long calls, the default deadline is past that.
      const events = all.filter(({ code }) => code !== "deadline_past_platform");
      ok(all.length - events.length <= 1, "told once");
      deepEqual(
        events.map(({ type }) => type),
        ["submit", "submitted", "poll", "poll", "poll", "complete"],
        "types",
      );
      const [submit, submitted, first, , last, complete] = events;
      deepEqual([submit.attempt, submit.fingerprint], [1, task.fingerprint], "submit");
      match(submit.idempotencyKey, /^[A-Za-z0-9._-]{16,96}$/, "idempotencyKey");
      deepEqual(submitted, { type: "submitted", fingerprint: task.fingerprint, taskId: task.id, deduplicated: false });
      deepEqual([first.taskId, first.attempt, last.attempt], [task.id, 1, 3], "polls");
      ok(first.nextMs > 0, `nextMs ${first.nextMs}`);
      deepEqual([last.status, last.progress, last.nextMs], ["completed", 100, null], "the last poll");
      deepEqual(complete, { type: "complete", taskId: task.id, status: "completed" });
    },
  },
  {
    name: "events: of a submit refused once",
    async run(context) {
      const faults = { on: "submit", status: 429, nth: 1 };
      const events = await told(context, { faults }, (wan) => wan.submit(textRequest()));
      deepEqual(
        events.map(({ type, attempt }) => [type, attempt]),
        [
          ["submit", 1],
          ["retry", 1],
          ["submit", 2],
          ["submitted", undefined],
        ],
        "events",
      );
      const [first, retry, second] = events;
      equal(second.idempotencyKey, first.idempotencyKey, "the key of the second attempt");
      ok(retry.delayMs > 0 && retry.reason.includes("429"), `retry ${JSON.stringify(retry)}`);
    },
  },
  {
    name: "events: of a read tried again",
    async run(context) {
      const faults = { on: "credits", status: 503, nth: 1 };
      const events = await told(context, { faults }, (wan) => wan.credits());
      deepEqual(
        events.map(({ type }) => type),
        ["retry"],
        "types",
      );
    },
  },
  {
    name: "events: of the same request again",
    async run(context) {
      const request = textRequest();
      const events = await told(context, {}, async (wan) => {
        await wan.submit(request);
        await wan.submit(request);
      });
      deepEqual(
        events.map(({ type, deduplicated }) => [type, deduplicated]),
        [
          ["submit", undefined],
          ["submitted", false],
          ["submitted", true],
        ],
        "events",
      );
    },
  },
  {
    name: "events: of a task that failed",
    async run(context) {
      const events = await told(context, { faults: { do: "fail" } }, (wan) => rejection(wan.generate(textRequest())));
      deepEqual([events.at(-1).type, events.at(-1).status], ["complete", "failed"], "the last event");
    },
  },
  {
    name: "events: a store that fails is told of, and loses no task",
    async run({ wanreel, world, client }) {
      const there = await world();
      const events = [];
      const store = new wanreel.MemoryStore();
      store.set = () => Promise.reject(new Error("disk full"));
      const wan = client(there, { store, onEvent: (event) => events.push(event) });
      equal((await wan.generate(textRequest())).status, "completed", "status");
      const failed = events.find(({ type }) => type === "store_failed");
      match(String(failed?.error?.message), /disk full/, "store_failed");
    },
  },
];
