// The scripts' own command lines: what they refuse, and in which words.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { createServer } from "node:http";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const SCRIPTS = new URL("../../scripts/", import.meta.url);

/** Runs a script to the end. */
async function ended(name, ...args) {
  const child = spawn(process.execPath, [fileURLToPath(new URL(name, SCRIPTS)), ...args]);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (chunk) => (text += chunk));
  const [code] = await once(child, "close");
  return { code, text };
}

test("every script takes --help", async () => {
  for (const name of readdirSync(SCRIPTS).filter((file) => file.endsWith(".mjs"))) {
    const { code, text } = await ended(name, "--help");
    assert.equal(code, 0, name);
    assert.ok(text.startsWith(name), `${name}: ${text}`);
    assert.ok(!text.includes("›"), `${name} does nothing else`);
  }
});

test("what a script does not know it refuses, instead of working as if it had not been asked", async () => {
  for (const [name, flag] of [
    ...["build.mjs", "lint.mjs", "api.mjs", "bench.mjs", "setup.mjs", "start.mjs"].map((one) => [one, "--bogus"]),
    ["size.mjs", "--chek"],
    ["build.mjs", "extra"],
    ["start.mjs", "extra"],
  ]) {
    const { code, text } = await ended(name, flag);
    assert.notEqual(code, 0, name);
    assert.match(text, new RegExp(`^✗ ${name} does not take ${flag}\n\n${name}`), "and its help follows");
    assert.ok(!text.includes("›"), "no work is begun");
  }
  assert.match((await ended("bench.mjs", "bogus")).text, /^✗ no benchmark bogus; there is /);
});

test("start.mjs says what is wrong with a flag, and what to do", async (t) => {
  const taken = createServer();
  await new Promise((resolve) => taken.listen(0, "127.0.0.1", resolve));
  t.after(() => taken.close());
  const { port } = taken.address();
  const cases = [
    [["--generation-ms", "-5"], /✗ --generation-ms must be a whole number from 0 to 3600000; got "-5"/],
    [["--port", "99999"], /✗ --port must be a whole number from 0 to 65535; got "99999"/],
    [["--port"], /✗ --port needs a value/],
    [["--host", "nope.invalid"], /✗ this machine has no address "nope.invalid": leave --host out/],
    [["--port", String(port)], new RegExp(`✗ port ${port} is in use: choose another with --port`)],
  ];
  for (const [args, message] of cases) {
    const { code, text } = await ended("start.mjs", "--no-build", ...args);
    assert.equal(code, 1);
    assert.match(text, message);
    assert.ok(!text.includes("    at "), "no stack");
  }
});
