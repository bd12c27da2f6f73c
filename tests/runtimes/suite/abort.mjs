// An abort works everywhere at once, and no request follows it.
import { equal, isError, ok, rejection, sleep, within } from "./assert.mjs";
import { textRequest } from "./world.mjs";

/** Far below what would end the call by itself, far above what a busy machine takes. */
const AT_ONCE_MS = 15_000;

const reason = () => Object.assign(new Error("changed my mind"), { mine: true });

/** Aborts a call once `begun` says so; it must reject with the reason at once. */
async function aborts(call, begun, why = reason()) {
  const stop = new AbortController();
  const rejected = rejection(call(stop.signal));
  while (!(await begun())) await sleep(10);
  await sleep(20);
  stop.abort(why);
  equal(await within(AT_ONCE_MS, rejected, "the aborted call"), why, "what it rejects with");
}

const arrived = (there, kind) => async () => (await there.seen(kind)).length > 0;

/** An `onEvent`, and whether an event of that type was heard. */
function listen(type) {
  let heard = false;
  const onEvent = (event) => {
    heard ||= event.type === type;
  };
  return { onEvent, heard: () => heard };
}

/** No request arrives any more. */
async function silent(there) {
  await sleep(50);
  const before = (await there.log()).length;
  await sleep(300);
  equal((await there.log()).length, before, "requests after the abort");
}

export const cases = [
  {
    name: "abort: before it begins, nothing is sent",
    async run({ world, client }) {
      const there = await world();
      const wan = client(there);
      const why = reason();
      const signal = AbortSignal.abort(why);
      const calls = {
        generate: () => wan.generate(textRequest(), { signal }),
        submit: () => wan.submit(textRequest(), { signal }),
        retrieve: () => wan.retrieve("task-unified-1-abc", { signal }),
        wait: () => wan.wait("task-unified-1-abc", { signal }),
        watch: () => wan.watch("task-unified-1-abc", { signal }).next(),
        download: () => wan.download("task-unified-1-abc", { signal }),
        credits: () => wan.credits({ signal }),
        upload: () => wan.upload(new Blob(["x"]), { signal }),
      };
      for (const [name, call] of Object.entries(calls)) equal(await rejection(call(), name), why, name);
      equal((await there.log()).length, 0, "requests");
    },
  },
  {
    name: "abort: in flight, a submit; its record says that the outcome is unknown",
    async run({ wanreel, world, client }) {
      const there = await world({ faults: { on: "submit", do: "hang" } });
      const wan = client(there);
      const request = textRequest();
      await aborts((signal) => wan.submit(request, { signal }), arrived(there, "submit"));
      await silent(there);
      isError(await rejection(wan.submit(request)), wanreel.SubmissionUnknownError);
    },
  },
  {
    name: "abort: in flight, a poll",
    async run({ world, client }) {
      const there = await world({ faults: { on: "poll", do: "hang" } });
      const wan = client(there);
      const why = reason();
      await aborts((signal) => wan.generate(textRequest(), { signal }), arrived(there, "poll"), why);
      equal(why.taskId, (await there.tasks())[0].id, "the reason carries the task id");
      await silent(there);
    },
  },
  {
    name: "abort: in a sleep between polls",
    async run({ world, client }) {
      const there = await world();
      const { onEvent, heard } = listen("submitted");
      const wan = client(there, { poll: { initialMs: 30_000, maxMs: 30_000 }, onEvent });
      await aborts((signal) => wan.generate(textRequest(), { signal }), heard);
      equal((await there.seen("poll")).length, 0, "polls");
      await silent(there);
    },
  },
  {
    name: "abort: in a retry pause; nothing was sent, so it may be sent again",
    async run({ world, client }) {
      const there = await world({ faults: { on: "submit", status: 429, nth: 1, retryAfter: 20 } });
      const { onEvent, heard } = listen("retry");
      const wan = client(there, { onEvent });
      const request = textRequest();
      await aborts((signal) => wan.submit(request, { signal }), heard);
      equal((await there.seen("submit")).length, 1, "submits");
      ok(!(await wan.submit(request)).deduplicated, "a new task");
    },
  },
  {
    name: "abort: in flight, a read",
    async run({ world, client }) {
      const there = await world({ faults: { do: "hang", on: ["poll", "credits"] } });
      const wan = client(there);
      await aborts((signal) => wan.retrieve("task-unified-1-abc", { signal }), arrived(there, "poll"));
      await aborts((signal) => wan.credits({ signal }), arrived(there, "credits"));
      await silent(there);
    },
  },
  {
    name: "abort: in flight, an upload",
    async run({ world, client }) {
      const there = await world({ faults: { on: "upload", do: "hang" } });
      const wan = client(there);
      await aborts((signal) => wan.upload(new Blob(["x"]), { signal }), arrived(there, "upload"));
    },
  },
  {
    name: "abort: in the body of a download",
    async run({ world, client }) {
      const there = await world({ faults: { on: "result", trickleMs: 20_000 } });
      const wan = client(there);
      const task = await wan.generate(textRequest());
      await aborts(async (signal) => (await wan.download(task, { signal })).arrayBuffer(), arrived(there, "result"));
    },
  },
  {
    name: "abort: without a reason it is an AbortError, with any other value that one",
    async run({ world, client }) {
      const there = await world({ generationMs: 60_000 });
      const wan = client(there);
      const { id } = await wan.submit(textRequest());
      const stop = new AbortController();
      const rejected = rejection(wan.wait(id, { signal: stop.signal }));
      await sleep(60);
      stop.abort();
      const error = await within(AT_ONCE_MS, rejected, "the aborted call");
      equal(error, stop.signal.reason, "what it rejects with");
      equal(error.name, "AbortError", "name");
      for (const why of ["a text", 5, null, Object.freeze({ frozen: true })]) {
        await aborts(
          (signal) => wan.wait(id, { signal }),
          () => true,
          why,
        );
      }
    },
  },
  {
    name: "abort: by AbortSignal.timeout",
    async run({ world, client }) {
      const there = await world({ generationMs: 60_000 });
      const pending = client(there).generate(textRequest(), { signal: AbortSignal.timeout(150) });
      equal((await within(AT_ONCE_MS, rejection(pending), "the call")).name, "TimeoutError", "name");
    },
  },
  {
    name: "abort: one of two who wait for the same submit; the other gets its task",
    async run({ world, client }) {
      const there = await world({ latency: 400 });
      const wan = client(there);
      const request = textRequest();
      const first = wan.submit(request);
      await aborts((signal) => wan.submit(request, { signal }), arrived(there, "submit"));
      equal((await first).status, "pending", "the other's task");
      equal((await there.seen("submit")).length, 1, "submits");
    },
  },
  {
    name: "abort: the task goes on, and waiting for it again ends well",
    async run({ world, client }) {
      const there = await world({ generationMs: 60_000, completeAfterPolls: 8 });
      const wan = client(there);
      const task = await wan.submit(textRequest());
      await aborts((signal) => wan.wait(task, { signal }), arrived(there, "poll"));
      equal((await wan.wait(task.id)).status, "completed", "status");
    },
  },
];
