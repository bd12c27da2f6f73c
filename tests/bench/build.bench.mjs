/** Checking and building a request, beside what one would write with zod: a schema with the same rules, and JSON.stringify. */
import { Bench } from "tinybench";
import { buildRequest, estimateCost, validate } from "wanreel";
import { z } from "zod";

const url = z.string().regex(/^https?:\/\/[^\s/?#]/i);
const schema = z
  .strictObject({
    model: z.literal("wan2.7-image-to-video"),
    generation_mode: z.enum(["first_frame", "first_last_frame", "video_continuation"]).optional(),
    prompt: z.string().max(5000).regex(/\S/),
    negative_prompt: z.string().max(500).optional(),
    image_start: url.optional(),
    image_end: url.optional(),
    video_urls: z.array(url).length(1).optional(),
    audio_urls: z.array(url).length(1).optional(),
    quality: z.enum(["720p", "1080p"]).optional(),
    duration: z.int().min(2).max(15).optional(),
    seed: z.int().min(1).max(2147483647).optional(),
    prompt_extend: z.boolean().optional(),
    callback_url: z.string().max(2048).optional(),
  })
  .superRefine((request, context) => {
    const wrong = request.video_urls
      ? request.image_start || request.audio_urls
      : !request.image_start || (request.generation_mode === "first_last_frame" && !request.image_end);
    if (wrong) context.addIssue({ code: "custom", message: "inputs that cannot go together" });
  });

const request = {
  model: "wan2.7-image-to-video",
  generation_mode: "first_last_frame",
  prompt: "A product bottle rotating 360 degrees with soft studio lighting",
  image_start: "https://your-cdn.com/bottle-front.jpg",
  image_end: "https://your-cdn.com/bottle-back.jpg",
  quality: "1080p",
  duration: 5,
};
const wrong = { ...request, duration: 99, image_end: undefined, seed: "7" };

const bench = new Bench({ time: 500, warmupTime: 300 });
bench
  .add("wanreel buildRequest().body", () => buildRequest(request).body)
  .add("zod parse + JSON.stringify", () => JSON.stringify(schema.parse(request)))
  .add("wanreel buildRequest().fingerprint", () => buildRequest(request).fingerprint)
  .add("wanreel validate, valid", () => validate(request))
  .add("zod safeParse, valid", () => schema.safeParse(request))
  .add("wanreel validate, three errors", () => validate(wrong).issues.length)
  .add("zod safeParse, three errors", () => schema.safeParse(wrong).error.issues.length)
  .add("wanreel estimateCost", () => estimateCost(request).microUsd);
await bench.run();

const median = (name) => bench.tasks.find((task) => task.name === name).result.latency.p50 * 1000;
for (const { name } of bench.tasks) console.log(`${median(name).toFixed(2).padStart(8)} µs  ${name}`);
const ratio = (ours, theirs) => (median(ours) / median(theirs)).toFixed(2);
console.log(`\nbuild     wanreel / zod: ${ratio("wanreel buildRequest().body", "zod parse + JSON.stringify")}`);
console.log(`valid     wanreel / zod: ${ratio("wanreel validate, valid", "zod safeParse, valid")}`);
console.log(`3 errors  wanreel / zod: ${ratio("wanreel validate, three errors", "zod safeParse, three errors")}`);
