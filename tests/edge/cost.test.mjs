// A job costs no more of Cloudflare's engine than README.md and docs/scaling.md say.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { costOf, EIGHT_POLLS, WITH_CALLBACK } from "./cost.mjs";

const worlds = [];
after(() => Promise.all(worlds.map((each) => each.stop())));

test("a job with a callback and at most 3 polls", { timeout: 60_000 }, async (t) => {
  const cost = await costOf(WITH_CALLBACK, worlds);
  t.diagnostic(JSON.stringify(cost));
  assert.ok(cost.polls <= 3, `${cost.polls} polls`);
  assert.ok(cost.requests <= 10, `${cost.requests} requests: ${JSON.stringify(cost.detail)}`);
  assert.ok(cost.rows <= 18, `${cost.rows} rows: ${JSON.stringify(cost.detail)}`);
  assert.equal(cost.queue, 3);
  assert.ok(cost.dollars <= 30, `$${cost.dollars} a million`);
});

test("a job of 8 polls", { timeout: 60_000 }, async (t) => {
  const cost = await costOf(EIGHT_POLLS, worlds);
  t.diagnostic(JSON.stringify(cost));
  assert.ok(cost.polls >= 8 && cost.polls < 9, `${cost.polls} polls`);
  assert.ok(cost.requests <= 16, `${cost.requests} requests: ${JSON.stringify(cost.detail)}`);
  assert.ok(cost.rows <= 26, `${cost.rows} rows: ${JSON.stringify(cost.detail)}`);
});
