// One fact, one place: what is committed in js/generated and in README.md is what Rust says, not what somebody wrote there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { generate, stale } from "../../scripts/lib/generated.mjs";
import { at } from "../../scripts/lib/steps.mjs";

test("what is written from Rust is what Rust says", async () => {
  const texts = await generate(at(".cache", "generated"));
  assert.ok(texts.size > 3, "the generator wrote too little to compare");
  assert.deepEqual(stale(texts), [], "`npm run build` writes them anew: commit that, and change src/ instead");
});
