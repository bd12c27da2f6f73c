// The same with zod/mini.
import * as z from "zod/mini";
import { FIELDS, inputsClash } from "./rules.mjs";

const url = z.string().check(z.regex(FIELDS.url));
const urls = z.optional(z.array(url).check(z.length(1)));
const schema = z
  .strictObject({
    model: z.literal("wan2.7-image-to-video"),
    generation_mode: z.optional(z.enum(FIELDS.modes)),
    prompt: z.string().check(z.maxLength(5000), z.regex(/\S/)),
    negative_prompt: z.optional(z.string().check(z.maxLength(500))),
    image_start: z.optional(url),
    image_end: z.optional(url),
    video_urls: urls,
    audio_urls: urls,
    quality: z.optional(z.enum(FIELDS.qualities)),
    duration: z.optional(z.int().check(z.minimum(2), z.maximum(15))),
    seed: z.optional(z.int().check(z.minimum(1), z.maximum(2147483647))),
    prompt_extend: z.optional(z.boolean()),
    callback_url: z.optional(z.string().check(z.maxLength(2048))),
  })
  .check(z.refine((request) => !inputsClash(request), FIELDS.clash));

export const body = (request) => JSON.stringify(schema.parse(request));
export const errors = (request) => schema.safeParse(request).error.issues.map(({ message }) => message);
