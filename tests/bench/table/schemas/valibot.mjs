// The same with valibot.
import * as v from "valibot";
import { FIELDS, inputsClash } from "./rules.mjs";

const url = v.pipe(v.string(), v.regex(FIELDS.url));
const urls = v.optional(v.pipe(v.array(url), v.length(1)));
const whole = (least, most) => v.optional(v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most)));
const schema = v.pipe(
  v.strictObject({
    model: v.literal("wan2.7-image-to-video"),
    generation_mode: v.optional(v.picklist(FIELDS.modes)),
    prompt: v.pipe(v.string(), v.maxLength(5000), v.regex(/\S/)),
    negative_prompt: v.optional(v.pipe(v.string(), v.maxLength(500))),
    image_start: v.optional(url),
    image_end: v.optional(url),
    video_urls: urls,
    audio_urls: urls,
    quality: v.optional(v.picklist(FIELDS.qualities)),
    duration: whole(2, 15),
    seed: whole(1, 2147483647),
    prompt_extend: v.optional(v.boolean()),
    callback_url: v.optional(v.pipe(v.string(), v.maxLength(2048))),
  }),
  v.check((request) => !inputsClash(request), FIELDS.clash),
);

export const body = (request) => JSON.stringify(v.parse(schema, request));
export const errors = (request) => v.safeParse(schema, request).issues.map(({ message }) => message);
