// Ten kills under load; `npm run test:kill` makes a hundred.
import assert from "node:assert/strict";
import { test } from "node:test";
import { killTest } from "./kill.mjs";

test("killed ten times under load: nothing is lost, nothing paid twice, and the books balance", {
  timeout: 240_000,
}, async (t) => {
  const result = await killTest({ kills: 10 });
  t.diagnostic(JSON.stringify(result));
  assert.equal(result.kills, 10);
  assert.ok(result.jobs >= 40, `${result.jobs} jobs`);
});
