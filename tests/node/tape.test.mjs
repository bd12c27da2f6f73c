// How a value reaches the core: written into its memory, whose room is limited, which may grow meanwhile, and which a getter
// may use for a value of its own. Right answers are those of JSON.stringify, and of the same call alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { buildRequest, estimateCost, validate, WanClient } from "wanreel";

const MODEL = "wan2.7-text-to-video";
const of = (prompt) => ({ model: MODEL, prompt });
/** Long enough that room is made for it, and so long that the memory grows. */
const LARGE = of("x".repeat(3_000_000));

test("a text of any length and script comes out as it went in", () => {
  const generator = xoroshiro128plus(1);
  const random = () => uniformFloat64(generator);
  const letters = ["a", "é", "雾", "😀", '"', "\\", "\n", "\u0001", "\u2028", "\ufeff"];
  for (let length = 1; length < 5000; length = length < 130 ? length + 1 : Math.ceil(length * 1.3)) {
    for (const kind of [...letters, "any"]) {
      const letter = () => (kind === "any" ? letters[Math.floor(random() * letters.length)] : kind);
      const prompt = `x${Array.from({ length: Math.min(length, 2499) }, letter).join("")}`;
      assert.equal(buildRequest(of(prompt)).body, JSON.stringify(of(prompt)), `${length} of ${kind}`);
    }
  }
});

test("half a surrogate pair is found at any place of a text, and a whole one never", () => {
  for (let before = 0; before < 130; before++) {
    const text = `${"a".repeat(before)}é`;
    for (const broken of ["\ud83d", "\ude00", "\ud83dx", "\ude00\ud83d"]) {
      const { issues } = validate(of(`${text}${broken} and then on`));
      assert.deepEqual(
        issues.filter(({ severity }) => severity === "error").map(({ code }) => code),
        ["invalid_text"],
      );
    }
    assert.ok(validate(of(`${text}\ud83d\ude00 and then on, with more to be seen`)).valid);
  }
});

test("names that no field has keep theirs, those of all objects included", () => {
  for (const name of ["", "__proto__", "constructor", "é", "😀", "n".repeat(70), "image1"]) {
    const request = {
      ...of("A lighthouse keeper climbs the stairs at dusk"),
      ...JSON.parse(`{${JSON.stringify(name)}:1}`),
    };
    const [issue] = validate(request).issues;
    assert.deepEqual([issue.code, issue.path], ["unknown_field", [name]]);
  }
});

test("more members and items than there is room for are read all the same", () => {
  const many = Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`field${at}`, at]));
  const { issues, omitted } = validate({ ...of("A lake at dawn, seen from above"), ...many });
  assert.equal(issues.length + omitted, 3000);
  const list = validate({ ...of("A lake at dawn, seen from above"), audio_urls: new Array(3000).fill("x") });
  assert.equal(list.issues.length + list.omitted, 3001);
  assert.ok(validate(of("A lake at dawn, seen from above, slowly")).valid);
});

/** A request whose getter does something before it answers. */
const meanwhile = (first) => ({
  model: MODEL,
  get prompt() {
    first();
    return "A lighthouse keeper climbs the spiral stairs at dusk";
  },
  duration: 5,
  quality: "720p",
});

test("a getter may check, build and price other requests, and make the memory grow", () => {
  const alone = buildRequest(meanwhile(() => {}));
  const seen = [];
  const acts = [
    () => seen.push(validate(of("x")).issues.length),
    () => seen.push(buildRequest(of("A lake at dawn, seen from above")).body),
    () => seen.push(estimateCost({ ...of("A lake"), duration: 7 }).microUsd),
    () => seen.push(validate(LARGE).valid),
    () => assert.throws(() => buildRequest({ model: MODEL }), { name: "ValidationError" }),
    () => buildRequest(meanwhile(() => validate(LARGE))),
  ];
  for (const act of acts) {
    const { body, mode, output } = buildRequest(meanwhile(act));
    assert.deepEqual({ body, mode, output }, { body: alone.body, mode: alone.mode, output: alone.output });
  }
  assert.deepEqual(seen.slice(0, 2), [1, JSON.stringify(of("A lake at dawn, seen from above"))]);
  assert.equal(seen[2], 7 * (estimateCost({ ...of("A lake"), duration: 5 }).microUsd / 5));
  assert.equal(seen[3], false);
});

test("a getter that throws after another call leaves that value unreadable, and nothing else", () => {
  const request = meanwhile(() => {
    validate(LARGE);
    throw new Error("boom");
  });
  const { issues } = validate(request);
  assert.deepEqual(
    issues.map(({ code, path }) => [code, ...path]),
    [["wrong_type", "prompt"]],
  );
  assert.ok(validate(meanwhile(() => {})).valid);
});

test("a proxy that makes the memory grow when it is asked for its keys has none", () => {
  const proxy = new Proxy(
    {},
    {
      ownKeys() {
        validate(LARGE);
        return [];
      },
    },
  );
  const { issues } = validate({ ...of("A lake at dawn, seen from above, slowly"), model_params: proxy });
  assert.deepEqual(
    issues.map(({ code, path }) => [code, ...path]),
    [["unknown_field", "model_params"]],
  );
});

test("what is kept of a request until it is submitted says the same of it", async () => {
  const client = new WanClient({
    baseUrl: "https://api.example",
    apiKey: "k",
    fetch: () => assert.fail("it was sent"),
  });
  const values = [
    "half \ud83d of one",
    "\ufffd and \ude00",
    5n,
    Number.NaN,
    [undefined],
    { "\ud800": 1 },
    () => {},
    null,
    "",
  ];
  for (const prompt of values) {
    const { issues } = validate(of(prompt));
    await assert.rejects(client.submit(of(prompt)), ({ issues: found }) => {
      assert.deepEqual(found, issues);
      return true;
    });
  }
});

/** Goes on until the stack is used up, then checks, with whatever room is left. */
function deepest(check) {
  try {
    deepest(check);
  } catch {
    check();
  }
}

test("what the stack was used up in can be checked, built and priced afterwards", () => {
  const request = of("A lighthouse keeper climbs the spiral stairs at dusk");
  const expected = buildRequest(request).body;
  const many = Object.fromEntries(Array.from({ length: 700 }, (_, at) => [`field${at}`, at]));
  for (const each of [request, LARGE, { ...request, ...many }]) {
    for (const check of [validate, buildRequest, estimateCost]) {
      try {
        deepest(() => check(each));
      } catch {
        // The stack was used up to the last.
      }
      assert.ok(validate(request).valid);
      assert.equal(buildRequest(request).body, expected);
      assert.equal(estimateCost({ ...request, duration: 5 }).microUsd, 430_000);
    }
  }
});

test("a getter that uses up the stack gives no verdict of another request", () => {
  const outer = {
    ...of("A lighthouse keeper climbs the spiral stairs at dusk"),
    get duration() {
      try {
        deepest(() => validate(LARGE));
      } catch {
        // Its owner does not care.
      }
      return 5;
    },
  };
  const verdict = () => {
    try {
      return validate(outer).valid;
    } catch (error) {
      assert.ok(error instanceof RangeError, String(error));
      return "none";
    }
  };
  assert.ok([true, "none"].includes(verdict()));
  assert.ok(validate(of("A lake at dawn, seen from above, slowly")).valid);
});
