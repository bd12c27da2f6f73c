import { sValidator } from "@hono/standard-validator";
import { Hono } from "hono";
import { estimateCost, schema, type TextToVideoRequest } from "wanreel";

const request = schema("wan2.7-text-to-video");
export const app = new Hono();
app.post("/price", sValidator("json", request), (c) => {
  const valid: TextToVideoRequest = c.req.valid("json");
  // @ts-expect-error: no such field
  c.req.valid("json").promt;
  return c.json(estimateCost(valid));
});

const post = (body: object) =>
  app.request("/price", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
const good = await post({ model: "wan2.7-text-to-video", prompt: "a lake" });
const bad = await post({ model: "wan2.7-text-to-video", prompt: "a lake", duration: 99 });
console.log(JSON.stringify([good.status, (await good.json()).microUsd, bad.status]));
