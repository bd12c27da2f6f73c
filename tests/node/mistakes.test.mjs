// What a caller gets wrong is said in words of the caller's, before anything is sent.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { ConfigError, compareProviders, estimateCost, schema, validate, WanClient } from "wanreel";
import { KEY, setUp, TEXT } from "./support.mjs";

const refuses = (options, message) => assert.throws(() => new WanClient(options), message);

test("an option that is misspelt is no option", () => {
  refuses("sk-0123456789", { name: "ConfigError", message: /object of options, not a string/ });
  refuses({ apikey: KEY }, { message: /WanClient has no apikey/, hint: "did you mean apiKey?" });
  refuses({ budget: { perUserDayMicroUSD: 1 } }, { hint: "did you mean perUserDayMicroUsd?" });
  refuses({ budget: 5 }, { message: /budget must be an object; it is number/ });
  refuses({ poll: { initial: 5 } }, { message: /poll has no initial/, hint: /initialMs/ });
  refuses({ poll: null }, { message: /poll must be an object; it is null/ });
  refuses({ timeouts: 5 }, ConfigError);
  refuses({ timeoutMs: 5 }, { hint: /timeouts/ });
  refuses({ fallback: "yes" }, { message: /array of model ids/ });
  refuses({ fallback: ["wan26-t2v"] }, { hint: 'did you mean "wan2.6-text-to-video"?' });
});

test("an option of a call that is misspelt is said before anything is paid", async () => {
  const { client, posts } = setUp();
  const hint = "did you mean idempotencyKey?";
  await assert.rejects(client.generate(TEXT, { idempotencykey: "k".repeat(16) }), { name: "ConfigError", hint });
  await assert.rejects(client.submit(TEXT, { dedup: false }), { message: /no dedup/, hint: /\bdedupe\b/ });
  for await (const { error } of client.generateAll([TEXT], { deadlineMS: 5 })) assert.equal(error.name, "ConfigError");
  assert.equal(posts(), 0);
  // One object for submit and wait has what each of them takes.
  const both = { user: "ada", onProgress: () => {}, deadlineMs: 60_000 };
  const task = await client.submit(TEXT, both);
  assert.equal((await client.wait(task, both)).status, "completed");
});

test("a file in a request that is only looked at is led to what looks at files; its price is known", async () => {
  const file = new Blob(["x"]);
  const voices = { image_urls: ["https://cdn.example.com/a.jpg"], model_params: { voice_bindings: { image1: file } } };
  for (const request of [
    { model: "wan2.7-image-to-video", prompt: "She turns", image_start: file },
    { model: "wan2.7-video-edit", prompt: "Make it snow", video_urls: [file] },
    { model: "wan2.7-reference-video", prompt: "Image 1 waves", ...voices },
  ]) {
    assert.deepEqual(
      validate(request).issues.map(({ code, hint }) => [code, /checkMedia\(request\) of wanreel\/media/.test(hint)]),
      [["wrong_type", true]],
    );
    // 5 s at $0.086 (guide, section 7); of the others the length of what is made follows the input.
    const cost = estimateCost(request, { inputSeconds: 5 });
    if (request.model === "wan2.7-image-to-video") assert.equal(cost.microUsd, 430_000);
    assert.equal(compareProviders(request, { inputSeconds: 5 })[0].microUsd, cost.microUsd);
  }
  const bare = validate({ model: "wan2.7-video-edit", prompt: "Make it snow", video_urls: file });
  assert.equal(bare.issues[0].hint, "put the file in an array: [file]");
});

test("a deadline that is none is said before anything is paid", async () => {
  for (const deadlineMs of [Number.NaN, -1, null, "5m"]) {
    const { client, posts } = setUp();
    await assert.rejects(client.generate(TEXT, { deadlineMs }), { name: "ConfigError" });
    assert.equal(posts(), 0);
  }
  const poll = { initialMs: 10 };
  const { client } = setUp({}, { poll });
  poll.deadlineMs = Number.NaN;
  assert.equal((await client.generate(TEXT)).status, "completed");
});

test("what is no task, no sink, no signal and no list", async () => {
  const { client } = setUp();
  const task = await client.generate(TEXT);
  for (const [wrong, message] of [
    [() => client.download(), /must be a task/],
    [() => client.download({}), /must be a task/],
    [() => client.archive(task, "out.mp4"), /the sink must be/],
    [() => client.archive(task), /the sink must be/],
    [() => client.generate(TEXT, { signal: 3 }), /signal must be an AbortSignal/],
    [() => client.generateAll({ ...TEXT }).next(), /an array/],
    [() => client.generateAll([], { concurrency: 0 }).next(), /it is 0/],
    [() => client.retrieve(".."), /task id/],
    [() => client.wait("."), /task id/],
  ]) {
    await assert.rejects(wrong, (error) => error instanceof ConfigError && message.test(error.message));
  }
});

test("bytes in place of a file", () => {
  const bytes = new Uint8Array(40_000);
  for (const image_start of [Buffer.from(bytes), bytes, bytes.buffer]) {
    const { issues } = validate({ model: "wan2.7-image-to-video", image_start, prompt: "a bottle turns slowly" });
    assert.deepEqual(
      issues.map(({ code, path, hint }) => [code, path[0], /Blob/.test(hint)]),
      [["wrong_type", "image_start", true]],
    );
  }
  assert.throws(() => schema(), /there is no model undefined/);
});

test("an answer without credits is an error, not NaN", async () => {
  for (const body of [{ data: null, message: "nope", success: false }, {}, [], null]) {
    const { client } = setUp({}, { fetch: async () => new Response(JSON.stringify(body)) });
    await assert.rejects(client.credits(), { name: "ApiError", code: "no_credits_told" });
  }
});

test("two who archive to one path at once each write a whole file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "wanreel-archive-"));
  const path = join(folder, "film.mp4");
  const { client } = setUp();
  const task = await client.generate(TEXT);
  const archived = await Promise.all([1, 2, 3].map(() => client.archive(task, { path })));
  for (const { bytes } of archived) assert.equal(bytes, readFileSync(path).byteLength);
  assert.deepEqual(readdirSync(folder), ["film.mp4"]);
});

test("a sink that fails lets go of the video", async () => {
  const { client: maker } = setUp();
  const task = await maker.generate(TEXT);
  for (const sink of [
    { path: join(tmpdir(), "wanreel-nowhere", "film.mp4") },
    { createWritable: () => Promise.reject(new Error("denied")) },
  ]) {
    let cancelled = false;
    const fetch = async () => {
      const body = new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode("\0\0\0\x18ftypisom")),
        cancel: () => {
          cancelled = true;
        },
      });
      return new Response(body, { headers: { "content-type": "video/mp4", "content-length": "99999" } });
    };
    const { client } = setUp({}, { fetch });
    await assert.rejects(client.archive(task, sink));
    await sleep(20);
    assert.ok(cancelled);
  }
  assert.ok(!existsSync(join(tmpdir(), "wanreel-nowhere")));
});

test("listeners and consoles that throw end nothing", async (t) => {
  t.mock.method(console, "error", () => {
    throw new Error("no errors here");
  });
  const fail = () => {
    throw new Error("mine");
  };
  const { client } = setUp({}, { onEvent: fail });
  assert.equal((await client.generate(TEXT, { onProgress: fail })).status, "completed");
});

test("a task refused for what it shows is yielded by watch, as any that failed", async () => {
  const { client } = setUp({ faults: [{ do: "fail", code: "content_policy_violation" }] });
  const { id } = await client.submit(TEXT);
  const seen = [];
  for await (const { status } of client.watch(id)) seen.push(status);
  assert.equal(seen.at(-1), "failed");
});

test("a key that is spelt in escapes is hidden where no JSON can be read, too", async () => {
  const spelt = [...KEY].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
  for (const end of ['"', `","deep":${"[".repeat(9000)}${"]".repeat(9000)}}}`]) {
    const fetch = async () => new Response(`{"error":{"code":"x","message":"key ${spelt}${end}`, { status: 400 });
    const error = await new WanClient({ apiKey: KEY, fetch }).submit(TEXT).catch((thrown) => thrown);
    const shown = [error.message, error.body?.error?.message ?? error.body].join();
    assert.ok(!shown.includes(KEY) && !shown.includes(spelt));
  }
});

test("an error's stack names the line that called", async () => {
  const { client } = setUp();
  const error = await client.generate({ ...TEXT, prompt: "" }).catch((thrown) => thrown);
  assert.match(error.stack, /mistakes\.test\.mjs/);
});

test("a user with half a surrogate pair is a mistake that is said, with nothing sent", async () => {
  for (const user of ["\ud800", "a\udc00b", `${"x".repeat(10)}😀`.slice(0, 11)]) {
    const sent = [];
    const client = new WanClient({ apiKey: "sk-mistakes-123", fetch: async (url) => sent.push(url) });
    const request = { model: "wan2.7-text-to-video", prompt: "A lighthouse in a storm, waves breaking over the rocks" };
    const wrong = { name: "ConfigError", message: /user holds half a surrogate/, hint: /whole characters/ };
    await assert.rejects(client.submit(request, { user }), wrong);
    await assert.rejects(client.generate(request, { user }), wrong);
    assert.deepEqual(sent, []);
  }
});

test("a port that fetch refuses: nothing was sent, and nobody is told that it may be billed", async () => {
  // Fetch standard, 2.10 "Port blocking": 1 is on the list, and nothing of the request leaves.
  const client = new WanClient({ apiKey: KEY, baseUrl: "http://127.0.0.1:1", retry: { attempts: 1 } });
  const request = { model: "wan2.7-text-to-video", prompt: "A lighthouse keeper climbs the stairs at dusk" };
  await assert.rejects(client.generate(request), {
    name: "NetworkError",
    message: /not sent/,
    hint: /baseUrl; nothing was billed/,
  });
});

test("the value of a number field that was cleared is told to be left out", () => {
  const request = { model: "wan2.7-text-to-video", prompt: "A lighthouse keeper climbs the stairs at dusk" };
  const findings = (duration) => validate({ ...request, duration }).issues.map(({ message, hint }) => [message, hint]);
  for (const value of [Number.NaN, null]) {
    const message = `duration is ${value}; it must be a whole number from 2 to 15`;
    assert.deepEqual(findings(value), [[message, "leave the field out to use its default"]]);
  }
});
