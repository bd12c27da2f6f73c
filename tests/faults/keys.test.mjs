// The key appears in no output of anything, whatever server, engine or link there is to echo it.
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { test } from "node:test";
import { inspect } from "node:util";
import { WanClient } from "wanreel";
import { MemoryStore } from "wanreel/stores";
import { KEY, serverOf, servers } from "./key-echoing-servers.mjs";

const REQUEST = { model: "wan2.7-text-to-video", prompt: "A lighthouse keeper climbs the stairs at dusk" };
const SECRET = "keys-callback-secret";

const quick = {
  retry: { attempts: 2, initialMs: 1, maxMs: 2 },
  poll: { initialMs: 1, maxMs: 2, deadlineMs: 50 },
  timeouts: { submitMs: 200, readMs: 200 },
};

/** Every way to look at a value. */
function* views(value, depth = 0) {
  yield String(value);
  yield inspect(value, { depth: null, showHidden: true, getters: true });
  yield JSON.stringify(value) ?? "";
  if (value === null || typeof value !== "object" || depth > 6) return;
  for (const name of Reflect.ownKeys(value)) {
    yield String(name);
    yield* views(value[name], depth + 1);
  }
  if (value instanceof Error) {
    yield `${value.name} ${value.message} ${value.stack}`;
    yield JSON.stringify(value.toJSON?.() ?? null);
  }
}

function assertClean(what, value) {
  for (const view of views(value)) {
    if (view.includes(KEY)) assert.fail(`the key is in ${what}: ${view.slice(0, 2000)}`);
  }
}

async function attempt(told, name, work) {
  try {
    told.push([name, await work()]);
  } catch (thrown) {
    told.push([`the error of ${name}`, thrown]);
  }
}

async function everything(options) {
  const told = [];
  const store = new MemoryStore();
  const onEvent = (event) => told.push(["an event", event]);
  const client = new WanClient({ apiKey: KEY, store, onEvent, ...quick, ...options });
  const onProgress = (seen) => told.push(["onProgress", seen]);
  let task;
  await attempt(told, "generate", async () => {
    task = await client.generate(REQUEST, { onProgress });
    return task;
  });
  await attempt(told, "generate, again", () => client.generate(REQUEST));
  await attempt(told, "submit", () => client.submit({ ...REQUEST, duration: 7 }));
  await attempt(told, "retrieve", () => client.retrieve("task-unified-1-echo"));
  await attempt(told, "wait", () => client.wait("task-unified-1-echo"));
  await attempt(told, "watch", async () => {
    for await (const seen of client.watch("task-unified-1-echo")) told.push(["a watched task", seen]);
  });
  await attempt(told, "download", async () => (await client.download(task ?? "task-unified-1-echo")).status);
  await attempt(told, "credits", () => client.credits());
  await attempt(told, "upload", () => client.upload(new Blob(["x"], { type: "image/png" })));
  await attempt(told, "a callback", () => {
    const body = JSON.stringify({ id: "task-unified-1-echo", status: KEY });
    const request = new Request(`https://hooks.example/?secret=${SECRET}`, { method: "POST", body });
    return client.receiveCallback(request, { secret: SECRET });
  });
  told.push(["the records", await store.list()], ["resume", await client.resume()], ["spending", client.spending()]);
  told.push(["the client", client], ["its names", Reflect.ownKeys(client)]);
  return told;
}

/** Runs it with every pause cut short: 30 s after a 500, say. */
async function hurried(work) {
  const { setTimeout } = globalThis;
  globalThis.setTimeout = (then, ms, ...args) => setTimeout(then, Math.min(ms, 5), ...args);
  try {
    return await work();
  } finally {
    globalThis.setTimeout = setTimeout;
  }
}

/** What is written to the console meanwhile. */
async function listening(work) {
  const lines = [];
  const before = {};
  for (const name of ["log", "info", "warn", "error", "debug"]) {
    before[name] = console[name];
    console[name] = (...args) => lines.push(args);
  }
  try {
    return { told: await work(), lines };
  } finally {
    Object.assign(console, before);
  }
}

for (const [name, answers] of Object.entries(servers)) {
  test(`the key stays hidden: ${name}`, async () => {
    const { sent, fetch } = serverOf(answers);
    const { told, lines } = await listening(() => hurried(() => everything({ fetch })));
    assert.ok(told.length > 10);
    for (const [what, value] of told) assertClean(what, value);
    assertClean("the console", lines);
    for (const { url, headers, api } of sent) {
      assertClean("a URL", url);
      if (!api && !url.startsWith("https://files-api.evolink.ai/")) assert.deepEqual(headers, [], `headers for ${url}`);
    }
    assert.ok(
      sent.some(({ headers }) => JSON.stringify(headers).includes(KEY)),
      "the API was sent the key",
    );
  });
}

test("the key stays hidden where the engine's own errors hold it", async () => {
  const cause = Object.assign(new Error(`sent Bearer ${KEY}`), {
    code: "HPE_INVALID",
    data: KEY,
    headers: { auth: KEY },
  });
  const fetch = () => Promise.reject(new TypeError(`fetch failed: ${KEY}`, { cause }));
  const { told, lines } = await listening(() => hurried(() => everything({ fetch })));
  for (const [what, value] of told) assertClean(what, value);
  assertClean("the console", lines);
});

test("the key stays hidden where an answer is no HTTP and the engine quotes it", async () => {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (bytes) => socket.end(`HTTP/1.1 2OO ${/Bearer \S+/.exec(String(bytes))}\r\n\r\n`));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${server.address().port}`;
  const { told } = await listening(() => everything({ baseUrl, filesBaseUrl: baseUrl }));
  server.close();
  for (const [what, value] of told) assertClean(what, value);
});

test("what is thrown is told in its own words where the key is not in it", async () => {
  const thrown = new TypeError("fetch failed", {
    cause: Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }),
  });
  const client = new WanClient({ apiKey: KEY, fetch: () => Promise.reject(thrown), ...quick });
  const error = await client.submit(REQUEST).catch((reason) => reason);
  assert.equal(error.name, "SubmissionUnknownError");
  // Made anew, so that nothing unseen hangs on it.
  assert.equal(error.cause.name, "TypeError");
  assert.equal(error.cause.message, thrown.message);
  assert.equal(error.cause.cause.message, "read ECONNRESET");
  assert.equal(error.cause.cause.code, "ECONNRESET");
});

test("a key that is no key is not quoted", () => {
  for (const apiKey of [`${KEY}\n`, ` ${KEY}`, `${KEY}é`]) {
    assert.throws(
      () => new WanClient({ apiKey }),
      (thrown) => assertClean("the error", thrown) ?? thrown.name === "ConfigError",
    );
  }
});
