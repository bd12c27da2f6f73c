// The pages of error codes: each code that this package can throw or answer has one, and each page's class is the one thrown.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as wanreel from "wanreel";
import { createSimulator } from "wanreel/simulator";
import { at } from "../../scripts/lib/steps.mjs";
import { files } from "../../scripts/lib/unchanged.mjs";

const pages = JSON.parse(readFileSync(at("pkg", "tables", "error-codes.json"), "utf8"));
const pageOf = (code) => pages.find((page) => page.code === code);

/** Findings of a check, warnings and lines of a log have codes, too: they are no errors. */
const NO_ERRORS = new Set([
  ...["unsupported_format", "too_many", "memory_store", "store_not_atomic"],
  ...["input_length_unknown", "deadline_past_platform"],
]);

test("each code in the source has a page", () => {
  const found = new Map();
  for (const path of files(at("js"))) {
    if (!path.endsWith(".ts")) continue;
    for (const [, code] of readFileSync(path, "utf8").matchAll(/\bcode: "(\w+)"/g)) found.set(code, path);
  }
  for (const path of ["codec.rs", "ending.rs"]
    .map((name) => at("src", "protocol", name))
    .concat(at("src", "bindings", "download.rs"))) {
    const text = readFileSync(path, "utf8");
    for (const [, code] of text.matchAll(/"code", "(\w+)"|^\s+"((?:result|not_a)_\w+|network_error)",$/gm))
      if (code) found.set(code, path);
  }
  // What the API is documented to say: the names src/error.rs has for an answer without one, and its advice on failed tasks.
  const rules = readFileSync(at("src", "error.rs"), "utf8");
  for (const name of ["fn default_code", "pub fn task_hint"]) {
    const body = rules.slice(rules.indexOf(name)).split("\n}\n")[0];
    for (const [, code] of body.matchAll(/(?<==> |^ +|\| )"(\w+)"(?= (?:=>|\|)|,)/gm)) found.set(code, "src/error.rs");
  }
  assert.ok(found.size > 50, `${found.size} codes`);
  const missing = [...found].filter(([code]) => !NO_ERRORS.has(code) && !pageOf(code));
  assert.deepEqual(missing, [], "scripts/tables/src/error_codes/rows.rs has no row for these");
});

test("each code has one page, with words on cause, money and what to do", () => {
  assert.equal(new Set(pages.map(({ code }) => code)).size, pages.length);
  for (const { code, places, cause, todo } of pages) {
    assert.ok(places.length > 0, code);
    for (const text of [cause, todo, ...places.map(({ billed }) => billed)])
      assert.match(text, /^[A-Z0-9`].*[.)]$/s, code);
  }
});

test("each answer that the proxy and the pipeline give by name stands on its code's page, with its status", () => {
  const missing = [];
  let found = 0;
  for (const name of ["proxy", "edge"])
    for (const path of files(at("js", name)).filter((each) => each.endsWith(".ts")))
      for (const [, status, code] of readFileSync(path, "utf8").matchAll(/Refused\(\s*(\d+),\s*\{\s*code: "(\w+)"/g)) {
        found += 1;
        const isThere = ({ group, status: told }) => group === `wanreel/${name}` && told === Number(status);
        if (!pageOf(code)?.places.some(isThere)) missing.push(`${name}: ${status} ${code}`);
      }
  assert.ok(found > 30, `${found} answers`);
  assert.deepEqual(missing, [], "scripts/tables/src/error_codes/rows.rs has no place for these");
});

test("the list says of each code what its page says of money, and never a word cut off", () => {
  const short = new Set(pages.flatMap(({ places }) => places.map((place) => place.billed_short)));
  assert.deepEqual([...short].sort(), [
    "A submit: no. A task that was there: when it succeeds",
    "No",
    "Perhaps",
    "The task is, when it succeeds",
    "Yes",
  ]);
  // A read that got no answer, a deadline, a read that is refused: the task runs on, and is billed (guide, sections 7 and 8).
  for (const code of [
    "network_error",
    "deadline",
    "already_submitted",
    "permission_denied",
    "bad_gateway",
    "not_loaded",
  ])
    for (const place of pageOf(code).places) assert.match(place.billed_short, /when it succeeds$/, code);
  // Source: get-task-detail.json, its error codes and the status of the answer.
  const ended = pageOf("content_policy_violation").places.find(({ group }) => group === "a task that ended");
  assert.deepEqual([ended.status, ended.class, ended.billed_short], [200, "ContentPolicyError", "No"]);
});

test("each class that a page names is exported", () => {
  const names = new Set(pages.flatMap(({ places }) => places.map((place) => place.class)).filter(Boolean));
  assert.ok(names.size >= 12, [...names].join());
  const exported = new Map(Object.entries(wanreel));
  for (const name of names) assert.equal(typeof exported.get(name), "function", name);
});

const REQUEST = {
  model: "wan2.7-text-to-video",
  prompt: "A misty mountain lake at sunrise, slow push forward",
  duration: 2,
};
const clientOf = (faults, options = {}) =>
  new wanreel.WanClient({
    apiKey: "sk-anything",
    fetch: createSimulator({ generationMs: 20, faults }).fetch,
    poll: { initialMs: 10, maxMs: 20 },
    retry: { attempts: 1, initialMs: 5 },
    ...options,
  });

/** Made to happen by the simulator: code and class must be those of the page, and its hint the error's. */
const THROWN = {
  validation_failed: () => clientOf().generate({ ...REQUEST, duration: 99 }),
  budget_exceeded: () => clientOf([], { budget: { perCallMicroUsd: 1 } }).generate(REQUEST),
  submission_unknown: () => clientOf({ do: "drop_after", on: "submit" }).generate(REQUEST),
  network_error: () => clientOf({ do: "refuse" }).retrieve("task-unified-1"),
  deadline: () => clientOf({ do: "never_finish" }).generate(REQUEST, { deadlineMs: 1200 }),
  unauthorized: () => clientOf({ status: 401, on: "submit" }).generate(REQUEST),
  insufficient_quota: () => clientOf({ status: 402, on: "submit" }).generate(REQUEST),
  model_access_denied: () => clientOf({ status: 403, on: "submit" }).generate(REQUEST),
  model_not_found: () => clientOf({ status: 404, on: "submit", body: "empty" }).generate(REQUEST),
  invalid_request: () => clientOf({ status: 400, on: "submit", body: "empty" }).generate(REQUEST),
  task_not_found: () => clientOf({ status: 404, on: "poll" }).retrieve("task-unified-1"),
  no_result: () => clientOf({ do: "no_result" }).generate(REQUEST),
  request_cancelled: () => clientOf({ do: "cancel" }).generate(REQUEST),
  ...Object.fromEntries(
    ["service_error", "resource_not_found", "image_processing_error", "content_policy_violation"].map((code) => [
      code,
      () => clientOf({ do: "fail", code }).generate(REQUEST),
    ]),
  ),
};

for (const [code, call] of Object.entries(THROWN)) {
  test(`as its page says: ${code}`, async () => {
    const error = await call().then(
      () => assert.fail("nothing was thrown"),
      (thrown) => thrown,
    );
    const { places } = pageOf(code);
    const place = places.find((each) => each.class === error.name && (!each.hint || each.hint === error.hint));
    assert.ok(
      error.code === code && place,
      `${error.name} ${error.code}: ${error.hint}; on the page: ${JSON.stringify(places)}`,
    );
  });
}
