// Defaults that people read, in comments and in the documentation, are those that hold. Rust's (src/options.rs) are written into
// js/generated; what is written by hand is held to that here, or to what the package does.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { buildRequest, estimateBudget, estimateCost, validate } from "wanreel";
import { at } from "../../scripts/lib/steps.mjs";

const read = (path) => readFileSync(at(...path.split("/")), "utf8");

/** Defaults by interface, as the comments of generated fields tell them. */
function generated(path) {
  const groups = {};
  for (const [, name, body] of read(path).matchAll(/^export interface (\w+) \{\n([\s\S]*?)^\}/gm)) {
    const rows = body.matchAll(/Default ([\d.]+|true|false)\.\s*(?:\n\s*)?\*\/\s*(\w+)\?:/g);
    groups[name] = Object.fromEntries(Array.from(rows, ([, value, option]) => [option, JSON.parse(value)]));
  }
  return groups;
}

const { PollOptions: poll, RetryOptions: retry, Timeouts: timeouts } = generated("js/generated/options.ts");
const { RateLimit: rate, ProxyTimeouts: proxy } = generated("js/generated/proxy-options.ts");
const sizes = /PROXY_SIZES_DEFAULTS = \{ maxBodyBytes: (\d+), maxUploadBytes: (\d+) \}/.exec(
  read("js/generated/proxy-options.ts"),
);
const [, maxBodyBytes, maxUploadBytes] = sizes.map(Number);

test("the contract's defaults are Rust's", () => {
  assert.deepEqual(poll, {
    initialMs: 5000,
    factor: 1.5,
    maxMs: 30_000,
    jitter: 0.1,
    adaptive: true,
    reviewAfterMs: 300_000,
    deadlineMs: 900_000,
  });
  assert.deepEqual(retry, { attempts: 3, initialMs: 1000, maxMs: 30_000, jitter: 0.2 });
  assert.deepEqual([timeouts.submitMs, timeouts.readMs], [30_000, 15_000]);
});

test("the documentation tells the defaults that hold", () => {
  const pages = read("docs/guide/waiting.md") + read("docs/guide/keys-and-proxy.md");
  const minutes = (ms) => ms / 60_000;
  const percent = (share) => Math.round(share * 100);
  for (const sentence of [
    `First look after ${poll.initialMs / 1000} s, backoff ×${poll.factor} to ${poll.maxMs / 1000} s, ±${percent(poll.jitter)} % jitter`,
    `one deadline (${minutes(poll.deadlineMs)} minutes; \`poll.deadlineMs\`)`,
    `At ${minutes(poll.reviewAfterMs)} minutes a task is marked for review`,
    `Without \`rateLimit\` a user has ${rate.perMinute} submits a minute`,
  ]) {
    assert.ok(pages.includes(sentence), sentence);
  }
});

/** Comments with a number, a text or a switch for a default, and what it is. */
const COMMENTS = {
  "js/types/client.ts": [
    ["dedupe", true],
    ["remember", false],
    ["concurrency", Number(/\bconcurrency = (\d+)/.exec(read("js/client/generate-all.ts"))?.[1])],
    ["parameter", /\bparameter = ("\w+")/.exec(read("js/client/callback.ts"))?.[1]],
    ["onUnknownOutcome", '"throw"'],
    ["validate", '"strict"'],
  ],
  "js/types/results.ts": [
    ["strict", true],
    ["prices", '"guide-2026-05"'],
    ["quality", '"720p"'],
    ["days", 30],
    ["tool", false],
  ],
  "js/proxy/types.ts": [
    ["validate", '"strict"'],
    ["maxBodyBytes", maxBodyBytes],
  ],
};

for (const [path, expected] of Object.entries(COMMENTS)) {
  test(`${path}: no default is told but by this list`, () => {
    const rows = read(path).matchAll(/Default (true|false|\d[\d.]*\d|\d|"[^"]+")[^\n]*\*\/\n\s*(\w+)\??:/g);
    assert.deepEqual(
      Array.from(rows, ([, value, option]) => [option, value]),
      expected.map(([option, value]) => [option, String(value)]),
    );
  });
}

test("the proxy's defaults in sentences", () => {
  const comments = read("js/proxy/types.ts");
  assert.ok(comments.includes(`Default: ${rate.perMinute} a minute.`));
  assert.ok(comments.includes(`Default: no; with true, ${maxUploadBytes / 2 ** 20} MB.`));
  assert.ok(proxy.submitMs < timeouts.submitMs, "the proxy gives up before the page's client does");
});

test("what is said of functions is what they do", () => {
  const request = { model: "wan2.7-text-to-video", prompt: "A lighthouse keeper climbs the stairs at dusk" };
  const plan = { clipsPerDay: 3, averageSeconds: 7 };
  assert.deepEqual(estimateBudget(plan), estimateBudget({ ...plan, quality: "720p", days: 30 }));
  assert.deepEqual(estimateCost(request), estimateCost(request, { prices: "guide-2026-05" }));
  const long = { ...request, prompt: "a".repeat(5001) };
  assert.equal(validate(long).valid, false);
  assert.equal(validate(long, { strict: false }).valid, true);
  assert.equal(buildRequest(request).body.includes("duration"), false, "no defaults added");
});
