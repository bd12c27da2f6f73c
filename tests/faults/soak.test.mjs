// A thousand tasks at once; npm run test:soak takes ten thousand.
import assert from "node:assert/strict";
import { test } from "node:test";
import { soak } from "./soak.mjs";
import { auditSoak, describe } from "./soak-audit.mjs";

test("a thousand tasks at once, a tenth of all requests gone wrong", { timeout: 900_000 }, async (context) => {
  const result = await soak({ tasks: 1000, seed: 7 });
  const found = auditSoak(result);
  context.diagnostic(describe(result, found));
  assert.deepEqual(found.problems, []);
  assert.ok(found.ends.completed > 800);
  assert.ok(found.ends.SubmissionUnknownError > 10);
});
