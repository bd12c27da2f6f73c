// Files in a request that is submitted: looked at before a byte of them leaves.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { estimateCost } from "wanreel";
import { jpeg, mp4, seed, wav } from "./shapes.mjs";
import { brief, edit, FRAME, file, image, refused, setUp, zeros } from "./submits.mjs";

const WRONG = [
  ["6 MB of nothing known", image(file(zeros(6))), ["unsupported_format image_start"]],
  ["an empty file", image(file()), ["out_of_range image_start"]],
  ["a GIF", image(file(seed("plain.gif"))), ["out_of_range image_start", "unsupported_format image_start"]],
  ["a video in an image's place", image(file(mp4(640, 480, 4))), ["unsupported_format image_start"]],
  ["an image past 20 MB", image(file(FRAME, zeros(20))), ["out_of_range image_start"]],
  ["an image too small", image(file(jpeg(239, 720))), ["out_of_range image_start"]],
  ["an image too narrow", image(file(jpeg(240, 7000))), ["out_of_range image_start"]],
  [
    "an image with transparency",
    image(file(seed("rgba.png"))),
    ["out_of_range image_start", "unsupported_format image_start"],
  ],
  ["the second of two", image(file(FRAME), { image_end: file(jpeg(20, 20)) }), ["out_of_range image_end"]],
  ["a clip of 1 s", edit(file(mp4(640, 480, 1))), ["out_of_range video_urls.0"]],
  ["a clip of 40 s", edit(file(mp4(640, 480, 40))), ["out_of_range video_urls.0"]],
  [
    "a voice too long",
    {
      model: "wan2.7-reference-video",
      prompt: "image1 walks along the lake",
      image_urls: [file(FRAME)],
      model_params: { voice_bindings: { image1: file(wav(12)) } },
    },
    ["out_of_range model_params.voice_bindings.image1"],
  ],
];

test("a file that will not do is told at its place, and nothing is sent", async (t) => {
  for (const [name, request, expected] of WRONG) {
    await t.test(name, async () => {
      const { client, simulator } = setUp();
      const { issues } = await refused(client, request);
      assert.deepEqual(
        brief(issues).filter((issue) => issue.startsWith("error")),
        expected.map((issue) => `error ${issue}`),
      );
      assert.ok(issues.every(({ message }) => !message.includes("file.invalid")));
      assert.deepEqual(simulator.log(), []);
    });
  }
});

test("the same file is told at each of its places; what is wrong besides is told too", async () => {
  const { client, simulator } = setUp();
  const small = file(jpeg(20, 20));
  const { issues } = await refused(client, image(small, { image_end: small, duration: 99 }));
  assert.deepEqual(brief(issues).toSorted(), [
    "error out_of_range duration",
    "error out_of_range image_end",
    "error out_of_range image_start",
  ]);
  assert.deepEqual(simulator.log(), []);
});

test("what cannot be read is a warning, and goes to the API", async () => {
  const cut = file(seed("first.mp4").subarray(0, 300));
  const { client, sent } = setUp();
  await client.submit(edit(cut));
  assert.deepEqual(sent(), ["upload/stream", "videos/generations"]);
  const { issues } = await refused(client, edit(cut, { duration: 99 }));
  assert.deepEqual(brief(issues), ["error out_of_range duration", "warning media_unreadable video_urls.0"]);
  assert.match(issues[1].message, /^video_urls\.0 could not be checked: the mp4 file cannot be read/);
});

test("a good file is uploaded once, then posted once", async () => {
  const { client, simulator, sent } = setUp();
  const frame = file(FRAME);
  const request = image(frame, { image_end: frame, audio_urls: [file(wav(5))] });
  const task = await client.generate(request);
  const again = await client.generate(image(file(FRAME), { image_end: frame, audio_urls: [file(wav(5))] }));
  assert.equal(again.id, task.id);
  assert.deepEqual(sent().slice(0, 3), ["upload/stream", "upload/stream", "videos/generations"]);
  const posts = sent().filter((path) => path === "videos/generations" || path === "upload/stream");
  assert.equal(posts.length, 3);
  const [{ request: posted }] = simulator.tasks();
  assert.equal(posted.image_start, posted.image_end);
  assert.match(posted.image_start, /^https:\/\/media\.simulator\.test\/files\//);
});

test("lenient is as strict about files; off looks at none", async () => {
  const lenient = setUp({ validate: "lenient" });
  await refused(lenient.client, image(file(seed("plain.gif"))));
  assert.deepEqual(lenient.simulator.log(), []);
  const off = setUp({ validate: "off" });
  await off.client.submit(image(file(seed("plain.gif")))).catch(() => {});
  assert.deepEqual(off.sent(), ["upload/stream", "videos/generations"]);
});

test("a file where none may stand is refused: as a prompt its address would be paid for", async () => {
  const { client, simulator } = setUp();
  const frame = file(FRAME);
  const cases = [
    [image(frame, { prompt: frame }), "error wrong_type prompt"],
    [image(frame, { negative_prompt: frame }), "error wrong_type negative_prompt"],
    [image(frame, { callback_url: frame }), "error wrong_type callback_url"],
    [image(frame, { image_urls: [frame] }), "error unknown_field image_urls"],
    [image(frame, { model: "wan2.8-image-to-video" }), "error unknown_model model"],
    [frame, "error wrong_type "],
  ];
  for (const [request, expected] of cases) {
    const { issues } = await refused(client, request);
    assert.deepEqual(brief(issues), [expected]);
    assert.ok(issues.every(({ message, hint }) => !/invalid\/|submit/.test(message + hint)));
  }
  assert.deepEqual(simulator.log(), []);
});

/** A file that has gone since it was chosen. */
class Gone extends Blob {
  slice() {
    return this;
  }
  async arrayBuffer() {
    throw new DOMException("The file was moved", "NotReadableError");
  }
}

test("a file that cannot be read to its end is told at each of its places", async () => {
  for (const validate of ["strict", "off"]) {
    const { client, simulator } = setUp({ validate });
    const gone = new Gone([FRAME]);
    const { issues } = await refused(client, image(gone, { image_end: gone }));
    assert.deepEqual(brief(issues), ["error media_unreadable image_start", "error media_unreadable image_end"]);
    assert.equal(issues[0].message, "image_start cannot be read: The file was moved");
    assert.deepEqual(simulator.log(), []);
  }
});

/** A file on a disk that does not answer. */
class Stuck extends Blob {
  slice() {
    return { arrayBuffer: () => new Promise(() => {}) };
  }
}

test("a disk that does not answer holds up neither an abort nor, for long, what is told of it", async () => {
  const { client, sent } = setUp({ timeouts: { readMs: 50 } });
  const stop = new AbortController();
  const reason = new Error("changed my mind");
  const submitting = client.submit(image(new Stuck([FRAME])), { signal: stop.signal });
  stop.abort(reason);
  await assert.rejects(submitting, (thrown) => thrown === reason);
  await assert.rejects(client.submit(image(new Stuck([FRAME]))), {
    name: "ValidationError",
    message: /image_start cannot be read: it did not answer within 0\.2 s/,
  });
  assert.deepEqual(sent(), []);
});

test("no failure goes unheard, which would end a process", async () => {
  const unheard = [];
  const hear = (reason) => unheard.push(reason);
  process.on("unhandledRejection", hear);
  try {
    const { client } = setUp();
    const none = () => Object.create(Blob.prototype);
    await assert.rejects(client.submit(image(none(), { image_end: none() })), TypeError);
    const stop = new AbortController();
    const apiKey = async () => {
      await sleep(5);
      throw new Error("no key");
    };
    const onEvent = () => stop.abort(new Error("changed my mind"));
    const stopped = setUp({ apiKey, onEvent });
    await assert.rejects(stopped.client.submit(image(file(FRAME)), { signal: stop.signal }), {
      message: "changed my mind",
    });
    await sleep(20);
  } finally {
    process.off("unhandledRejection", hear);
  }
  assert.deepEqual(unheard, []);
});

test("an upload that answers no web address is a failure, whatever is checked", async () => {
  for (const address of ["", "/files/1.jpeg", null, 7]) {
    const text = JSON.stringify({ success: true, data: { file_url: address } });
    const { client, sent } = setUp({ validate: "off", faults: { on: "upload", status: 200, body: { text } } });
    await assert.rejects(client.submit(image(file(FRAME))), { code: "upload_failed" });
    assert.deepEqual(sent(), ["upload/stream"]);
  }
});

test("an upload that is refused for want of a key says where one may be missing", async () => {
  const { client } = setUp({ faults: { on: "upload", status: 401 } });
  await assert.rejects(client.submit(image(file(FRAME))), { code: "upload_failed", status: 401, hint: /filesBaseUrl/ });
});

test("an abort while files are looked at", async () => {
  const { client, simulator } = setUp();
  const stop = new AbortController();
  const submitting = client.submit(image(file(FRAME)), { signal: stop.signal });
  stop.abort(new Error("changed my mind"));
  await assert.rejects(submitting, { message: "changed my mind" });
  assert.deepEqual(simulator.log(), []);
});

test("the budget knows how long a file's video is", async () => {
  const request = edit(file(mp4(640, 480, 4)));
  const asUrl = edit("https://your-cdn.com/clip.mp4");
  const { microUsd } = estimateCost(asUrl, { inputSeconds: 4 });
  assert.ok(microUsd < estimateCost(asUrl).microUsd);
  const { client } = setUp({ budget: { perCallMicroUsd: microUsd } });
  await client.submit(request);
  assert.equal(client.spending()[0].reservedMicroUsd, microUsd);
  await assert.rejects(client.submit(asUrl), { name: "BudgetError" });
});

test("a model whose own limits a file is past is not fallen back to", async () => {
  const faults = [{ on: "submit", model: "wan2.7-image-to-video", status: 503, code: "no_available_channel" }];
  const { client, sent } = setUp({ fallback: true, faults });
  // wan2.6 takes sides from 360 px on.
  await assert.rejects(client.generate(image(file(jpeg(300, 500)))), { name: "UnknownModelError" });
  assert.deepEqual(sent(), ["upload/stream", "videos/generations"]);
  const { model } = await client.generate(image(file(FRAME)));
  assert.equal(model, "wan2.6-image-to-video");
});
