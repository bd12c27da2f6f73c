// A thread that loads "wanreel/slim", asks too early, then inits as it is told.
import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";

const { kind, source, url, bytes, beside } = workerData;
const require = createRequire(import.meta.url);
const wanreel = kind === "require" ? require("wanreel/slim") : await import("wanreel/slim");

// The whole package in the same program, and in use.
if (beside) (await import("wanreel")).validate({});

const REQUEST = { model: "wan2.7-text-to-video", prompt: "A lighthouse keeper climbs the spiral stairs at dusk" };
const CALLS = {
  validate: () => wanreel.validate(REQUEST),
  buildRequest: () => wanreel.buildRequest(REQUEST),
  estimateCost: () => wanreel.estimateCost(REQUEST),
  estimateBudget: () => wanreel.estimateBudget({ clipsPerDay: 1, averageSeconds: 5 }),
  compareProviders: () => wanreel.compareProviders(REQUEST),
  models: () => wanreel.models(),
  schema: () => wanreel.schema(REQUEST.model),
  jsonSchema: () => wanreel.jsonSchema(REQUEST.model),
  suggestModel: () => wanreel.suggestModel("wan27-t2v"),
  migrate: () => wanreel.migrate(REQUEST),
  parseTask: () => wanreel.parseTask({}),
  pollDelays: () => [...wanreel.pollDelays()],
  WanClient: () => new wanreel.WanClient({ apiKey: "sk-x" }),
};

const SOURCES = {
  bytes: () => bytes,
  buffer: () => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
  module: () => new WebAssembly.Module(bytes),
  text: () => url,
  url: () => new URL(url),
  file: () => import.meta.resolve("wanreel/wanreel_bg.wasm"),
  response: () => fetch(url),
  untyped: async () => new Response(await (await fetch(url)).arrayBuffer()),
};

function early(call) {
  try {
    return { name: "nothing is thrown", code: String(call()) };
  } catch (error) {
    return { name: error.name, code: error.code, isWanError: error instanceof wanreel.WanError };
  }
}

const before = Object.fromEntries(Object.entries(CALLS).map(([name, call]) => [name, early(call)]));
const refused = [];
if (source === "wrong") {
  for (const wrong of [new Uint8Array([1, 2, 3, 4]), `${url}.missing`]) {
    await wanreel.init(wrong).catch((error) => refused.push(error.name));
  }
}
await wanreel.init(await (SOURCES[source] ?? SOURCES.bytes)());
// A second init changes nothing.
await wanreel.init(bytes);
parentPort.postMessage({ before, refused, valid: wanreel.validate(REQUEST).valid });
