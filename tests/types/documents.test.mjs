// What the documents for those who change the package name is there.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { at } from "../../scripts/lib/steps.mjs";

const documents = ["ARCHITECTURE.md", "CONTRIBUTING.md", "docs/own-code.md"];

for (const name of documents) {
  test(`${name} names no file or folder that is gone`, () => {
    const text = readFileSync(at(name), "utf8");
    const named = [...text.matchAll(/`((?:js|src|scripts|tests|www|docs|templates|\.github)\/[\w./-]*\w)\/?`/g)];
    assert.ok(named.length > 10, `${named.length} paths`);
    assert.deepEqual(
      named.map(([, path]) => path).filter((path) => !existsSync(at(path))),
      [],
    );
  });
}
