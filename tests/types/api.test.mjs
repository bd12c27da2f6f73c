// The public surface of every entry is the accepted one, api.md: what changes it is seen in a diff before it is published.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { test } from "node:test";
import { ACCEPTED, surface } from "../../scripts/api.mjs";
import { at, root } from "../../scripts/lib/steps.mjs";

test("the public surface is the accepted one", async () => {
  const found = await surface();
  // A checkout on Windows may have line ends of its own.
  if (found === readFileSync(ACCEPTED, "utf8").replaceAll("\r\n", "\n")) return;
  const now = at(".cache", "api", "api.md");
  writeFileSync(now, found);
  const places = [ACCEPTED, now].map((path) => relative(root, path));
  const args = ["diff", "--no-index", "--no-color", "--ignore-cr-at-eol", ...places];
  const { stdout } = spawnSync("git", args, { cwd: root, encoding: "utf8" });
  assert.fail(`The public surface has changed. If that is meant: \`npm run api\`, and commit it.\n\n${stdout}`);
});
