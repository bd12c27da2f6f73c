// The real AI SDK calls the model: polling, by webhook, in one go, and in another process.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { test } from "node:test";
import { promisify } from "node:util";
import { createHttpHandler } from "wanreel/simulator";
import { generateVideo, getVideoStatus, PROMPT, setUp, startVideo } from "./sdk.mjs";

const POLL = { intervalMs: 10 };
const isFilm = (file) => String.fromCharCode(...file.uint8Array.slice(4, 8)) === "ftyp";

for (const [name, poll] of [
  ["poll", { poll: POLL }],
  ["no options", {}],
]) {
  test(`generateVideo with ${name}`, async () => {
    const { model, wan, posts, sent, simulator } = setUp();
    const { video, warnings, providerMetadata, responses } = await generateVideo({
      model,
      prompt: PROMPT,
      duration: 4,
      seed: 7,
      resolution: "1920x1080",
      download: wan.download,
      ...poll,
    });
    assert.ok(isFilm(video));
    assert.equal(video.mediaType, "video/mp4");
    assert.deepEqual(warnings, []);
    assert.deepEqual(sent(), {
      model: "wan2.7-text-to-video",
      prompt: PROMPT,
      quality: "1080p",
      aspect_ratio: "16:9",
      duration: 4,
      seed: 7,
    });
    assert.equal(posts(), 1);
    const [task] = simulator.tasks();
    assert.equal(providerMetadata.wan.videos[0].taskId, task.id);
    assert.match(providerMetadata.wan.videos[0].url, /^https:/);
    assert.equal(responses[0].modelId, "wan2.7-text-to-video");
  });
}

test("n: 2 is two tasks and two videos, by poll and in one go", async () => {
  for (const poll of [{ poll: POLL }, {}]) {
    const { model, wan, simulator } = setUp();
    const { videos, providerMetadata } = await generateVideo({
      model,
      prompt: PROMPT,
      n: 2,
      download: wan.download,
      ...poll,
    });
    assert.equal(videos.length, 2);
    const ids = simulator.tasks().map(({ id }) => id);
    assert.equal(new Set(ids).size, 2);
    assert.deepEqual(providerMetadata.wan.videos.map(({ taskId }) => taskId).sort(), ids.sort());
    // 5 s at 720p, $0.086 a second (guide, "Pricing"), twice.
    assert.equal(simulator.billedMicroUsd(), 860_000);
  }
});

/** A receiver as a program has one: an address, and what came to it. */
function receiver(simulatorOptions = {}) {
  let hear;
  const received = new Promise((resolve) => {
    hear = resolve;
  });
  const url = "https://films.example.com/hooks/wan?secret=0123456789abcdef";
  const callbackFetch = async (to, { body }) => {
    if (to === url) hear({ headers: {}, body: JSON.parse(body) });
    return { status: 200 };
  };
  return { webhook: async () => ({ url, received }), url, hear, ...setUp({ callbackFetch, ...simulatorOptions }) };
}

test("generateVideo with webhook hears of the end by it", async () => {
  // The first poll would come after a minute.
  const { webhook, url, simulator, sent } = receiver();
  const slow = setUp({}, { fetch: simulator.fetch, poll: { initialMs: 60_000, maxMs: 60_000 } });
  const { video } = await generateVideo({ model: slow.model, prompt: PROMPT, webhook, download: slow.wan.download });
  assert.ok(isFilm(video));
  assert.equal(sent().callback_url, url);
});

test("a webhook that never comes does not lose the task", async () => {
  const { webhook, model, wan } = receiver({ callbackFetch: async () => ({ status: 500 }) });
  const { video } = await generateVideo({
    model,
    prompt: PROMPT,
    webhook,
    download: wan.download,
    poll: { timeoutMs: 20_000 },
  });
  assert.ok(isFilm(video));
});

test("a webhook that comes too early is waited out", async () => {
  const { webhook, model, wan, hear } = receiver({ generationMs: 300 });
  hear({ headers: {}, body: { status: "processing" } });
  const { video } = await generateVideo({ model, prompt: PROMPT, webhook, download: wan.download });
  assert.ok(isFilm(video));
});

test("a task that fails by webhook says why", async () => {
  const { webhook, model } = receiver({ faults: { do: "fail", code: "content_policy_violation" } });
  await assert.rejects(generateVideo({ model, prompt: PROMPT, webhook }), /content/i);
});

test("an operation survives JSON and another process", async (context) => {
  const { simulator, model } = setUp({ completeAfterPolls: 3 });
  const server = createServer((request, response) => handle(request, response));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => server.close().closeAllConnections());
  const baseUrl = `http://127.0.0.1:${server.address().port}`;
  const handle = createHttpHandler(simulator, { origin: baseUrl, all: true });
  const { operation, providerMetadata } = await startVideo({ model, prompt: PROMPT });
  const [task] = simulator.tasks();
  assert.equal(providerMetadata.wan.taskId, task.id);
  const early = await getVideoStatus(model, { operation });
  assert.equal(early.status, "pending");
  assert.equal(early.providerMetadata.wan.taskId, task.id);
  const other = new URL("other-process.mjs", import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [other, baseUrl, JSON.stringify(operation)]);
  const { seen, result } = JSON.parse(stdout);
  assert.deepEqual(seen, ["pending", "completed"]);
  assert.equal(result.status, "completed");
  assert.deepEqual(result.videos, [
    { type: "url", url: `https://media.simulator.test/results/${task.id}.mp4`, mediaType: "video/mp4" },
  ]);
  assert.equal(simulator.tasks().length, 1);
});

test("a start with a webhookUrl is asked about without waiting for its end", async () => {
  const { model, sent } = setUp({ generationMs: 60_000 });
  const webhookUrl = "https://films.example.com/hooks/wan";
  const { operation } = await startVideo({ model, prompt: PROMPT, webhookUrl });
  assert.equal(sent().callback_url, webhookUrl);
  assert.equal((await getVideoStatus(model, { operation })).status, "pending");
});

test("a status that cannot be read just now is pending; a task that is not there is an error", async () => {
  const { model, simulator } = setUp({ generationMs: 60_000 });
  const { operation } = await startVideo({ model, prompt: PROMPT });
  for (const fault of [
    { status: 500 },
    { status: 429 },
    { status: 402 },
    { do: "html" },
    { do: "drop_after" },
    { do: "truncated" },
  ]) {
    simulator.setFaults({ on: "poll", ...fault });
    const { status, providerMetadata } = await getVideoStatus(model, { operation });
    assert.equal(status, "pending", JSON.stringify(fault));
    assert.deepEqual(providerMetadata.wan, { taskId: operation.taskId });
  }
  simulator.setFaults([]);
  const asked = getVideoStatus(model, { operation: { version: 1, taskId: "task-unified-0-none" } });
  await assert.rejects(asked, { name: "NotFoundError", taskId: "task-unified-0-none" });
});

test("a task that fails or is cancelled is a status of error, with what a program branches on", async () => {
  for (const [fault, code] of [
    [{ do: "fail", code: "content_policy_violation" }, "content_policy_violation"],
    [{ do: "cancel" }, "request_cancelled"],
    [{ do: "no_result" }, "no_result"],
  ]) {
    const { model } = setUp({ generationMs: 0, faults: fault });
    const { operation } = await startVideo({ model, prompt: PROMPT });
    const { status, error, providerMetadata } = await getVideoStatus(model, { operation });
    assert.equal(status, "error");
    // The AI SDK throws these words and nothing else: they name the task.
    assert.ok(error.endsWith(`; task ${operation.taskId}`), error);
    assert.equal(providerMetadata.wan.code, code);
    assert.equal(providerMetadata.wan.taskId, operation.taskId);
  }
});

test("an abort ends the call at once, and the task is known", async () => {
  for (const poll of [{ poll: POLL }, {}]) {
    const { model, wan, simulator } = setUp({ generationMs: 60_000 });
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 60);
    const started = performance.now();
    await assert.rejects(generateVideo({ model, prompt: PROMPT, abortSignal: abort.signal, ...poll }), {
      name: "AbortError",
    });
    assert.ok(performance.now() - started < 5_000);
    const [{ record }] = await wan.client.resume();
    assert.equal(record.taskId, simulator.tasks()[0].id);
  }
});
