// The same as JSON Schema, compiled by ajv.
import { Ajv } from "ajv";
import { FIELDS } from "./rules.mjs";

const url = { type: "string", pattern: "^[Hh][Tt][Tt][Pp][Ss]?://[^\\s/?#]" };
const urls = { type: "array", items: url, minItems: 1, maxItems: 1 };
const whole = (minimum, maximum) => ({ type: "integer", minimum, maximum });
const schema = {
  type: "object",
  additionalProperties: false,
  required: ["model", "prompt"],
  properties: {
    model: { const: "wan2.7-image-to-video" },
    generation_mode: { enum: FIELDS.modes },
    prompt: { type: "string", maxLength: 5000, pattern: "\\S" },
    negative_prompt: { type: "string", maxLength: 500 },
    image_start: url,
    image_end: url,
    video_urls: urls,
    audio_urls: urls,
    quality: { enum: FIELDS.qualities },
    duration: whole(2, 15),
    seed: whole(1, 2147483647),
    prompt_extend: { type: "boolean" },
    callback_url: { type: "string", maxLength: 2048 },
  },
  if: { required: ["video_urls"] },
  // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
  then: { not: { anyOf: [{ required: ["image_start"] }, { required: ["audio_urls"] }] } },
  else: {
    required: ["image_start"],
    if: { required: ["generation_mode"], properties: { generation_mode: { const: "first_last_frame" } } },
    // biome-ignore lint/suspicious/noThenProperty: the same
    then: { required: ["image_end"] },
  },
};

// As a validator is used: the first error ends the way of a valid request no sooner, and all are told of a wrong one.
const check = new Ajv({ allErrors: true, strictRequired: false }).compile(schema);

export function body(request) {
  if (!check(request)) throw new Error(check.errors[0].message);
  return JSON.stringify(request);
}
export function errors(request) {
  check(request);
  return check.errors.map(({ message }) => message);
}
