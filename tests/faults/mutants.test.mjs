// Each mutant's place is still there: code that moved on would otherwise leave a mutant without its wrong.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { modelMutants } from "../native/job_model/mutants.mjs";
import { mutants } from "./mutants.mjs";

test("every mutant finds the place it changes, exactly once", () => {
  for (const { name, also, ...first } of [...mutants, ...modelMutants]) {
    for (const { file = first.file, find } of [first, ...[also ?? []].flat()]) {
      const text = readFileSync(new URL(`../../${file}`, import.meta.url), "utf8").replaceAll("\r\n", "\n");
      assert.equal(text.split(find).length - 1, 1, `${name}: ${file}`);
    }
  }
});
