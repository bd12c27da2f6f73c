// The vectors' own form, as a test among the others.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

test("the vectors are well formed", () => {
  const check = fileURLToPath(new URL("check.mjs", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [check], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /\d+ in all/);
});
