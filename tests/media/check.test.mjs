// Requests checked together with their files.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { validate } from "wanreel";
import { checkMedia, probe } from "./nearby.mjs";
import { inMemory, serve } from "./server.mjs";
import { jpeg, mp4, seed, wav } from "./shapes.mjs";

let server;
let at;
before(async () => {
  server = await serve({
    "/frame.jpeg": inMemory(jpeg(720, 1280)),
    "/tiny.jpeg": inMemory(jpeg(20, 1280)),
    "/clear.png": inMemory(seed("rgba.png")),
    "/clip.mp4": inMemory(mp4(640, 480, 4)),
    "/long.mp4": inMemory(mp4(640, 480, 40)),
    "/clip.webm": inMemory(seed("plain.webm")),
    "/voice.wav": inMemory(wav(4)),
    "/brief.wav": inMemory(wav(1)),
    "/cut.mp4": inMemory(seed("first.mp4").subarray(0, 300)),
    "/page": inMemory(Buffer.from("<!doctype html><title>Gone</title>")),
    "/noise": inMemory(Buffer.from("no format at all, but some words")),
  });
  at = (path) => server.origin + path;
});
after(() => server?.close());

const image = (start, more) => ({
  model: "wan2.7-image-to-video",
  prompt: "A fox wakes up in the snow and looks around",
  image_start: start,
  ...more,
});
const brief = ({ issues }) => issues.map(({ severity, code, path }) => `${severity} ${code} ${path.join(".")}`);

test("what a request's media are is held against the limits", async () => {
  const good = image(at("/frame.jpeg"), { audio_urls: [at("/voice.wav")], duration: 4 });
  assert.deepEqual(await checkMedia(good), { valid: true, issues: [] });
  const cases = [
    [image(at("/tiny.jpeg")), ["error out_of_range image_start", "error out_of_range image_start"]],
    [image(at("/clear.png")), ["error out_of_range image_start", "error unsupported_format image_start"]],
    [image(at("/clip.mp4")), ["error unsupported_format image_start"]],
    [image(at("/clip.webm")), ["error unsupported_format image_start"]],
    [image(at("/page")), ["error unsupported_format image_start"]],
    [image(at("/noise")), ["error unsupported_format image_start"]],
    [
      image(at("/frame.jpeg"), { audio_urls: [at("/brief.wav")] }),
      ["error out_of_range audio_urls.0", "warning audio_too_short audio_urls.0"],
    ],
    [
      { model: "wan2.7-video-edit", prompt: "Make it rain on the whole scene", video_urls: [at("/long.mp4")] },
      ["error out_of_range video_urls.0"],
    ],
  ];
  for (const [request, expected] of cases) {
    const verdict = await checkMedia(request);
    assert.deepEqual([brief(verdict), verdict.valid], [expected, false], JSON.stringify(verdict.issues));
  }
});

test("what cannot be fetched or read is a warning", async () => {
  const edit = { model: "wan2.7-video-edit", prompt: "Make it rain on the whole scene" };
  for (const path of ["/none.mp4", "/clip.mp4?status=500", "/cut.mp4"]) {
    const { valid, issues } = await checkMedia({ ...edit, video_urls: [at(path)] });
    assert.deepEqual(
      [valid, issues.length, issues[0].severity, issues[0].code],
      [true, 1, "warning", "media_unreadable"],
    );
    assert.deepEqual(issues[0].path, ["video_urls", 0]);
    assert.match(issues[0].message, /^video_urls\.0 could not be checked: /);
  }
  // A name is all there is to go by then; where the file can be read, it says nothing any more.
  const unread = { ...edit, video_urls: [at("/none.jpeg")] };
  assert.deepEqual(brief(await checkMedia(unread)), [
    "warning unsupported_format video_urls.0",
    "warning media_unreadable video_urls.0",
  ]);
  // What is known of a broken file still counts.
  const verdict = await checkMedia(image(at("/cut.mp4")));
  assert.deepEqual(brief(verdict), ["error unsupported_format image_start", "warning media_unreadable image_start"]);
});

test("every place of a request, each file once", async () => {
  const request = {
    model: "wan2.7-reference-video",
    prompt: "image1 meets image2 and video1 at the lake",
    image_urls: [at("/frame.jpeg"), at("/frame.jpeg")],
    video_urls: [at("/long.mp4")],
    model_params: { voice_bindings: { image1: at("/brief.wav"), video1: at("/clip.mp4") } },
  };
  server.reset();
  const verdict = await checkMedia(request);
  assert.deepEqual(
    brief(verdict).filter((issue) => issue.startsWith("error")),
    ["error out_of_range video_urls.0", "error unsupported_format model_params.voice_bindings.video1"],
  );
  const paths = server.state.asked.map(({ path }) => path).sort();
  assert.deepEqual(paths, ["/brief.wav", "/clip.mp4", "/frame.jpeg", "/long.mp4"]);
});

test("files that are still to be uploaded", async () => {
  const frame = new Blob([jpeg(720, 1280)]);
  const request = image(frame, { audio_urls: [new Blob([wav(4)])], duration: 4 });
  assert.deepEqual(await checkMedia(request), { valid: true, issues: [] });
  assert.equal(request.image_start, frame, "the request stays as it was");
  assert.deepEqual(brief(await checkMedia(image(new Blob([seed("rgba.png")])))), [
    "error out_of_range image_start",
    "error unsupported_format image_start",
  ]);
});

test("what is known already is not asked for, and wins", async () => {
  server.reset();
  const byUrl = await checkMedia(image(at("/tiny.jpeg")), {
    inputs: { [at("/tiny.jpeg")]: { width: 720, height: 720 } },
  });
  const byField = await checkMedia(image(at("/tiny.jpeg")), { inputs: { image_start: { width: 20, height: 720 } } });
  assert.deepEqual([byUrl.valid, byField.valid, server.state.asked.length], [true, false, 0]);
});

test("a request that is wrong in itself: what validate says, and nothing is fetched", async () => {
  server.reset();
  const hostile = new Proxy(
    {},
    {
      get: () => {
        throw new Error("no");
      },
      ownKeys: () => {
        throw new Error("no");
      },
    },
  );
  const requests = [
    undefined,
    null,
    7,
    "x",
    [],
    {},
    hostile,
    { model: "wan2.7" },
    image("not a URL"),
    image(7),
    image({}),
  ];
  for (const request of requests) assert.deepEqual(await checkMedia(request), validate(request));
  const many = { model: "wan2.7-reference-video", prompt: "x", image_urls: Array(50_000).fill("ftp://a/b") };
  assert.deepEqual(await checkMedia(many), validate(many));
  assert.equal(server.state.asked.length, 0);
  const lenient = { model: "wan2.7-text-to-video", prompt: "x".repeat(6000) };
  assert.deepEqual(
    [(await checkMedia(lenient)).valid, (await checkMedia(lenient, { strict: false })).valid],
    [false, true],
  );
});

test("an abort ends it", async () => {
  const reason = new Error("enough");
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), 30);
  const request = image(at("/frame.jpeg?habit=silent"));
  assert.equal(await checkMedia(request, { signal: controller.signal }).catch((error) => error), reason);
});

test("the same in CommonJS, where errors and core are those of index.cjs", async () => {
  const require = createRequire(import.meta.url);
  const media = require("wanreel/media");
  const { WanError } = require("wanreel");
  assert.deepEqual(await media.probe(seed("rgba.png")), await probe(seed("rgba.png")));
  const error = await media.probe(Buffer.from("nothing")).catch((reason) => reason);
  assert.deepEqual([error instanceof WanError, error.name, error.code], [true, "MediaError", "media_unreadable"]);
  assert.deepEqual(
    await media.checkMedia(image(at("/clip.webm")), { allowPrivateHosts: true }),
    await checkMedia(image(at("/clip.webm"))),
  );
});
