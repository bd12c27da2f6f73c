/** What crosses between JavaScript and WebAssembly: little, and nothing twice. */
import assert from "node:assert/strict";
import { test } from "node:test";

const counted = { calls: 0, parse: 0, stringify: 0 };
const { Instance } = WebAssembly;

/** Counts every call of an export, and every call of an import. */
function counting(functions) {
  const count = (each) =>
    typeof each === "function"
      ? function (...args) {
          counted.calls += 1;
          return Reflect.apply(each, this, args);
        }
      : each;
  return Object.fromEntries(Object.entries(functions).map(([name, each]) => [name, count(each)]));
}

WebAssembly.Instance = class {
  constructor(module, imports) {
    const all = Object.fromEntries(Object.entries(imports).map(([name, each]) => [name, counting(each)]));
    this.exports = counting(new Instance(module, all).exports);
  }
};
for (const name of ["parse", "stringify"]) {
  const work = JSON[name];
  JSON[name] = (...args) => {
    counted[name] += 1;
    return work(...args);
  };
}
const { buildRequest, WanClient } = await import("wanreel");

const ID = "task-unified-1757169743-7cvnl5zw";
const PENDING = { id: ID, status: "pending", progress: 0, created: 1757169743, model: "wan2.7-text-to-video" };
const DONE = { ...PENDING, status: "completed", progress: 100, results: ["https://media.example.net/v/1.mp4"] };
const ANSWERS = [
  PENDING,
  PENDING,
  { ...PENDING, status: "processing", progress: 30 },
  { ...PENDING, status: "processing", progress: 70 },
  DONE,
].map((answer) => JSON.stringify(answer));

function clientOf(answers, options = {}) {
  const rest = [...answers];
  const fetch = async () => new Response(rest.length > 1 ? rest.shift() : rest[0]);
  return new WanClient({ apiKey: "sk-anything-123", fetch, poll: { initialMs: 1, maxMs: 1 }, ...options });
}

async function countedOf(work) {
  Object.assign(counted, { calls: 0, parse: 0, stringify: 0 });
  await work();
  return { ...counted };
}

const REQUEST = { model: "wan2.7-text-to-video", prompt: "A lighthouse at dusk", duration: 5 };

for (const [name, options, given] of [
  ["nobody listens", {}, {}],
  ["somebody listens", { onEvent() {} }, { onProgress() {} }],
]) {
  test(`one generate() of four polls crosses fewer than 66 times, and touches JSON six times at the most: ${name}`, async () => {
    await clientOf(ANSWERS).generate({ ...REQUEST, seed: 1 });
    const client = clientOf(ANSWERS, options);
    const { calls, parse, stringify } = await countedOf(() => client.generate(REQUEST, given));
    console.log(`${calls} crossings, ${parse} JSON.parse, ${stringify} JSON.stringify`);
    assert.ok(calls < 66, `${calls} crossings`);
    assert.ok(parse + stringify <= 6, `${parse} JSON.parse, ${stringify} JSON.stringify`);
  });
}

// Two of the seven are numbers, which take a fiftieth of a text.
test("a poll more crosses seven times more, and is parsed once", async () => {
  const once = await countedOf(() => clientOf([DONE].map((task) => JSON.stringify(task))).wait(ID));
  const more = await countedOf(() => clientOf(ANSWERS.slice(2)).wait(ID));
  assert.ok(more.calls - once.calls <= 2 * 7, `${more.calls} and ${once.calls} crossings`);
  assert.equal(more.parse, 3);
});

test("what a client submits has the fingerprint that buildRequest tells of its body", async () => {
  const video = ["https://example.com/a.mp4"];
  const image_urls = ["https://example.com/a.png"];
  const requests = [
    REQUEST,
    { ...REQUEST, seed: undefined, quality: "720p", callback_url: "https://example.com/hook" },
    { ...REQUEST, prompt: 'é中🎬 "q"\\ \n', negative_prompt: undefined, duration: 5.0 },
    { model: "wan2.7-image-to-video", prompt: "A lake", image_start: image_urls[0] },
    { model: "wan2.7-reference-video", prompt: "A lake", image_urls, model_params: { shot_type: undefined } },
    { model: "wan2.7-reference-video", prompt: "[Image1] waves", image_urls, aspect_ratio: "16:9" },
    { model: "wan2.7-video-edit", prompt: "Make it snow", video_urls: video },
  ];
  for (const request of requests) {
    for (const [validate, strict] of [
      ["strict", true],
      ["lenient", false],
      ["off", false],
    ]) {
      const { body } = buildRequest(request, { strict });
      const { fingerprint } = await clientOf(ANSWERS, { validate }).submit(request);
      assert.equal(fingerprint, buildRequest(JSON.parse(body)).fingerprint, `${validate}: ${body}`);
    }
  }
});

test("raw is what JSON.parse gives, parsed when it is looked at, and once", async () => {
  const task = await clientOf([ANSWERS.at(-1)]).wait(ID);
  const { parse } = await countedOf(() => {
    assert.deepEqual(task.raw, DONE);
    assert.equal(task.raw, task.raw);
  });
  assert.equal(parse, 1);
  assert.deepEqual(Object.keys(task).includes("raw"), true);
  assert.deepEqual(JSON.parse(JSON.stringify(task)).raw, DONE);
  assert.deepEqual({ ...task }.raw, DONE);
  assert.deepEqual(structuredClone(task).raw, DONE);
  task.raw = 5;
  assert.equal(task.raw, 5);
});

test("a request with quotes, line breaks and emoji arrives as it was", async () => {
  const prompt = 'She says "no\\yes"\n\t\u2028 到 🎬 \u007f é';
  const bodies = [];
  const client = clientOf(ANSWERS, {
    fetch: async (_, init) => {
      if (init.body) bodies.push(JSON.parse(init.body));
      return new Response(ANSWERS[init.body ? 0 : 4]);
    },
  });
  await client.generate({ ...REQUEST, prompt });
  assert.equal(bodies[0].prompt, prompt);
});
