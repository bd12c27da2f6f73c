// jsonSchema() and validate() agree on every vector, on what lies beside it, and on requests patched together from them.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { inspect } from "node:util";
import { validate } from "wanreel";
import { revive } from "../runtimes/suite/values.mjs";
import { accepts, compare, UNSAID } from "./agreement.mjs";
import { atTheEdges } from "./edges.mjs";
import { mutants } from "./mutants.mjs";

const folder = new URL("../vectors/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
const cases = files.flatMap((file) => {
  const { cases } = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
  return cases.map((one) => ({ ...one, file }));
});

/** Whatever a vector gives to whichever function is a value to judge; models() alone is given none. */
const values = cases.flatMap(({ file, name, ...one }) =>
  ["request", "input", "other"]
    .filter((member) => member in one)
    .map((member) => ({ name: `${file}: ${name}`, value: revive(one[member]) })),
);

class Tally {
  counts = { accepted: 0, refused: 0, unsaid: 0, disagreement: 0 };
  codes = {};
  disagreements = [];

  add(subject, { verdict, codes, words }) {
    this.counts[verdict] += 1;
    if (verdict === "unsaid") for (const code of codes) this.codes[code] = (this.codes[code] ?? 0) + 1;
    if (verdict === "disagreement") this.disagreements.push(`${inspect(subject, { depth: 5 })}: ${words}`);
  }

  get total() {
    return Object.values(this.counts).reduce((sum, count) => sum + count);
  }

  toString() {
    const { accepted, refused, unsaid } = this.counts;
    const codes = Object.entries(this.codes).map(([code, count]) => `${code} ${count}`);
    return `${accepted} accepted by both, ${refused} refused by both, ${unsaid} refused by validate alone (${codes.join(", ")})`;
  }
}

test("every vector: the schema of its model says what validate says", (t) => {
  const tally = new Tally();
  for (const { name, value } of values) {
    // What names no model of ours is held against one schema here, and against all of them below.
    const id = accepts.has(value?.model) ? value.model : "wan2.7-text-to-video";
    tally.add(name, compare(id, value));
  }
  t.diagnostic(`${cases.length} vectors with ${values.length} values: ${tally}`);
  assert.deepEqual(tally.disagreements, []);
  const judged = cases.filter(({ fn }) => fn !== "models").length;
  assert.ok(values.length >= judged && judged > 1000, `${values.length} values of ${cases.length} vectors`);
  assert.ok(tally.counts.accepted > 300 && tally.counts.refused > 300, String(tally));
  for (const code of Object.keys(tally.codes)) assert.ok(code in UNSAID, `${code} came alone`);
});

test("every vector: no other model's schema takes it", () => {
  const taken = values.flatMap(({ name, value }) =>
    [...accepts.keys()]
      .filter((id) => id !== value?.model && compare(id, value).verdict !== "refused")
      .map((id) => `${name}: ${id}`),
  );
  assert.deepEqual(taken, []);
});

const requests = values.map(({ value }) => value).filter((value) => accepts.has(value?.model));
const valid = requests.filter((request) => validate(request).valid);

test("every field of every model, at each of its limits: the same", (t) => {
  const tally = new Tally();
  // Of those with the same fields one is enough.
  const shapes = new Map(valid.map((request) => [[request.model, ...Object.keys(request).sort()].join(), request]));
  for (const request of atTheEdges(shapes.values())) tally.add(request, compare(request.model, request));
  t.diagnostic(`${tally.total} requests: ${tally}`);
  assert.deepEqual(tally.disagreements.slice(0, 5), []);
  assert.equal(new Set(valid.map(({ model }) => model)).size, accepts.size, "every model has a vector");
  assert.ok(tally.total > 10_000, `${tally.total}`);
  // URLs at the edge are wrong at sight, so that the patterns are held to something too.
  assert.equal(tally.counts.unsaid, 0, String(tally));
});

test("requests patched together from the vectors: the same", (t) => {
  const tally = new Tally();
  for (const mutant of mutants(valid, requests, { count: 20_000, seed: 27 })) {
    tally.add(mutant, compare(mutant.model, mutant));
  }
  t.diagnostic(`${tally.total} requests: ${tally}`);
  assert.deepEqual(tally.disagreements.slice(0, 5), []);
  const { accepted, refused } = tally.counts;
  assert.ok(accepted > tally.total / 10 && refused > tally.total / 10, String(tally));
});
