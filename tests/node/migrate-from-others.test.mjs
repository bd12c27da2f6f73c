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

test("an input without a model, as it is posted to a host's own address, is told by its media", () => {
  const url = "https://cdn.example.com/a";
  const modelOf = (input) => migrate({ input: { prompt: "A lake", ...input } }).request.model;
  // fal: text-to-video, image-to-video and reference-to-video of wan/v2.7; DashScope: first_clip, to be gone on from.
  assert.equal(modelOf({ duration: "10" }), "wan2.7-text-to-video");
  assert.equal(modelOf({ image_url: url }), "wan2.7-image-to-video");
  assert.equal(modelOf({ image_url: url, end_image_url: null }), "wan2.7-image-to-video");
  assert.equal(modelOf({ first_clip: url }), "wan2.7-image-to-video");
  assert.equal(modelOf({ reference_image_urls: [url] }), "wan2.7-reference-video");
  const { changes } = migrate({ input: { prompt: "A lake" } });
  assert.deepEqual([changes[0].kind, changes[0].to], ["added", "wan2.7-text-to-video"]);
  // A video alone may be one to edit, or to go on from: which it is costs money, so that it is not guessed.
  for (const request of [{ input: { prompt: "A lake", video_url: url } }, { input: {} }, { prompt: "A lake" }, {}]) {
    assert.throws(
      () => migrate(request),
      ({ issues }) => /fal-ai\/wan\/v2\.7.*Replicate.*DashScope/.test(issues[0].hint),
    );
  }
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
