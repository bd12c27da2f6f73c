// hono's validator types the handler's value, and the client's argument, by schema().
import { sValidator } from "@hono/standard-validator";
import { Hono } from "hono";
import { hc } from "hono/client";
import { estimateCost, type ImageToVideoRequest, schema, type VideoEditRequest } from "wanreel";

const app = new Hono().post("/videos", sValidator("json", schema("wan2.7-image-to-video")), (c) => {
  const request: ImageToVideoRequest = c.req.valid("json");
  // @ts-expect-error: it is no request to another model
  c.req.valid("json") satisfies VideoEditRequest;
  // @ts-expect-error: image-to-video has no aspect ratio
  c.req.valid("json").aspect_ratio;
  return c.json({ usd: estimateCost(request).usd });
});

const client = hc<typeof app>("https://app.example.com");
const json = {
  model: "wan2.7-image-to-video",
  prompt: "a lake",
  image_start: "https://cdn.example.com/a.jpg",
} as const;
const answer = await (await client.videos.$post({ json })).json();
export const usd: number = "usd" in answer ? answer.usd : Number.NaN;
export const issues: readonly { message: string }[] = "error" in answer ? answer.error : [];
// @ts-expect-error: a starting frame is needed
client.videos.$post({ json: { model: json.model, prompt: json.prompt } });
// @ts-expect-error: a body is needed
client.videos.$post({});
