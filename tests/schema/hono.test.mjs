// schema() in hono's validator: what is valid goes through as it is, what is not is answered by hono, in our words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sValidator } from "@hono/standard-validator";
import { Hono } from "hono";
import { estimateCost, schema } from "wanreel";
import { BAD, GOOD, ISSUES } from "./requests.mjs";

const app = new Hono()
  .post("/videos", sValidator("json", schema("wan2.7-image-to-video")), (c) => {
    const request = c.req.valid("json");
    return c.json({ request, usd: estimateCost(request).usd });
  })
  .post(
    "/own-answer",
    sValidator("json", schema("wan2.7-image-to-video"), (result, c) => {
      if (!result.success) return c.text(result.error.map(({ path }) => path.join(".")).join(" "), 422);
    }),
    (c) => c.text("taken"),
  );

const post = (path, body) =>
  app.request(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

test("hono: a request goes through to the handler, data and all", async () => {
  const answer = await post("/videos", GOOD);
  assert.equal(answer.status, 200);
  assert.deepEqual(await answer.json(), { request: GOOD, usd: 0.86 });
});

test("hono: every issue is in its answer, with our message and path", async () => {
  const answer = await post("/videos", BAD);
  assert.equal(answer.status, 400);
  assert.deepEqual(await answer.json(), { success: false, data: BAD, error: ISSUES });
});

test("hono: a request to another model is refused by the schema of this one", async () => {
  const answer = await post("/videos", { model: "wan2.7-text-to-video", prompt: GOOD.prompt });
  const { error } = await answer.json();
  assert.deepEqual(error, [{ message: 'model must be "wan2.7-image-to-video"', path: ["model"] }]);
});

test("hono: a hook of one's own is given the issues", async () => {
  const answer = await post("/own-answer", BAD);
  assert.equal(answer.status, 422);
  assert.equal(await answer.text(), "image_end audio_urls.0 quality duration");
  assert.equal(await (await post("/own-answer", GOOD)).text(), "taken");
});
