// What a call of the AI SDK comes to as a request, what is told, and what is refused before anything is sent.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { generateVideo, KEY, PROMPT, setUp, startVideo } from "./sdk.mjs";

const image = (name) => `https://cdn.example.com/${name}.png`;
const video = (name) => `https://cdn.example.com/${name}.mp4`;

/** Submits a call, and answers what was posted, without model and prompt, and the warnings. */
async function said(modelId, call) {
  const { wan, sent } = setUp();
  const { warnings } = await startVideo({ model: wan.video(modelId), prompt: PROMPT, ...call });
  const { model, prompt, ...fields } = sent();
  assert.equal(model, modelId);
  assert.equal(prompt, typeof call.prompt === "object" ? call.prompt.text : PROMPT);
  return { fields, warnings };
}

// Fields by the guide, sections 3 to 6; those of the older models by their OpenAPI files.
const CALLS = [
  [
    "text to video, all by its own settings",
    "wan2.7-text-to-video",
    {
      aspectRatio: "9:16",
      duration: 10,
      seed: 5,
      providerOptions: { wan: { quality: "1080p", negative_prompt: "fog" } },
    },
    { aspect_ratio: "9:16", duration: 10, seed: 5, quality: "1080p", negative_prompt: "fog" },
  ],
  [
    "a resolution of the table",
    "wan2.7-text-to-video",
    { resolution: "1248x1648" },
    { quality: "1080p", aspect_ratio: "3:4" },
  ],
  [
    "an image to begin with",
    "wan2.7-image-to-video",
    { prompt: { image: image("a"), text: PROMPT } },
    { image_start: image("a") },
  ],
  [
    "first and last frame",
    "wan2.7-image-to-video",
    {
      frameImages: [
        { image: image("b"), frameType: "last_frame" },
        { image: image("a"), frameType: "first_frame" },
      ],
      providerOptions: { wan: { generation_mode: "first_last_frame", audio_urls: ["https://cdn.example.com/a.mp3"] } },
    },
    {
      image_start: image("a"),
      image_end: image("b"),
      generation_mode: "first_last_frame",
      audio_urls: ["https://cdn.example.com/a.mp3"],
    },
  ],
  [
    "a clip to continue, whose address tells nothing",
    "wan2.7-image-to-video",
    { inputReferences: ["https://cdn.example.com/x?id=1"], duration: 10 },
    { video_urls: ["https://cdn.example.com/x?id=1"], duration: 10 },
  ],
  [
    "references of both kinds and a voice",
    "wan2.7-reference-video",
    {
      prompt: { text: `${PROMPT}: Image 1, Image 2 and Video 1`, image: image("start") },
      inputReferences: [image("a"), video("b"), { data: "https://cdn.example.com/c", mediaType: "image/webp" }],
      providerOptions: { wan: { model_params: { voice_bindings: { image1: "https://cdn.example.com/v.mp3" } } } },
    },
    {
      image_start: image("start"),
      image_urls: [image("a"), "https://cdn.example.com/c"],
      video_urls: [video("b")],
      model_params: { voice_bindings: { image1: "https://cdn.example.com/v.mp3" } },
    },
  ],
  [
    "an edit of a video",
    "wan2.7-video-edit",
    { inputReferences: [video("a"), image("b")], providerOptions: { wan: { keep_original_sound: true } } },
    { video_urls: [video("a")], image_urls: [image("b")], keep_original_sound: true },
  ],
  [
    "the older image to video",
    "wan2.6-image-to-video",
    { prompt: { image: image("a"), text: PROMPT } },
    { image_urls: [image("a")] },
  ],
  [
    "sound, where a field tells it",
    "wan2.6-image-to-video-flash",
    { prompt: { image: image("a"), text: PROMPT }, generateAudio: false },
    { image_urls: [image("a")], generate_audio: false },
  ],
];

for (const [name, model, call, expected] of CALLS) {
  test(`request: ${name}`, async () => {
    assert.deepEqual((await said(model, call)).fields, expected);
  });
}

test("bytes become files, which are uploaded", async () => {
  const { wan, sent, simulator } = setUp();
  const bytes = readFileSync(new URL("../media/seeds/rgb.png", import.meta.url));
  // The sides stand behind the name of the first chunk.
  const header = bytes.indexOf("IHDR") + 4;
  bytes.writeUInt32BE(640, header);
  bytes.writeUInt32BE(480, header + 4);
  for (const data of [bytes, bytes.toString("base64"), `data:image/png;base64,${bytes.toString("base64")}`]) {
    await startVideo({ model: wan.video("wan2.7-image-to-video"), prompt: { image: data, text: PROMPT } });
    assert.match(sent().image_start, /^https:/);
  }
  assert.equal(simulator.log().filter(({ kind }) => kind === "upload").length, 3);
});

test("settings that change nothing but taste are left out, and told", async () => {
  const { fields, warnings } = await said("wan2.7-image-to-video", {
    prompt: { image: image("a"), text: PROMPT },
    aspectRatio: "9:16",
    resolution: "1920x1080",
    fps: 24,
    generateAudio: true,
    headers: { "x-team": "films" },
  });
  assert.deepEqual(fields, { image_start: image("a"), quality: "1080p" });
  assert.deepEqual(
    warnings.map(({ type, feature }) => [type, feature]).sort(),
    ["aspectRatio", "fps", "generateAudio", "headers", "resolution"].map((feature) => ["unsupported", feature]),
  );
});

test("aspectRatio adaptive is what image to video does anyway", async () => {
  const { fields, warnings } = await said("wan2.7-image-to-video", {
    prompt: { image: image("a"), text: PROMPT },
    aspectRatio: "adaptive",
  });
  assert.deepEqual([fields, warnings], [{ image_start: image("a") }, []]);
});

test("warnings of validation are the call's", async () => {
  const { model, wan } = { ...setUp(), model: "wan2.7-reference-video" };
  const call = { prompt: "Image 2 dances at dusk, lanterns all around", inputReferences: [image("a")] };
  const { warnings } = await startVideo({ model: wan.video(model), ...call });
  assert.deepEqual([warnings.length, warnings[0].type], [1, "other"]);
  assert.match(warnings[0].message, /Image 2/i);
});

const REFUSED = [
  ["an image for a model that takes none", { prompt: { image: image("a"), text: PROMPT } }, ["image_start"]],
  [
    "a last frame for a model that takes none",
    { frameImages: [{ image: image("a"), frameType: "last_frame" }] },
    ["image_end"],
  ],
  ["a reference for a model that takes none", { inputReferences: [image("a")] }, ["image_urls"]],
  ["a resolution that is none", { resolution: "1280x721" }, ["resolution"]],
  ["a resolution beside another ratio", { resolution: "1280x720", aspectRatio: "9:16" }, ["aspectRatio"]],
  ["a ratio that is none", { aspectRatio: "21:9" }, ["aspect_ratio"]],
  ["adaptive, with nothing to adapt to", { aspectRatio: "adaptive" }, ["aspect_ratio"]],
  ["a duration out of range", { duration: 16 }, ["duration"]],
  ["a seed of 0", { seed: 0 }, ["seed"]],
  ["a misspelt field", { providerOptions: { wan: { negativePrompt: "fog" } } }, ["negativePrompt"]],
  ["a field that is said twice", { duration: 5, providerOptions: { wan: { duration: 6 } } }, ["duration"]],
  ["a callback that is not public", { webhookUrl: "https://localhost/hook" }, ["callback_url"]],
];

for (const [name, call, path] of REFUSED) {
  test(`refused, and nothing sent: ${name}`, async () => {
    const { model, simulator } = setUp();
    await assert.rejects(startVideo({ model, prompt: PROMPT, ...call }), (error) => {
      assert.equal(error.name, "ValidationError", String(error));
      assert.deepEqual(error.issues.find(({ severity }) => severity === "error").path, path);
      return true;
    });
    assert.deepEqual(simulator.log(), []);
  });
}

test("refused, and nothing sent: what is no request's", async () => {
  const frames = ["first_frame", "first_frame"].map((frameType) => ({ image: image("a"), frameType }));
  const calls = [
    [{ n: 3, maxVideosPerCall: 3 }, "ConfigError", /3/],
    [{ providerOptions: { wan: [] } }, "ConfigError", /providerOptions\.wan/],
    [{ providerOptions: { wan: { submit: { usr: "ada" } } } }, "ConfigError", /usr/],
    [{ headers: { "Idempotency-Key": "short" } }, "ConfigError", /16/],
    [{ frameImages: frames }, "ValidationError", /first_frame/],
    [
      { inputReferences: ["https://cdn.example.com/x?id=1"], model: "wan2.7-reference-video" },
      "ValidationError",
      /media type/,
    ],
  ];
  for (const [{ model = "wan2.7-text-to-video", ...call }, name, message] of calls) {
    const { wan, simulator } = setUp();
    await assert.rejects(generateVideo({ model: wan.video(model), prompt: PROMPT, poll: {}, ...call }), {
      name,
      message,
    });
    assert.deepEqual(simulator.log(), []);
  }
  assert.throws(() => setUp().wan.video("wan27-t2v"), {
    name: "ConfigError",
    hint: 'did you mean "wan2.7-text-to-video"?',
  });
  const { model } = setUp();
  for (const operation of [null, {}, { taskId: 7 }, "task", []]) {
    await assert.rejects(model.doStatus({ operation }), { name: "ConfigError", message: /operation/ });
  }
});

test("a lost answer is an unknown outcome, and is never sent again", async () => {
  for (const fault of [{ do: "drop_after" }, { status: 502, accepted: true }, { do: "html" }]) {
    for (const poll of [{ poll: { intervalMs: 10 } }, {}]) {
      const { model, posts, simulator } = setUp({ faults: { on: "submit", ...fault } });
      const call = {
        model,
        prompt: PROMPT,
        headers: { "idempotency-key": "intent-of-ada-0001" },
        maxRetries: 5,
        ...poll,
      };
      await assert.rejects(generateVideo(call), {
        name: "SubmissionUnknownError",
        idempotencyKey: "intent-of-ada-0001",
      });
      assert.equal(posts(), 1);
      assert.equal(simulator.tasks().length, 1);
      // Nor does the same intent a second time, until somebody knows.
      await assert.rejects(generateVideo(call), { name: "SubmissionUnknownError" });
      assert.equal(posts(), 1);
    }
  }
});

test("the same idempotency key is the same task, and another start is another", async () => {
  const { model, simulator } = setUp();
  const call = { model, prompt: PROMPT, headers: { "Idempotency-Key": "intent-of-ada-0001" } };
  const first = await startVideo(call);
  const second = await startVideo(call);
  assert.deepEqual(second.operation, first.operation);
  assert.match(second.warnings[0].message, /used before/);
  assert.equal(simulator.tasks()[0].idempotencyKey, "intent-of-ada-0001");
  await startVideo({ model, prompt: PROMPT });
  assert.equal(simulator.tasks().length, 2);
});

test("whose request it is counts in the budget", async () => {
  const { model, wan } = setUp({}, { budget: { perUserDayMicroUsd: 500_000 } });
  const providerOptions = { wan: { submit: { user: "ada", feature: "intro" } } };
  await generateVideo({ model, prompt: PROMPT, providerOptions, download: wan.download });
  const [{ user, feature, spentMicroUsd }] = wan.client.spending();
  assert.deepEqual([user, feature, spentMicroUsd], ["ada", "intro", 430_000]);
  await assert.rejects(startVideo({ model, prompt: PROMPT, providerOptions }), { name: "BudgetError" });
  await startVideo({ model, prompt: PROMPT, providerOptions: { wan: { submit: { user: "bob" } } } });
});

test("the key is in nothing that is answered", async () => {
  const { model, wan } = setUp();
  const result = await generateVideo({ model, prompt: PROMPT, poll: { intervalMs: 10 }, download: wan.download });
  assert.ok(!JSON.stringify([result.providerMetadata, result.responses, result.warnings, wan]).includes(KEY));
});
