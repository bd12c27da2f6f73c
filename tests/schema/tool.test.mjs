// jsonSchema(model, { tool: true }): the form that tool APIs of language models take. Anthropic's refuses anyOf, oneOf and
// allOf at the top of an input_schema; OpenAI's wants `type: "object"` there, and no anyOf, oneOf, allOf, enum or not.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { inspect } from "node:util";
import { Ajv2020 } from "ajv/dist/2020.js";
import { ConfigError, jsonSchema, models, validate } from "wanreel";
import { revive } from "../runtimes/suite/values.mjs";
import { accepts, SAID, sent, UNSAID } from "./agreement.mjs";
import { atTheEdges } from "./edges.mjs";
import { mutants } from "./mutants.mjs";

const ajv = new Ajv2020({ strict: true, strictTypes: true, strictTuples: true, strictNumbers: true });
const ids = models().map(({ id }) => id);
const takes = new Map(ids.map((id) => [id, ajv.compile(jsonSchema(id, { tool: true }))]));

/** What ties fields together, model by model (guide, sections 4, 5 and 11): left to validate, and told in words. */
const TIES = {
  "wan2.7-image-to-video": ["required", "invalid_combination"],
  "wan2.7-reference-video": ["required", "too_many", "out_of_range", "invalid_key"],
  "wan2.5-text-to-video": ["invalid_value", "invalid_combination"],
};

const folder = new URL("../vectors/", import.meta.url);
const values = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .flatMap((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")).cases)
  .flatMap((one) =>
    ["request", "input", "other"].filter((member) => member in one).map((member) => revive(one[member])),
  )
  .filter((value) => takes.has(value?.model));
const valid = values.filter((value) => validate(value).valid);

test("tool schemas: an object at the top, and no choice of schemas anywhere", () => {
  for (const id of ids) {
    const { type, title, $schema, properties, required, additionalProperties, description, ...more } = jsonSchema(id, {
      tool: true,
    });
    assert.deepEqual([type, title, additionalProperties, more], ["object", id, false, {}]);
    assert.ok($schema && required.includes("prompt"));
    assert.doesNotMatch(JSON.stringify(properties), /"(?:anyOf|oneOf|allOf|not|if|\$ref)":/, id);
    assert.equal(description !== undefined, id in TIES, id);
  }
});

test("tool schemas: what ties fields together is told in words", () => {
  const words = (id) => jsonSchema(id, { tool: true }).description;
  assert.match(words("wan2.7-image-to-video"), /first_frame needs image_start.*video_continuation needs video_urls/);
  assert.match(words("wan2.7-reference-video"), /at most 5 in both.*duration is at most 10/);
  assert.match(words("wan2.5-text-to-video"), /480p, aspect_ratio is one of 16:9, 9:16, 1:1/);
});

test("tool schemas: they take every request that is valid, and of others only what a tie or validate alone refuses", (t) => {
  const shapes = new Map(valid.map((request) => [[request.model, ...Object.keys(request).sort()].join(), request]));
  const all = [
    ...values,
    ...atTheEdges(shapes.values()),
    ...mutants(valid, values, { count: 20_000, seed: 28 }),
  ].filter(({ model }) => takes.has(model));
  const count = { taken: 0, refused: 0, tied: 0 };
  for (const request of all) {
    const json = sent(request);
    const taken = takes.get(request.model)(json);
    const found = validate(request).issues.filter(({ severity }) => severity === "error");
    const codes = new Set(found.map(({ code }) => code));
    const label = inspect(request, { depth: 4 });
    if (found.length === 0) assert.ok(taken, `refused, though valid: ${label}`);
    // As strict as the whole schema, wherever fields are not tied together.
    if (accepts.get(request.model)(json)) assert.ok(taken, label);
    else if (taken) {
      count.tied += 1;
      const ties = TIES[request.model] ?? [];
      for (const code of codes) assert.ok(ties.includes(code) || code in UNSAID, `${code} is no tie: ${label}`);
      assert.ok(
        [...codes].some((code) => SAID.has(code)),
        label,
      );
    }
    count[taken ? "taken" : "refused"] += 1;
  }
  t.diagnostic(`${all.length} requests: ${JSON.stringify(count)}`);
  assert.ok(count.taken > 3000 && count.refused > 10_000 && count.tied > 100, JSON.stringify(count));
});

test("tool schemas: an option that is none is refused", () => {
  assert.throws(() => jsonSchema(ids[0], { tools: true }), ConfigError);
  assert.notEqual(jsonSchema("wan2.7-image-to-video").anyOf, undefined, "without it, all is said");
});
