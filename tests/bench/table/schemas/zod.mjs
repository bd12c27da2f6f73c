// What one would write with zod: the shape, the bounds, and which inputs go together.
import * as z from "zod";
import { FIELDS, inputsClash } from "./rules.mjs";

const url = z.string().regex(FIELDS.url);
const schema = z
  .strictObject({
    model: z.literal("wan2.7-image-to-video"),
    generation_mode: z.enum(FIELDS.modes).optional(),
    prompt: z.string().max(5000).regex(/\S/),
    negative_prompt: z.string().max(500).optional(),
    image_start: url.optional(),
    image_end: url.optional(),
    video_urls: z.array(url).length(1).optional(),
    audio_urls: z.array(url).length(1).optional(),
    quality: z.enum(FIELDS.qualities).optional(),
    duration: z.int().min(2).max(15).optional(),
    seed: z.int().min(1).max(2147483647).optional(),
    prompt_extend: z.boolean().optional(),
    callback_url: z.string().max(2048).optional(),
  })
  .superRefine((request, context) => {
    if (inputsClash(request)) context.addIssue({ code: "custom", message: FIELDS.clash });
  });

export const body = (request) => JSON.stringify(schema.parse(request));
export const errors = (request) => schema.safeParse(request).error.issues.map(({ message }) => message);
