// The key is in nothing that is shown.
import { equal, ok, rejection } from "./assert.mjs";
import { KEY, textRequest } from "./world.mjs";

/** A value as every reader of it would see it. */
async function readings(value, show) {
  const own = value instanceof Error ? Object.getOwnPropertyNames(value).map((name) => value[name]) : [];
  return [
    String(value),
    JSON.stringify(value) ?? "",
    ...own.map((part) => (typeof part === "object" ? JSON.stringify(part) : String(part))),
    await show(value),
  ];
}

async function hides(value, show, what) {
  for (const text of await readings(value, show)) ok(!text?.includes(KEY), `${what} shows the key: ${text}`);
  if (value?.cause !== undefined) await hides(value.cause, show, `the cause of ${what}`);
}

const ERRORS = {
  "a refusal that quotes it": { faults: { status: 401, message: `bad key ${KEY}` } },
  "a page that quotes it": {
    faults: { status: 403, body: { text: `<p>Bearer ${KEY}</p>` }, contentType: "text/html" },
  },
  "a lost connection": { faults: { do: "drop_before" } },
  "a failed task that quotes it": { faults: { do: "fail", code: "service_error", message: `with ${KEY}` } },
};

export const cases = [
  {
    name: "secrets: the client",
    async run({ wanreel, show, client }) {
      const wan = client({ baseUrl: "https://example.com" });
      await hides(wan, show, "the client");
      await hides(client({ baseUrl: "https://example.com" }, { apiKey: () => KEY }), show, "the client");
      ok(wan instanceof wanreel.WanClient, "a client");
      for (const name of Object.getOwnPropertyNames(wan)) await hides(wan[name], show, name);
    },
  },
  ...Object.entries(ERRORS).map(([what, options]) => ({
    name: `secrets: ${what}`,
    async run({ world, client, show }) {
      const there = await world(options);
      const error = await rejection(client(there, { retry: { attempts: 1 } }).generate(textRequest()));
      await hides(error, show, error.name);
      if (error.task) await hides(error.task, show, "the task");
      if (error.body) await hides({ body: error.body }, show, "the body");
    },
  })),
  {
    name: "secrets: a status that quotes it, while the task runs",
    async run({ world, client, show }) {
      const task = { id: "task-unified-1-abc", status: "processing", progress: 5, note: `Bearer ${KEY}` };
      const quoting = { status: 200, body: { text: JSON.stringify(task) } };
      const there = await world({ faults: { on: ["submit", "poll"], ...quoting } });
      const wan = client(there);
      await hides(await wan.submit(textRequest()), show, "the task submitted");
      await hides(await wan.retrieve(task.id), show, "the task retrieved");
      const heard = [];
      const waiting = { deadlineMs: 150, onProgress: (next) => heard.push(next) };
      await hides((await rejection(wan.wait(task.id, waiting))).task, show, "the task waited for");
      equal(heard[0].raw.note, "Bearer [key]", "the note heard");
    },
  },
  {
    name: "secrets: tasks and credits",
    async run({ world, client, show }) {
      const there = await world();
      const wan = client(there);
      await hides(await wan.generate(textRequest()), show, "the task");
      await hides(await wan.credits(), show, "the credits");
    },
  },
  {
    name: "secrets: it travels in one header, to the API alone",
    async run({ world, client }) {
      const there = await world({ apiKeys: [KEY] });
      const wan = client(there);
      await (await wan.download(await wan.generate(textRequest()))).arrayBuffer();
      for (const request of await there.log()) {
        ok(!JSON.stringify(request).includes(KEY), `the key is in ${request.kind}`);
        equal(request.authorized, request.kind !== "result", `${request.kind} authorized`);
      }
    },
  },
];
