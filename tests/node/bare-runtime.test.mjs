// A runtime that lacks something (Jest's jsdom environment lacks most of these) can import every entry of the package.
// What it calls then works, or says what is missing.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";

const exec = promisify(execFile);

const MISSING = [
  "TextDecoder",
  "TextEncoder",
  "WebAssembly",
  "crypto",
  "fetch",
  "Headers",
  "Request",
  "Response",
  "ReadableStream",
  "Blob",
  "File",
  "FormData",
  "AbortController",
  "AbortSignal",
  "FinalizationRegistry",
  "WeakRef",
  "structuredClone",
  "performance",
  "navigator",
];
const ENTRIES = ["wanreel", "wanreel/slim", "wanreel/media", "wanreel/proxy", "wanreel/stores", "wanreel/simulator"];

/** Runs a program in a process of its own whose globals lack these. */
async function without(names, program) {
  const source = `for (const name of ${JSON.stringify(names)}) delete globalThis[name];\n${program}`;
  const { stdout } = await exec(process.execPath, ["--input-type=module", "--eval", source], {
    cwd: new URL("../..", import.meta.url),
  });
  return JSON.parse(stdout);
}

const IMPORT_ALL = `
const wrong = [];
for (const entry of ${JSON.stringify(ENTRIES)}) {
  await import(entry).catch((error) => wrong.push(entry + ": " + error));
}
process.stdout.write(JSON.stringify(wrong));`;

for (const name of MISSING) {
  test(`every entry can be imported without ${name}`, async () => {
    assert.deepEqual(await without([name], IMPORT_ALL), []);
  });
}

test("every entry can be imported without any of them", async () => {
  assert.deepEqual(await without(MISSING, IMPORT_ALL), []);
});

for (const name of ["TextDecoder", "TextEncoder", "WebAssembly"]) {
  test(`without ${name} a call says so, and what to do`, async () => {
    const error = await without(
      [name],
      `import { validate } from "wanreel";
      try { validate({}); } catch ({ name, code, message, hint }) {
        process.stdout.write(JSON.stringify({ name, code, message, hint }));
      }`,
    );
    assert.equal(error.name, "WanError");
    assert.equal(error.code, "unsupported_runtime");
    assert.match(error.message, new RegExp(name));
    assert.match(error.hint, /testEnvironment/);
  });
}
