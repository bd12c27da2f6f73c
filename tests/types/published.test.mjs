// What a registry's readers and TypeScript's resolvers make of package.json and dist/.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

test("publint finds nothing", async () => {
  const { messages } = await publint({ pkgDir: root, strict: true });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, manifest, { color: false })),
    [],
  );
});

test("the types of every entry resolve for import, require, bundlers and who reads no exports", () => {
  const attw = join(root, "node_modules", "@arethetypeswrong", "cli", "dist", "index.js");
  const args = ["--pack", root, "--profile", "strict", "--exclude-entrypoints", "wanreel_bg.wasm", "--no-color"];
  const { status, stdout, stderr } = spawnSync(process.execPath, [attw, ...args], { encoding: "utf8", cwd: root });
  assert.equal(status, 0, `\n${stdout}\n${stderr}`);
});

test("import and require give the same names in every entry", async () => {
  const require = createRequire(import.meta.url);
  const entries = Object.keys(manifest.exports).filter((path) => manifest.exports[path].require);
  assert.ok(entries.length >= 6, entries.join());
  for (const path of entries) {
    const entry = `wanreel${path.slice(1)}`;
    assert.deepEqual(Object.keys(await import(entry)).sort(), Object.keys(require(entry)).sort(), entry);
  }
});
