import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { ConfigError, NotFoundError, WanError } from "wanreel";
import { KEY, png, setUp, TEXT } from "./support.mjs";

const DONE = { id: "task-unified-1-a", status: "completed", results: ["https://files.your-cdn.com/a"] };

describe("download and archive", () => {
  test("into a file, whole or not at all", async () => {
    const folder = await mkdtemp(join(tmpdir(), "wanreel-archive-"));
    const { client } = setUp();
    const path = join(folder, "video.mp4");
    const { bytes, contentType } = await client.archive(await client.generate(TEXT), { path });
    const file = await readFile(path);
    assert.equal(file.length, bytes);
    assert.equal(contentType, "video/mp4");
    assert.equal(file.toString("latin1", 4, 8), "ftyp");
    await rm(folder, { recursive: true });
  });

  test("into a stream, a file handle and a bucket", async () => {
    const { client } = setUp();
    const task = await client.generate(TEXT);
    let written = 0;
    const stream = () =>
      new WritableStream({
        write(chunk) {
          written += chunk.byteLength;
        },
      });
    const { bytes } = await client.archive(task, stream());
    await client.archive(task, { createWritable: async () => stream() });
    assert.equal(written, 2 * bytes);
    const put = [];
    await client.archive(task, { bucket: { put: async (...args) => put.push(args) }, key: "a/b.mp4" });
    assert.deepEqual(
      [put[0][0], put[0][1].byteLength, put[0][2]],
      ["a/b.mp4", bytes, { httpMetadata: { contentType: "video/mp4" } }],
    );
  });

  test("what is not a video is refused", async () => {
    const { client, simulator } = setUp();
    const task = await client.generate(TEXT);
    simulator.setFaults([{ on: "result", do: "html" }]);
    await assert.rejects(client.download(task), { code: "not_a_video", taskId: task.id });
  });

  test("a video of a kind unknown here counts where its host calls it one, a page or an error never", async () => {
    const answering = (text, type) => {
      const headers = { "content-type": type };
      const { client } = setUp({}, { fetch: async () => new Response(new TextEncoder().encode(text), { headers }) });
      return client.download(DONE);
    };
    assert.equal(await (await answering("RIFF....AVI LIST", "video/x-msvideo")).text(), "RIFF....AVI LIST");
    assert.equal(await (await answering("short", "Video/MP4; x=y")).text(), "short");
    for (const text of ["", "\n<html>", '{"error":{}}', "[]"]) {
      await assert.rejects(answering(text, "video/mp4"), { code: "not_a_video" }, text);
    }
    await assert.rejects(answering("RIFF....AVI LIST", "application/octet-stream"), { code: "not_a_video" });
  });

  test("an expired link: the task is read again once, and no key goes to the result's host", async () => {
    let now = Date.now();
    const { client, simulator } = setUp({ clock: () => now, completeAfterPolls: 1 });
    const task = await client.generate(TEXT);
    now += 25 * 3_600_000;
    simulator.tick();
    const reads = () => simulator.log().filter(({ path }) => path.startsWith("/v1/tasks/")).length;
    const before = reads();
    await assert.rejects(client.download(task), { code: "result_expired", taskId: task.id });
    assert.equal(reads(), before + 1);
    const asked = simulator.log().filter(({ path }) => path.startsWith("/results/"));
    assert.ok(asked.length >= 2);
    assert.ok(asked.every(({ authorized }) => authorized === false));
  });

  test("a task without a video, or still under way", async () => {
    const { client } = setUp({ faults: [{ do: "never_finish" }] });
    const task = await client.submit(TEXT);
    await assert.rejects(client.download(task.id), { code: "no_result", taskId: task.id });
  });
});

describe("callbacks", () => {
  const secret = "a-secret-of-some-length";
  const post = (id, given = secret) =>
    new Request(`https://hooks.your-app.com/wan?secret=${encodeURIComponent(given)}`, {
      method: "POST",
      body: JSON.stringify({ id, status: "completed", results: ["https://evil.example/fake.mp4"] }),
    });

  test("the body is a hint: the task is read again, duplicates are dropped", async () => {
    const { client } = setUp();
    const task = await client.generate(TEXT);
    const received = await client.receiveCallback(post(task.id), { secret });
    assert.deepEqual(received.results, task.results);
    assert.equal(await client.receiveCallback(post(task.id), { secret }), undefined);
  });

  test("forgeries", async () => {
    const { client } = setUp();
    await assert.rejects(client.receiveCallback(post("task-unified-1-a", "wrong"), { secret }), {
      code: "callback_forbidden",
    });
    await assert.rejects(client.receiveCallback(post("task-unified-1-a"), { secret }), NotFoundError);
    await assert.rejects(client.receiveCallback(post(""), { secret }), { code: "callback_invalid" });
    const garbage = new Request(post("x").url, { method: "POST", body: "<html>" });
    await assert.rejects(client.receiveCallback(garbage, { secret }), { code: "callback_invalid" });
    await assert.rejects(client.receiveCallback(post("x"), { secret: "short" }), ConfigError);
  });

  test("an early callback is not remembered as the end", async () => {
    const { client } = setUp({ generationMs: 1500 });
    const task = await client.submit(TEXT);
    assert.notEqual((await client.receiveCallback(post(task.id), { secret })).status, "completed");
    await client.wait(task);
    assert.equal((await client.receiveCallback(post(task.id), { secret })).status, "completed");
  });
});

describe("files in a request", () => {
  const frame = (image_start) => ({
    model: "wan2.7-image-to-video",
    prompt: "a bottle turns around slowly",
    image_start,
  });

  test("uploaded first, fingerprinted by content, uploaded once", async () => {
    const { client, simulator } = setUp();
    const task = await client.generate(frame(png()));
    assert.match(simulator.tasks()[0].request.image_start, /^https:\/\/media\.simulator\.test\/files\//);
    const again = await client.generate(frame(new File([png()], "other-name.png")));
    assert.equal(again.id, task.id);
    assert.equal(simulator.log().filter(({ path }) => path.includes("/upload/")).length, 1);
  });

  test("nothing is uploaded for a request that is wrong anyway", async () => {
    const { client, simulator } = setUp();
    await assert.rejects(client.submit({ ...frame(png()), duration: 99 }), { name: "ValidationError" });
    assert.equal(simulator.log().length, 0);
  });

  test("a failed upload posts nothing, and may be tried again", async () => {
    const { client, posts } = setUp({ faults: [{ on: "upload", nth: 1, status: 413 }] });
    await assert.rejects(client.submit(frame(png())), { code: "upload_failed" });
    assert.equal(posts(), 0);
    await client.generate(frame(png()));
    assert.equal(posts(), 1);
  });

  test("an upload that fails for a moment is sent again, as often as a read", async () => {
    const faults = [{ on: "upload", nth: 1, status: 503 }];
    const { client, events, posts, simulator } = setUp({ faults }, { retry: { initialMs: 1 } });
    await client.generate(frame(png()));
    const uploads = () => simulator.log().filter(({ path }) => path.includes("/upload/")).length;
    assert.deepEqual([uploads(), posts()], [2, 1]);
    const [{ attempt, reason }] = events.filter(({ type }) => type === "retry");
    assert.deepEqual([attempt, reason], [1, "status 503"]);
    const broken = setUp({ faults: [{ on: "upload", status: 503 }] }, { retry: { initialMs: 1, attempts: 2 } });
    await assert.rejects(broken.client.upload(png()), { code: "upload_failed", status: 503, retryable: true });
    assert.equal(broken.simulator.log().length, 2);
  });

  test("whoever listens hears of each file, before the submit", async () => {
    const { client, events } = setUp();
    const file = new File([png()], "bottle.png");
    const { fingerprint } = await client.submit(frame(file));
    const total = file.size;
    assert.deepEqual(events.slice(0, 2), [
      { type: "upload", fingerprint, name: "bottle.png", loaded: 0, total },
      { type: "upload", fingerprint, name: "bottle.png", loaded: total, total },
    ]);
    assert.equal(events[2].type, "submit");
  });

  test("what is no upload at all: an empty file, one past the largest of any kind", async () => {
    const { client, simulator } = setUp();
    const large = new Blob([new Uint8Array((100 << 20) + 1)]);
    for (const [file, message] of [
      [new Blob([]), /^the file is empty/],
      [large, /^the file has 104857601 bytes; at most 104857600 are allowed/],
    ]) {
      await assert.rejects(client.upload(file), ({ name, message: text, issues }) => {
        assert.match(text, message);
        assert.deepEqual(
          [name, issues.length, issues[0].code, issues[0].path],
          ["ValidationError", 1, "out_of_range", []],
        );
        return true;
      });
    }
    assert.equal(simulator.log().length, 0);
  });

  test("a redirect is not followed, and says so", async () => {
    const fetch = async () => new Response(null, { status: 307, headers: { location: "https://elsewhere.example/" } });
    const { client } = setUp({}, { fetch });
    await assert.rejects(client.upload(png()), {
      code: "upload_failed",
      status: 307,
      message: /a redirect to https:..elsewhere/,
      hint: /set filesBaseUrl/,
    });
  });

  test("an upload through a fetch that hears no signal can be aborted all the same", async () => {
    const { client } = setUp({}, { fetch: () => new Promise(() => {}) });
    await assert.rejects(client.upload(png(), { signal: AbortSignal.timeout(20) }), { name: "TimeoutError" });
  });

  test("upload answers where the file is, and for how long", async () => {
    const { client } = setUp();
    const steps = [];
    const file = await client.upload(png(), { fileName: "a.png", onProgress: (step) => steps.push(step) });
    assert.match(file.url, /^https:/);
    assert.ok(file.expiresAt.getTime() > Date.now() + 71 * 3_600_000);
    const total = png().size;
    assert.deepEqual(steps, [
      { loaded: 0, total },
      { loaded: total, total },
    ]);
    await client.upload("https://your-cdn.com/a.png");
    await client.upload("data:image/png;base64,iVBORw0KGgo=");
    await assert.rejects(client.upload("C:\\a.png"), ConfigError);
  });
});

test("credits", async () => {
  const { client } = setUp({ credits: 1000 });
  await client.generate(TEXT);
  const { user, token } = await client.credits();
  // $0.43 at 68 credits a dollar.
  assert.ok(Math.abs(user.used - 29.24) < 0.01);
  assert.ok(Math.abs(user.remaining + user.used - 1000) < 0.01);
  assert.equal(typeof token.unlimited, "boolean");
});

test("a freed client refuses; what is under way ends", async () => {
  const { client } = setUp();
  const under = client.generate(TEXT);
  await new Promise((resolve) => setTimeout(resolve, 15));
  client.free();
  assert.equal((await under).status, "completed");
  await assert.rejects(client.generate(TEXT), ConfigError);
  await assert.rejects(client.retrieve("task-unified-1-a"), WanError);
});

test("the key is in nothing that can be looked at", async () => {
  const { inspect } = await import("node:util");
  const { client, events } = setUp({ faults: [{ on: "submit", status: 401, message: `bad key ${KEY}` }] });
  const error = await client.submit(TEXT).catch((thrown) => thrown);
  const all = [
    inspect(client, { depth: 9, showHidden: true }),
    JSON.stringify(client),
    inspect(error, { depth: 9, showHidden: true }),
    JSON.stringify(error),
    JSON.stringify(events),
  ];
  for (const text of all) assert.ok(!text.includes(KEY), text);
  assert.match(error.message, /bad key \[key\]/);
});

test("a key function that answers what is no key is at fault, not the network", async () => {
  for (const key of ["", undefined, "two words"]) {
    const { client } = setUp({}, { apiKey: async () => key, retry: { initialMs: 1 } });
    await assert.rejects(client.submit(TEXT), { name: "ConfigError" });
    await assert.rejects(client.retrieve("task-unified-1-a"), { name: "ConfigError", taskId: "task-unified-1-a" });
  }
});

test("a key function that never answers does not stop a call for ever", async () => {
  const { client } = setUp({}, { apiKey: () => new Promise(() => {}), timeouts: { submitMs: 20, readMs: 20 } });
  await assert.rejects(client.submit(TEXT), { name: "NetworkError" });
  const wait = client.wait("task-unified-1-a", { deadlineMs: 60 });
  await assert.rejects(wait, { name: "DeadlineError", taskId: "task-unified-1-a" });
});
