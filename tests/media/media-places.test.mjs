// Where media may stand. `checkMedia` finds the places by models(), a client's submit asks Rust for each: over every field of
// every model they must agree, with each other and with the names that the OpenAPI files give to media.
import assert from "node:assert/strict";
import { test } from "node:test";
import { models } from "wanreel";
import { checkMedia } from "wanreel/media";
import { brief, file, refused, setUp } from "./submits.mjs";

const MEDIA = /^((image|video|audio)_url(s\.0)?|image_(start|end)|model_params\.voice_bindings\.image1)$/;
/** What no field takes: a medium of no known kind, and not empty. */
const STRAY = file("no medium at all");

/** The fields as paths, those of objects and the first of a list included. */
function pathsOf(fields, before = []) {
  return fields.flatMap(({ name, type, fields: inner }) => {
    const path = [...before, name];
    if (type === "object") return pathsOf(inner, path);
    if (type === "voiceBindings") return [[...path, "image1"]];
    return [type === "mediaList" ? [...path, 0] : path];
  });
}

/** A holder with the file at the path. */
function put([name, ...rest], holder = {}) {
  if (name === undefined) return STRAY;
  if (name === 0) return [STRAY];
  return { ...holder, [name]: put(rest, holder[name]) };
}

for (const { id, fields } of models()) {
  test(`${id}: a file stands where media do, and nowhere else`, async () => {
    const { client } = setUp();
    for (const path of pathsOf(fields).filter(([name]) => name !== "model")) {
      const dotted = path.join(".");
      const request = put(path, { model: id, prompt: "image1 walks along the lake", image_urls: [], video_urls: [] });
      const here = (issues) => brief(issues).filter((issue) => issue.endsWith(` ${dotted}`));
      const submitted = here((await refused(client, request)).issues);
      assert.deepEqual(here((await checkMedia(request)).issues), submitted, dotted);
      const isMedium = submitted.includes(`error unsupported_format ${dotted}`);
      assert.equal(isMedium, MEDIA.test(dotted), `${dotted}: ${submitted}`);
      assert.notDeepEqual(submitted, [], dotted);
    }
  });
}
