// From a request to a video.
import { deepEqual, equal, match, ok } from "./assert.mjs";
import { KEY, MODES, textRequest } from "./world.mjs";

const DAY_MS = 24 * 3_600_000;

async function generates({ wanreel, world, client }, mode, request) {
  const there = await world({ completeAfterPolls: 2 });
  const task = await client(there).generate(request);
  equal(task.status, "completed", "status");
  equal(task.progress, 100, "progress");
  match(task.id, /^task-unified-/, "id");
  equal(task.model, request.model, "model");
  equal(task.results.length, 1, "results");
  match(task.results[0], /^http:\/\/127\.0\.0\.1:\d+\/w\/\d+\/results\//, "the result");
  const life = task.expiresAt.getTime() - Date.now();
  ok(life > DAY_MS - 60_000 && life <= DAY_MS + 1000, `expiresAt is ${life} ms ahead`);
  equal(task.raw.id, task.id, "raw.id");
  const built = wanreel.buildRequest(request);
  equal(task.fingerprint, built.fingerprint, "fingerprint");
  equal(built.mode, mode, "mode");
  const [sent, ...more] = await there.seen("submit");
  equal(more.length, 0, "further submits");
  equal(sent.body, built.body, "the body posted");
  equal(sent.headers["content-type"], "application/json", "content-type");
  ok(sent.authorized, "the submit is authorized");
  match(sent.headers["idempotency-key"], /^[A-Za-z0-9._-]{16,96}$/, "idempotency-key");
  const [known] = await there.tasks();
  deepEqual(known.unknownFields, [], "fields the server does not know");
  equal(known.billedMicroUsd, await there.billed(), "billed");
  ok(known.billedMicroUsd > 0, "it is billed");
  ok(
    (await there.seen("poll")).every((poll) => poll.authorized && poll.path === `/v1/tasks/${task.id}`),
    "polls",
  );
}

export const cases = [
  ...Object.entries(MODES).map(([mode, request]) => ({
    name: `generate: ${mode}`,
    run: (context) => generates(context, mode, request()),
  })),
  {
    name: "generate: the same on the simulator in process",
    async run({ wanreel, simulator }) {
      const api = simulator.createSimulator({ generationMs: 30, apiKeys: [KEY] });
      const options = {
        apiKey: KEY,
        dangerouslyAllowBrowser: true,
        fetch: api.fetch,
        poll: { initialMs: 10, maxMs: 20 },
      };
      const client = new wanreel.WanClient(options);
      const task = await client.generate(textRequest());
      const bytes = await (await client.download(task)).arrayBuffer();
      equal(bytes.byteLength > 1000, true, "the video has bytes");
      equal(api.billedMicroUsd(), 172_000, "billed");
    },
  },
  {
    name: "generate: what the create response said is kept",
    async run({ world, client }) {
      const wan = client(await world({ estimatedSeconds: 77, generationMs: 50 }));
      const created = await wan.submit(textRequest());
      ok(created.creditsReserved > 0, "creditsReserved");
      const task = await wan.wait(created);
      for (const name of ["estimatedSeconds", "creditsReserved", "fingerprint"]) equal(task[name], created[name], name);
      equal(task.estimatedSeconds, 77, "estimatedSeconds");
      ok(!task.deduplicated, "it is not deduplicated");
    },
  },
  {
    name: "generate: onProgress hears each change, in order",
    async run({ world, client }) {
      const there = await world({ generationMs: 2000, completeAfterPolls: 5 });
      const heard = [];
      const task = await client(there).generate(textRequest(), { onProgress: (next) => heard.push(next) });
      const progress = heard.map((next) => next.progress);
      deepEqual(
        progress,
        [...progress].sort((a, b) => a - b),
        "progress",
      );
      ok(
        heard.every((next) => next.id === task.id && next.fingerprint === task.fingerprint),
        "the task is the same one",
      );
      ok(heard.length >= 2, `changes heard: ${progress}`);
    },
  },
  {
    name: "generate: a listener that throws ends nothing",
    async run({ world, client }) {
      const said = console.error;
      console.error = () => {};
      try {
        const onEvent = () => {
          throw new Error("the listener's own");
        };
        const task = await client(await world(), { onEvent }).generate(textRequest(), { onProgress: onEvent });
        equal(task.status, "completed", "status");
      } finally {
        console.error = said;
      }
    },
  },
];
