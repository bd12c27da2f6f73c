// What stands in the form, and the request it makes: nothing that was not given, nothing that the mode does not take.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { models, validate } from "wanreel";
import { load } from "./load.mjs";

globalThis.File ??= (await import("node:buffer")).File;

let form;
let samples;
before(async () => {
  form = await load("request/values.ts");
  samples = (await load("request/samples.ts")).SAMPLES;
});
const modelOf = (id) => models().find((one) => one.id === id);

test("each of the guide's own requests goes into its form and comes out as it was", () => {
  for (const { name, request } of samples) {
    const model = modelOf(request.model);
    assert.deepEqual(form.requestOf(model, form.valuesOf(model, request)), request, name);
    assert.deepEqual(
      validate(request).issues.filter(({ severity }) => severity === "error"),
      [],
      name,
    );
  }
});

test("rows left blank, and what another mode takes, are not in the request", () => {
  const edit = modelOf("wan2.7-reference-video");
  const values = { prompt: " A fox ", image_urls: ["", " https://a.example/1.png ", ""], negative_prompt: "  " };
  assert.deepEqual(form.requestOf(edit, values), {
    model: edit.id,
    prompt: " A fox ",
    image_urls: ["https://a.example/1.png"],
  });
  const image = modelOf("wan2.7-image-to-video");
  const both = { prompt: "A fox", image_start: "https://a.example/1.png", video_urls: ["https://a.example/1.mp4"] };
  assert.equal(form.requestOf(image, both).video_urls, undefined);
  assert.equal(form.requestOf(image, { ...both, generation_mode: "video_continuation" }).image_start, undefined);
});

test("a file has an address in its place wherever a request is shown or kept", () => {
  const file = new File(["x"], "a fox.png");
  const request = {
    model: "wan2.7-reference-video",
    prompt: "Image 1 waves",
    image_urls: [file, "https://a.example/1.png"],
    model_params: { voice_bindings: { image1: file } },
  };
  assert.equal(form.hasFiles(request), true);
  assert.deepEqual(form.withoutFiles(request), {
    ...request,
    image_urls: ["https://your-cdn.com/a%20fox.png", "https://a.example/1.png"],
    model_params: { voice_bindings: { image1: "https://your-cdn.com/a%20fox.png" } },
  });
  assert.equal(form.hasFiles(form.withoutFiles(request)), false);
});
