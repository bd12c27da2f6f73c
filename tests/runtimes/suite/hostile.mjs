// Values made to break a reader. validate answers whatever it is given; what builds or prices throws only what it says.
import { equal, Failure, ok, shown } from "./assert.mjs";

const GOOD = { model: "wan2.7-text-to-video", prompt: "A lighthouse keeper climbs the spiral stairs at dusk" };
/** Most properties that are looked at: a value that multiplies without bound is looked at for ever. */
const MOST_LOOKS = 1_000_000;
/** What else has no bound takes many minutes; a busy machine does not. */
const MOST_MS = 60_000;

const boom = () => {
  throw new Error("boom");
};
const with_ = (more) => ({ ...GOOD, ...more });
const getter = (name, get) => Object.defineProperty(with_({}), name, { get, enumerable: true });
const revoked = (target) => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
function cycle() {
  const loop = with_({});
  loop.model_params = loop;
  loop.audio_urls = [loop];
  return loop;
}
function deep(depth) {
  let value = {};
  for (let at = 0; at < depth; at++) value = { value };
  return value;
}
let looks = 0;
/** A new object at each look, with as many below it. */
function multiplying(width) {
  const keys = Array.from({ length: width }, (_, at) => `key${at}`);
  return new Proxy(
    {},
    {
      ownKeys: () => keys,
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
      get() {
        looks += 1;
        if (looks > MOST_LOOKS) throw new Error("looked at for ever");
        return multiplying(width);
      },
    },
  );
}
function changing() {
  let looks = 0;
  return getter("prompt", () => (looks++ === 0 ? GOOD.prompt : 5));
}

const MB5 = "x".repeat(5_000_000);
const MANY = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`f${at}`, at]));
const SPARSE = new Array(2 ** 32 - 1);
const DEEP = deep(100_000);

const VALUES = {
  nothing: () => undefined,
  null: () => null,
  "a number": () => 5,
  NaN: () => Number.NaN,
  "a BigInt": () => 5n,
  "a Symbol": () => Symbol("s"),
  "a function": () => boom,
  "a text": () => "wan2.7-text-to-video",
  "a list": () => [GOOD],
  "a Date": () => new Date(Number.NaN),
  "a Map": () => new Map([["model", GOOD.model]]),
  "typed bytes": () => new Uint8Array(1000),
  "a promise": () => Promise.resolve(GOOD),
  "an object without a prototype": () => Object.assign(Object.create(null), GOOD),
  "fields on the prototype": () => Object.create(GOOD),
  "an own __proto__": () => JSON.parse(`{"__proto__":{"model":"wan2.7-text-to-video"},"prompt":"x"}`),
  "an own constructor and toString": () => with_({ constructor: 5, toString: 6, valueOf: 7, hasOwnProperty: 8 }),
  "a model that is toString": () => with_({ model: { toString: () => GOOD.model } }),
  "a toJSON": () => with_({ toJSON: boom }),
  "a getter that throws": () => getter("prompt", boom),
  "a getter that throws undefined": () =>
    getter("duration", () => {
      throw undefined;
    }),
  "a getter that answers something else each time": changing,
  "a revoked proxy": () => revoked({}),
  "a revoked list": () => revoked([]),
  "a revoked proxy inside": () => with_({ audio_urls: revoked([]), seed: revoked({}), quality: revoked(boom) }),
  "a proxy whose traps throw": () => new Proxy({}, { get: boom, ownKeys: boom, has: boom, getPrototypeOf: boom }),
  "a list whose length throws": () => with_({ audio_urls: new Proxy([], { get: boom }) }),
  "a list whose length is no number": () =>
    with_({ audio_urls: new Proxy([], { get: (_, name) => (name === "length" ? "x" : 1) }) }),
  "a cycle": cycle,
  "depth 100 000": () => with_({ model_params: DEEP }),
  "an object that multiplies inside": () => with_({ model_params: multiplying(2) }),
  "half surrogates": () => with_({ prompt: "\ud83d", negative_prompt: "\udc00\ud800", "\ud800": "\udfff" }),
  "NUL and line separators": () => with_({ prompt: "\0\u2028\u2029\u0007\ufeff" }),
};

/** The same for every function, as all read values by one reader; too slow to be given to each. */
const LARGE = {
  "objects that multiply": () => multiplying(40),
  "a hundred thousand fields": () => MANY,
  "a sparse list of four billion": () => with_({ audio_urls: SPARSE }),
  "sparse lists of sparse lists": () => with_({ audio_urls: new Array(20_000).fill(SPARSE) }),
  "a text of 5 MB": () => with_({ prompt: MB5 }),
  "a model of 5 MB": () => with_({ model: MB5 }),
  "a field name of 5 MB": () => with_({ [MB5]: 1 }),
  "a callback of 5 MB": () => with_({ callback_url: `https://example.com/${"a/".repeat(2_500_000)}` }),
  "a text of 5 MB, 20 000 times": () => with_({ audio_urls: new Array(20_000).fill(MB5) }),
};

const CALLS = {
  validate: { allowed: [], large: true, call: ({ validate }, value) => validate(value) },
  "validate, options": { allowed: [], call: ({ validate }, value) => validate(GOOD, value) },
  "validate, inputs": { allowed: [], call: ({ validate }, value) => validate(GOOD, { inputs: value }) },
  parseTask: { allowed: [], call: ({ parseTask }, value) => parseTask(value) },
  buildRequest: { large: true, call: ({ buildRequest }, value) => buildRequest(value).fingerprint },
  estimateCost: { call: ({ estimateCost }, value) => estimateCost(value) },
  "estimateCost, options": { call: ({ estimateCost }, value) => estimateCost(GOOD, value) },
  estimateBudget: { call: ({ estimateBudget }, value) => estimateBudget(value) },
  compareProviders: { call: ({ compareProviders }, value) => compareProviders(value) },
  migrate: { call: ({ migrate }, value) => migrate(value) },
  suggestModel: { allowed: ["TypeError", "Error"], call: ({ suggestModel }, value) => suggestModel(value) },
  jsonSchema: { call: ({ jsonSchema }, value) => jsonSchema(value) },
  schema: { allowed: [], call: ({ schema }, value) => schema(GOOD.model)["~standard"].validate(value) },
  pollDelays: { call: ({ pollDelays }, value) => pollDelays(value) },
};

function probe(wanreel, name, { allowed = ["ValidationError", "TypeError", "ConfigError"], large = false, call }) {
  const wrong = [];
  for (const [what, make] of Object.entries({ ...VALUES, ...(large ? LARGE : {}) })) {
    const value = make();
    looks = 0;
    const start = Date.now();
    try {
      const answer = call(wanreel, value);
      if (name === "validate" && !(typeof answer.valid === "boolean" && Array.isArray(answer.issues))) {
        wrong.push(`${what}: answers ${shown(answer)}`);
      }
    } catch (error) {
      if (!allowed.includes(error?.name)) wrong.push(`${what}: throws ${shown(error)}\n${error?.stack}`);
    }
    const ms = Date.now() - start;
    if (ms > MOST_MS) wrong.push(`${what}: takes ${ms} ms`);
    if (looks > MOST_LOOKS) wrong.push(`${what}: is looked at for ever`);
  }
  if (wrong.length > 0) throw new Failure(wrong.join("\n"));
  ok(wanreel.validate(GOOD).valid, "the module works afterwards");
}

export const cases = [
  ...Object.entries(CALLS).map(([name, how]) => ({
    name: `hostile values: ${name}`,
    run: ({ wanreel }) => probe(wanreel, name, how),
  })),
  {
    name: "hostile values: each property is read once",
    run({ wanreel }) {
      const built = wanreel.buildRequest(changing());
      equal(JSON.parse(built.body).prompt, GOOD.prompt, "the prompt posted");
    },
  },
  {
    name: "hostile values: prototypes stay as they are",
    run({ wanreel }) {
      wanreel.validate(VALUES["an own __proto__"]());
      wanreel.parseTask(JSON.parse(`{"__proto__":{"polluted":1},"id":"x","constructor":{"prototype":{"polluted":1}}}`));
      equal({}.polluted, undefined, "Object.prototype.polluted");
    },
  },
];
