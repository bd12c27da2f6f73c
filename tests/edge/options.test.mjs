// What is wrong with an option is said when the Worker starts, and by its name; what is missing in env, at the first request.
import assert from "node:assert/strict";
import { dirname } from "node:path";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { workerModules } from "../../scripts/lib/worker-modules.mjs";

Object.assign(process.env, { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" });

const PROGRAM = `
import { createPipeline } from "wanreel/edge";
const authorize = () => ({ user: "ann" });
export default {
  async fetch(request, env, context) {
    const { options, path } = await request.json();
    // Functions do not come over the wire.
    const given = options.authorize === false ? { ...options, authorize: undefined } : { authorize, ...options };
    try {
      const pipeline = createPipeline(given);
      if (path) return pipeline.fetch(new Request("https://videos.example" + path), env, context);
      return Response.json({ methods: ["fetch", "queue", "scheduled"].filter((name) => pipeline[name]).length });
    } catch ({ name, code, message, hint }) {
      return Response.json({ name, code, message, hint });
    }
  },
};`;

let miniflare;
before(async () => {
  const { Miniflare } = await import("miniflare");
  const { outputFiles } = await build({
    stdin: { contents: PROGRAM, resolveDir: dirname(import.meta.filename ?? new URL(import.meta.url).pathname) },
    bundle: true,
    write: false,
    format: "esm",
    conditions: ["workerd"],
    external: ["*.wasm", "cloudflare:*"],
  });
  miniflare = new Miniflare({
    cf: false,
    compatibilityDate: "2026-04-01",
    modules: workerModules(outputFiles[0].text),
    bindings: { EVOLINK_API_KEY: "sk-of-some-length" },
  });
});
after(() => miniflare?.dispose());

const ask = async (options, path) => {
  const body = JSON.stringify({ options, path });
  return (await miniflare.dispatchFetch("http://app.test/", { method: "POST", body })).json();
};

for (const [options, words] of [
  [{ authorize: false }, /authorize is missing/],
  [{ authorise: 1 }, /no authorise/],
  [{ operators: "me" }, /operators is a string; it must be a function/],
  [{ apiKey: 7 }, /apiKey is 7/],
  [{ secret: "short" }, /secret must be a string of at least 32/],
  [{ budget: { perUserDayMicroUsd: -1 } }, /perUserDayMicroUsd/],
  [{ budget: { perUserDay: 1 } }, /budget has no perUserDay/],
  [{ budgetShards: 0 }, /budgetShards is 0/],
  [{ fallback: ["wan2.9"] }, /wan2\.9/],
  [{ models: ["wan2.9"] }, /wan2\.9/],
  [{ prices: "mine" }, /prices|mine/],
  [{ notify: { url: "https://a.example/" } }, /notify\.secret is undefined/],
  [{ notify: { url: 7, secret: "x" } }, /notify\.url is 7/],
  [{ notify: { url: "https://a.example/", secret: "hunter2" } }, /whsec_/],
  [{ mount: "videos/../x" }, /mount/],
  [{ concurrency: 0 }, /concurrency is 0/],
  [{ concurrency: 10_001 }, /concurrency is 10001; it must be a whole number from 1 to 10000/],
  [{ perMinute: 1.5 }, /perMinute is 1\.5/],
  [{ retentionDays: 0 }, /retentionDays is 0/],
  [{ poll: { initialMs: -1 } }, /initialMs/],
  [{ timeouts: { submitMs: "soon" } }, /submitMs/],
  [{ onUnknownOutcome: "throw" }, /onUnknownOutcome must be "wait" or "resend-once"/],
  [{ maxBodyBytes: 0 }, /maxBodyBytes/],
  [{ bindings: { job: "JOBS" } }, /bindings has no job/],
]) {
  test(`${JSON.stringify(options)} is a ConfigError that names it`, async () => {
    const { name, code, message, hint } = await ask(options);
    assert.deepEqual([name, code], ["ConfigError", "config"], message);
    assert.match(message, words);
    assert.ok(!`${message} ${hint}`.includes("hunter2"), "a secret is in the message");
  });
}

test("all defaults, and every option that may be given", async () => {
  assert.deepEqual(await ask({}), { methods: 3 });
  const all = {
    ...{ apiKey: "sk", secret: "x".repeat(32), baseUrl: "https://a.example", callbackOrigin: "https://b.example" },
    ...{ budget: {}, budgetShards: 4, fallback: true, models: ["wan2.7-text-to-video"], prices: "list-2026-10" },
    ...{ mount: "/api/videos/", concurrency: 5, perMinute: 5, retentionDays: 1, poll: {}, timeouts: { notifyMs: 1 } },
    ...{ onUnknownOutcome: "resend-once", maxBodyBytes: 1000, bindings: { jobs: "J" } },
  };
  assert.deepEqual(await ask(all), { methods: 3 });
});

test("a binding that is missing is told to the log, and the stranger hears that it is misconfigured", async () => {
  const { error } = await ask({}, "/jobs");
  assert.equal(error.code, "misconfigured");
});
