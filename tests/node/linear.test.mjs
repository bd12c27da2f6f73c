// What the JavaScript reads, it reads in time that grows with it: eight times as much takes no 64 times as long. The
// readers in Rust are tried one by one in tests/native/linear.rs; here it is the way through the border, patterns of the
// JSON Schema, redaction and forms. Only ratios count, of this process's own time on a processor, with a wide margin.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import Ajv from "ajv/dist/2020.js";
import {
  buildRequest,
  estimateCost,
  jsonSchema,
  migrate,
  models,
  parseTask,
  schema,
  validate,
  WanClient,
} from "wanreel";
import { createProxy } from "wanreel/proxy";
import { createSimulator } from "wanreel/simulator";
import { KEY, TEXT } from "./support.mjs";

const TIMES = 8;
/** In proportion it would be 8, in the square 64. */
const MOST = 28;
/** A timer of a processor tells nothing below that. */
const LEAST_MICROSECONDS = 300;

async function cost(read, given) {
  const start = process.cpuUsage();
  await read(given);
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

async function isLinear(name, make, small, read) {
  const [little, much] = [make(small), make(small * TIMES)];
  let [quick, slow] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  // The best of more and more runs, before a ratio is believed.
  for (const runs of [1, 2, 4, 8, 16]) {
    for (let run = 0; run < runs; run++) {
      quick = Math.min(quick, await cost(read, little));
      slow = Math.min(slow, await cost(read, much));
    }
    if (slow / Math.max(quick, LEAST_MICROSECONDS) < MOST) return;
  }
  assert.fail(`${name}: ${quick} µs, and ${slow} µs for ${TIMES} times as much`);
}

const PIECES = [
  "a",
  "\\",
  '"',
  "\ud83d",
  "%41",
  "@",
  ":",
  "a.",
  "/",
  "?",
  "[",
  "Shot 1 [0-3s] ",
  "Image 1 ",
  "图一",
  "\u3000",
  "\0",
];

/** Values long in one way each; `count` is a number of items, or of characters times 16. */
const VALUES = [
  ...PIECES.map((piece) => [JSON.stringify(piece), (count) => piece.repeat((16 * count) / piece.length)]),
  ...PIECES.map((piece) => [
    `https:// and ${JSON.stringify(piece)}`,
    (count) => `https://${piece.repeat((16 * count) / piece.length)}`,
  ]),
  ["a list of addresses", (count) => Array.from({ length: count }, (_, at) => `https://a.example/${at}.png`)],
  ["a list of lists", (count) => Array.from({ length: count }, () => [[]])],
  ["a list of nothing", (count) => new Array(count)],
  ["one object many times", (count) => new Array(count).fill({ a: { b: [] } })],
  ["an object", (count) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`image${at}`, `${at}`]))],
  ["a long bigint", (count) => 10n ** BigInt(count)],
];

const FIELDS = {
  "wan2.7-text-to-video": ["prompt", "negative_prompt", "audio_urls", "seed", "callback_url", "quality", "field"],
  "wan2.7-image-to-video": ["image_start", "video_urls", "generation_mode"],
  "wan2.7-reference-video": ["prompt", "image_urls", "model_params", "voice_bindings"],
  "wan2.7-video-edit": ["video_urls", "duration", "keep_original_sound"],
};

const READERS = {
  validate: (request) => validate(request),
  buildRequest: (request) => buildRequest(request, { validate: "off" }).fingerprint,
  estimateCost: (request) => estimateCost(request),
  migrate: (request) => migrate(request),
  schema: (request) => schema(request.model)["~standard"].validate(request),
};

/** Refusing is an answer too. */
const tried = (read) => (given) => {
  try {
    return read(given);
  } catch (error) {
    assert.match(error.name, /^(ValidationError|TypeError|ConfigError|RangeError)$/);
  }
};

for (const [model, fields] of Object.entries(FIELDS)) {
  test(`requests of ${model}, long in each field`, async () => {
    assert.ok(models().some(({ id }) => id === model));
    for (const field of fields) {
      for (const [what, make] of VALUES) {
        const request = (count) => {
          const value = make(count);
          const inner = field === "voice_bindings" ? { model_params: { [field]: value } } : { [field]: value };
          return { ...TEXT, model, image_urls: ["https://a.example/a.png"], ...inner };
        };
        for (const [name, read] of Object.entries(READERS))
          await isLinear(`${name}: ${field} is ${what}`, request, 500, tried(read));
      }
    }
  });
}

test("requests of many fields, facts of many media", async () => {
  const fields = (count) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`field${at}`, at]));
  for (const [name, read] of Object.entries(READERS))
    await isLinear(`${name}: many fields`, (count) => ({ ...TEXT, ...fields(count) }), 500, tried(read));
  const facts = (count) => {
    const names = Array.from({ length: count }, (_, at) => `https://a.example/${at}.mp4`);
    const inputs = Object.fromEntries(names.map((url, seconds) => [url, { seconds }]));
    return { request: { ...TEXT, model: "wan2.7-reference-video", video_urls: names }, inputs };
  };
  await isLinear("validate: facts", facts, 500, ({ request, inputs }) => validate(request, { inputs }));
  await isLinear(
    "estimateCost: facts",
    facts,
    500,
    tried(({ request, inputs }) => estimateCost(request, { inputs })),
  );
});

test("the JSON Schema's own patterns", async () => {
  const ajv = new Ajv({ strict: false, unicodeRegExp: true });
  for (const [model, fields] of Object.entries(FIELDS)) {
    const check = ajv.compile(jsonSchema(model));
    for (const field of [...fields, "image_start", "image_urls", "callback_url"]) {
      for (const [what, make] of VALUES) {
        const request = (count) => {
          const value = make(count);
          const is = /_urls$/.test(field) && typeof value === "string" ? [value] : value;
          const given = field === "voice_bindings" ? { model_params: { [field]: { image1: is } } } : { [field]: is };
          return { model, prompt: "a", ...given };
        };
        await isLinear(`${model} ${field}: ${what}`, request, 500, check);
      }
    }
  }
});

const NEARLY = KEY.slice(0, -1);
/** Texts in which a key, or nearly one, could hide in many ways. */
const ANSWERS = [
  ...PIECES.map((piece) => (size) => ({ id: piece.repeat(size / piece.length) })),
  (size) => ({ error: { code: "x", message: NEARLY.repeat(size / NEARLY.length) } }),
  (size) => ({ error: { code: "x", message: KEY.repeat(size / KEY.length) } }),
  (size) => Array.from({ length: size / KEY.length }, () => ({ [KEY]: KEY })),
  (size) => ({ data: Array.from({ length: size / 8 }, (_, at) => [at]) }),
].map((make) => (size) => JSON.stringify(make(size)));
ANSWERS.push(
  // What JSON cannot be read as: escapes are looked for by hand.
  (size) => `"${"\\u0073".repeat(size / 6)}`,
  (size) => `{"id":"${"\\".repeat(size)}`,
  (size) => `${"[".repeat(size)}`,
  (size) => `${'{"a":'.repeat(size / 5)}`,
  (size) => `${"\\u".repeat(size / 2)}`,
  (size) => `${"<p>".repeat(size / 3)}`,
);

test("parseTask", async () => {
  for (const make of ANSWERS) {
    const read = (text) => {
      try {
        return JSON.parse(text);
      } catch {
        return text;
      }
    };
    await isLinear(
      `parseTask of ${make(40)}`,
      (size) => read(make(size)),
      20_000,
      (answer) => parseTask(answer),
    );
  }
});

test("answers of the API, read, redacted and thrown", async () => {
  const simulator = createSimulator();
  const client = new WanClient({ apiKey: KEY, fetch: simulator.fetch, retry: { attempts: 1 } });
  for (const status of [200, 400]) {
    for (const make of ANSWERS) {
      await isLinear(`${status} with ${make(40)}`, make, 30_000, async (text) => {
        simulator.setFaults({ on: "poll", status, body: { text }, contentType: "application/json" });
        const thrown = await client.retrieve("task-unified-1-a").catch((error) => error);
        if (status === 400) assert.equal(thrown.status, 400);
        assert.ok(!JSON.stringify(thrown).includes(KEY));
      });
    }
  }
});

const PNG = readFileSync(new URL("../media/seeds/rgb.png", import.meta.url));

test("forms, in pieces of any size", async () => {
  const simulator = createSimulator();
  const proxy = createProxy({
    apiKey: KEY,
    authorize: async () => ({ user: "ann" }),
    rateLimit: false,
    uploads: true,
    fetch: simulator.fetch,
  });
  const boundary = "-".repeat(60);
  const parts = [
    "\r\n",
    "\r",
    "\r\n--",
    `\r\n--${boundary.slice(1)}`,
    `\r\n--${"-".repeat(30)}`,
    "-",
    "a",
    "\r\n\r\n",
    "\r\r\n",
  ];
  for (const part of parts) {
    for (const piece of [200, 65_536]) {
      const form = (size) => {
        const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\n`;
        const filling = Buffer.from(part.repeat(size / part.length));
        return Buffer.concat([Buffer.from(head), PNG, filling, Buffer.from(`\r\n-${boundary}`)]);
      };
      await isLinear(`${JSON.stringify(part)} in pieces of ${piece}`, form, 16_000, async (bytes) => {
        let at = 0;
        const body = new ReadableStream({
          pull(controller) {
            if (at >= bytes.length) return controller.close();
            controller.enqueue(new Uint8Array(bytes.subarray(at, at + piece)));
            at += piece;
          },
        });
        const request = new Request("https://shop.example/api/wan/api/v1/files/upload/stream", {
          method: "POST",
          headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
          body,
          duplex: "half",
        });
        const answer = await proxy(request);
        assert.ok(at >= bytes.length, "all was read");
        assert.ok([200, 400].includes(answer.status), `${answer.status} ${await answer.text()}`);
      });
    }
  }
});
