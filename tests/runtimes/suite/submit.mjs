// A submit is paid for at most once.
import { deepEqual, equal, isError, match, ok, rejection } from "./assert.mjs";
import { textRequest } from "./world.mjs";

const submits = async (there) => (await there.seen("submit")).length;

export const cases = [
  {
    name: "submit: answers the task, and wait ends it",
    async run({ world, client }) {
      const there = await world({ generationMs: 150 });
      const wan = client(there);
      const task = await wan.submit(textRequest());
      equal(task.status, "pending", "status");
      equal(task.progress, 0, "progress");
      match(task.fingerprint, /^[0-9a-f]{64}$/, "fingerprint");
      ok(task.createdAt instanceof Date, "createdAt");
      ok(task.creditsReserved > 0, "creditsReserved");
      const done = await wan.wait(task);
      equal(done.id, task.id, "id");
      equal(done.status, "completed", "status");
      equal((await wan.wait(task.id)).id, task.id, "waited for again, by its id");
    },
  },
  {
    name: "submit: two at the same moment are one POST",
    async run({ world, client }) {
      const there = await world({ latency: 100 });
      const wan = client(there);
      const request = textRequest();
      const [first, second] = await Promise.all([wan.submit(request), wan.submit({ ...request })]);
      equal(second.id, first.id, "id");
      deepEqual([first.deduplicated ?? false, second.deduplicated], [false, true], "deduplicated");
      equal(await submits(there), 1, "submits");
    },
  },
  {
    name: "submit: ten generates at the same moment are one task",
    async run({ world, client }) {
      const there = await world({ latency: 50 });
      const wan = client(there);
      const request = textRequest();
      const tasks = await Promise.all(Array.from({ length: 10 }, () => wan.generate(request)));
      equal(new Set(tasks.map(({ id }) => id)).size, 1, "tasks");
      equal(await submits(there), 1, "submits");
    },
  },
  {
    name: "submit: the same meaning again is the same task",
    async run({ world, client }) {
      const there = await world();
      const wan = client(there);
      const { model, prompt } = textRequest();
      const first = await wan.submit({ model, prompt });
      const again = await wan.submit({ duration: 5, prompt, quality: "720p", model });
      equal(again.id, first.id, "id");
      equal(again.deduplicated, true, "deduplicated");
      equal(await submits(there), 1, "submits");
      equal((await wan.wait(again)).status, "completed", "the deduplicated task");
    },
  },
  {
    name: "submit: dedupe: false pays for a second take",
    async run({ world, client }) {
      const there = await world();
      const wan = client(there);
      const request = textRequest();
      const first = await wan.submit(request);
      const second = await wan.submit(request, { dedupe: false });
      ok(second.id !== first.id, "two tasks");
      ok(!second.deduplicated, "not deduplicated");
      const third = await wan.submit(request);
      equal(third.id, first.id, "the first is still found");
      equal(await submits(there), 2, "submits");
    },
  },
  {
    name: "submit: a shared store knows it in another client, each user for himself",
    async run({ wanreel, world, client }) {
      const there = await world();
      const store = new wanreel.MemoryStore();
      const request = textRequest();
      const first = await client(there, { store }).submit(request, { user: "ada" });
      const other = client(there, { store });
      equal((await other.submit(request, { user: "ada" })).id, first.id, "the same user's");
      ok((await other.submit(request, { user: "bob" })).id !== first.id, "another user's");
      equal(await submits(there), 2, "submits");
    },
  },
  {
    name: "submit: a store of one's own is claimed before the POST and told of its end",
    async run({ wanreel, world, client }) {
      const there = await world();
      const said = [];
      const inner = new wanreel.MemoryStore();
      const store = {
        get: (key) => inner.get(key),
        async claim(key, record) {
          said.push(`claim ${record.state} ${(await there.seen("submit")).length}`);
          return inner.claim(key, record);
        },
        set(key, record) {
          said.push(`set ${record.state} ${record.taskId}`);
          return inner.set(key, record);
        },
        delete: (key) => inner.delete(key),
      };
      const task = await client(there, { store }).submit(textRequest());
      deepEqual(said, ["claim submitting 0", `set submitted ${task.id}`], "what the store heard");
    },
  },
  {
    name: "submit: the idempotency key given is the one sent, also again",
    async run({ world, client }) {
      const there = await world({ faults: { on: "submit", status: 429, nth: 1 } });
      const idempotencyKey = "one-paid-intent-0001";
      await client(there).submit(textRequest(), { idempotencyKey });
      const sent = (await there.seen("submit")).map(({ headers }) => headers["idempotency-key"]);
      deepEqual(sent, [idempotencyKey, idempotencyKey], "keys sent");
    },
  },
  {
    name: "submit: refused with 429, it is sent again; the second time it is let in",
    async run({ world, client }) {
      const there = await world({ faults: { on: "submit", status: 429, nth: 1, retryAfter: 1 } });
      const start = Date.now();
      await client(there).submit(textRequest());
      ok(Date.now() - start >= 990, "it waits as long as it was told");
      equal((await there.tasks()).length, 1, "tasks");
    },
  },
  {
    name: "submit: refused for good, it may be sent again at once",
    async run({ wanreel, world, client }) {
      const there = await world({ faults: { on: "submit", status: 402, nth: 1 } });
      const wan = client(there);
      const request = textRequest();
      isError(await rejection(wan.submit(request)), wanreel.InsufficientQuotaError);
      ok(!(await wan.submit(request)).deduplicated, "a new task");
    },
  },
  {
    name: "submit: a lost answer is an unknown outcome, and blocks the next",
    async run({ wanreel, world, client, traits }) {
      const there = await world({ faults: { on: "submit", do: "drop_after" } });
      const wan = client(there);
      const request = textRequest();
      const error = isError(await rejection(wan.submit(request)), wanreel.SubmissionUnknownError);
      match(error.fingerprint, /^[0-9a-f]{64}$/, "fingerprint");
      const [sent, ...more] = await there.seen("submit");
      equal(error.idempotencyKey, sent.headers["idempotency-key"], "idempotencyKey");
      // Chromium sends a POST again by itself where a connection it reuses breaks. The key tells that it is the same.
      ok(more.length === 0 || traits.resendsPosts, `${more.length} further POSTs`);
      for (const { headers } of more) equal(headers["idempotency-key"], error.idempotencyKey, "the key sent again");
      ok(error.cause !== undefined, "the engine's own error is the cause");
      const again = isError(await rejection(wan.submit(request)), wanreel.SubmissionUnknownError);
      equal(again.idempotencyKey, error.idempotencyKey, "the blocked one names the first");
      equal(await submits(there), 1 + more.length, "submits");
    },
  },
  {
    name: "submit: resend-once sends it again with the same key, once",
    async run({ world, client }) {
      const there = await world({ idempotency: "honour", faults: { on: "submit", do: "drop_after", nth: 1 } });
      const task = await client(there, { onUnknownOutcome: "resend-once" }).submit(textRequest());
      const [known, ...more] = await there.tasks();
      equal(task.id, known.id, "id");
      equal(more.length, 0, "further tasks");
      const keys = (await there.seen("submit")).map(({ headers }) => headers["idempotency-key"]);
      equal(new Set(keys).size, 1, "keys");
    },
  },
  ...["html", "truncated", "empty", "null", "no_id"].map((fault) => ({
    name: `submit: an answer that is ${fault} is an unknown outcome`,
    async run({ wanreel, world, client }) {
      const there = await world({ faults: { on: "submit", do: fault } });
      isError(await rejection(client(there).submit(textRequest())), wanreel.SubmissionUnknownError);
      equal(await submits(there), 1, "submits");
    },
  })),
  {
    name: "submit: no answer in time is an unknown outcome",
    async run({ wanreel, world, client }) {
      const there = await world({ faults: { on: "submit", do: "hang" } });
      const wan = client(there, { timeouts: { submitMs: 150 } });
      isError(await rejection(wan.submit(textRequest())), wanreel.SubmissionUnknownError);
      equal(await submits(there), 1, "submits");
    },
  },
  {
    name: "submit: a redirect is not followed, with the body or the key",
    async run({ wanreel, world, client }) {
      const elsewhere = await world();
      const location = `${elsewhere.baseUrl}/v1/videos/generations`;
      const there = await world({ faults: { on: "submit", status: 307, headers: { location } } });
      const error = isError(await rejection(client(there).submit(textRequest())), wanreel.SubmissionUnknownError);
      match(error.message, /redirect/, "message");
      equal((await elsewhere.log()).length, 0, "requests elsewhere");
    },
  },
  {
    name: "submit: an invalid request sends nothing",
    async run({ wanreel, world, client }) {
      const there = await world();
      const error = await rejection(client(there).submit({ ...textRequest(), duration: 99 }));
      isError(error, wanreel.ValidationError);
      deepEqual(
        error.issues.map(({ code, path }) => [code, path]),
        [["out_of_range", ["duration"]]],
        "issues",
      );
      equal((await there.log()).length, 0, "requests");
    },
  },
];
