// Jest's own jsdom environment has no TextDecoder and no fetch. Importing the package must not fail for that: most
// tests that load it never call it, and those that do are told what to add.
const { TextDecoder, TextEncoder } = require("node:util");
const wanreel = require("wanreel");
const others = ["wanreel/media", "wanreel/proxy", "wanreel/simulator", "wanreel/stores"].map((name) => require(name));

const REQUEST = { model: "wan2.7-text-to-video", prompt: "A lighthouse keeper climbs the stairs at dusk" };

test("everything can be imported", () => {
  for (const exports of others) expect(Object.keys(exports).length).toBeGreaterThan(0);
});

test("a call says what this environment lacks, and works once it is there", () => {
  if (globalThis.TextDecoder === undefined) {
    expect(() => wanreel.validate(REQUEST)).toThrow(expect.objectContaining({ code: "unsupported_runtime" }));
  }
  Object.assign(globalThis, { TextDecoder, TextEncoder });
  expect(wanreel.validate(REQUEST).valid).toBe(true);
  expect(wanreel.estimateCost(REQUEST).microUsd).toBe(430_000);
});

test("a client can be made where components are made", () => {
  expect(new wanreel.WanClient({ baseUrl: "/api/wan" })).toBeInstanceOf(wanreel.WanClient);
});
