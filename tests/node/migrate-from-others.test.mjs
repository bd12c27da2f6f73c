// migrate() of wan2.7 requests as other hosts take them. Each case names whose schema its fields are from.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { migrate, ValidationError, validate } from "wanreel";

const CASES = JSON.parse(readFileSync(new URL("migrate-from-others.json", import.meta.url), "utf8"));

for (const { name, request, migrated, changes } of CASES) {
  test(name, () => {
    const before = structuredClone(request);
    const found = migrate(request);
    assert.deepEqual(found.request, migrated);
    assert.deepEqual(
      found.changes.map(({ kind, path }) => [kind, path.join(".")]),
      changes,
    );
    for (const { reason } of found.changes) assert.match(reason, /\w/);
    assert.deepEqual(request, before, "what was given is not touched");
    // What comes out is a request of this API.
    assert.deepEqual(
      validate(found.request).issues.filter(({ severity }) => severity === "error"),
      [],
    );
  });
}

test("what is no wan2.7 video request of another host is refused as before, with the id that is meant", () => {
  for (const request of [
    // A slip in a request of this API gets no defaults of others.
    { model: "wan2.7-t2v", prompt: "A lake" },
    { model: "fal-ai/wan/v2.7/edit", input: { prompt: "A lake" } },
    { model: "fal-ai/wan/v2.7/text-to-image", input: { prompt: "A lake" } },
    { model: "fal-ai/veo3.1", prompt: "A lake" },
    { model: 7, input: {} },
    null,
    "wan2.7-t2v",
    // What cannot be read, or holds itself, is refused too, and throws nothing of its own.
    new Proxy({}, { get: boom, ownKeys: boom }),
    Object.defineProperty({ model: "wan2.7-t2v" }, "input", { get: boom, enumerable: true }),
    endless(),
  ]) {
    assert.throws(() => migrate(request), ValidationError);
  }
  assert.throws(() => migrate({ model: "wan2.7-t2v", prompt: "A lake" }), /did you mean "wan2\.7-text-to-video"/);
});

test("a name that both have means here what it means here, and nothing is given twice", () => {
  const { request, changes } = migrate({
    model: "wan2.7-t2v",
    prompt: "A lake",
    seed: 3,
    providerOptions: { alibaba: { seed: 4, promptExtend: false } },
    resolution: "1080p",
  });
  assert.deepEqual([request.seed, request.quality, request.prompt_extend], [3, "1080p", false]);
  assert.deepEqual(
    changes.filter(({ kind }) => kind === "removed").map(({ path }) => path.join(".")),
    ["providerOptions.alibaba.seed"],
  );
});

function boom() {
  throw new Error("boom");
}

function endless() {
  const request = { model: "fal-ai/wan/v2.7/text-to-video" };
  request.input = request;
  return request;
}
